import { herring, of, one } from '../herring.ts';
import { scene } from '../write.ts';

export default scene({
  id: 'mart-export-quota-debug-pods',
  family: 'quota',
  on: 'eks',
  now: '2026-09-15T06:40:00Z',
  key: 'app',
  hops: 2,
  question: 'BI dashboard shows numbers of the day before yesterday, export did not run at 05:00?',
  scope: 'mart',
  causes: [
    {
      subjects: [
        one('ResourceQuota', 'mart/compute'),
        one('Job', 'mart/mart-export-*'),
        one('CronJob', 'mart/mart-export'),
        ...of('mart/spark-shell-dev'),
      ],
      says: [
        ['quota', '配额'],
        ['exceeded', 'exhaust', 'full', 'used', '超出', '用尽', '超过'],
      ],
    },
  ],
  not: [one('Deployment', 'mart/bi-web'), one('StatefulSet', 'mart/mart-pg')],
  play: (f) => {
    f.app({ ns: 'mart', name: 'bi-web', tone: 'django', n: 2, env: { PGHOST: 'mart-pg' } });
    f.app({
      ns: 'mart',
      name: 'mart-pg',
      kind: 'StatefulSet',
      tone: 'pg',
      n: 1,
      image: 'postgres:16.4',
      port: 5432,
      portName: 'pg',
      mem: ['2Gi', '2Gi'],
      ready: { tcpSocket: { port: 5432 } },
      claim: { size: '100Gi', at: '/var/lib/postgresql/data' },
    });
    f.app({ ns: 'mart', name: 'spark-shell-dev', tone: 'golog', n: 3, svc: false, ready: null, mem: ['4Gi', '4Gi'] });
    for (const p of f.pods('mart/spark-shell-dev')) p.metadata.creationTimestamp = f.s.clock.ago(900);
    f.get('Deployment', 'mart/spark-shell-dev').metadata.creationTimestamp = f.s.clock.ago(900);
    f.put({
      apiVersion: 'v1',
      kind: 'ResourceQuota',
      metadata: { name: 'compute', namespace: 'mart', creationTimestamp: f.s.clock.ago(200_000) },
      spec: { hard: { 'limits.memory': '16Gi', pods: '20' } },
      status: { hard: { 'limits.memory': '16Gi', pods: '20' }, used: { 'limits.memory': '14848Mi', pods: '6' } },
    });
    const template = {
      metadata: { labels: { app: 'mart-export' } },
      spec: {
        restartPolicy: 'Never',
        containers: [
          {
            name: 'export',
            image: '418273650912.dkr.ecr.eu-west-1.amazonaws.com/mart-export:5.1',
            resources: { requests: { cpu: '1', memory: '4Gi' }, limits: { memory: '4Gi' } },
          },
        ],
      },
    };
    f.put({
      apiVersion: 'batch/v1',
      kind: 'CronJob',
      metadata: { name: 'mart-export', namespace: 'mart', creationTimestamp: f.s.clock.ago(200_000), uid: 'c3a0' },
      spec: {
        schedule: '0 5 * * *',
        concurrencyPolicy: 'Forbid',
        jobTemplate: { spec: { backoffLimit: 2, template } },
      },
      status: {
        lastScheduleTime: f.s.clock.ago(100),
        lastSuccessfulTime: f.s.clock.ago(1440 + 82),
        active: [{ kind: 'Job', namespace: 'mart', name: 'mart-export-29816940', apiVersion: 'batch/v1' }],
      },
    });
    f.put({
      apiVersion: 'batch/v1',
      kind: 'Job',
      metadata: {
        name: 'mart-export-29816940',
        namespace: 'mart',
        creationTimestamp: f.s.clock.ago(100),
        ownerReferences: [
          { apiVersion: 'batch/v1', kind: 'CronJob', name: 'mart-export', uid: 'c3a0', controller: true },
        ],
      },
      spec: { backoffLimit: 2, completions: 1, parallelism: 1, template },
      status: { startTime: f.s.clock.ago(100), ready: 0, terminating: 0, uncountedTerminatedPods: {} },
    });
    f.s.event(
      f.get('Job', 'mart/mart-export-29816940'),
      'FailedCreate',
      'Error creating: pods "mart-export-29816940-x7k2p" is forbidden: exceeded quota: compute, requested: limits.memory=4Gi, used: limits.memory=14848Mi, limited: limits.memory=16Gi',
      { first: 100, last: 6, count: 13, source: 'job-controller' },
    );
    herring.crash(f, 'mart/superset-beta', 28);
    f.say({
      app: 'mart/bi-web',
      level: 'warn',
      from: 45,
      every: 300,
      lines: 'data freshness check: newest partition is 2026-09-13',
    });
  },
});
