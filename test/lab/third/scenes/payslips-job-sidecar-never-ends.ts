import { notReady } from '../../faults.ts';
import { herring, one } from '../../field/herring.ts';
import { scene } from '../../field/write.ts';
import { jobOf } from '../kit.ts';

export default scene({
  id: 'payslips-job-sidecar-never-ends',
  family: 'cronjob',
  on: 'kubeadm',
  now: '2026-03-31T07:40:00Z',
  hops: 2,
  question:
    "employees didn't get march payslips. cron says last schedule was yesterday?? job log says 'done, 4112 payslips rendered' so what's the problem",
  scope: 'hr',
  causes: [
    {
      subjects: [
        one('Job', 'hr/payslip-render-29580540'),
        one('CronJob', 'hr/payslip-render'),
        one('Pod', 'hr/payslip-render-29580540-*'),
      ],
      says: [
        ['istio-proxy', 'sidecar', '边车'],
        ['complete', 'running', 'never', 'forbid', 'finish', 'exit', 'not terminate', '未结束', '仍在运行'],
      ],
    },
  ],
  not: [one('Deployment', 'hr/payslip-mailer'), one('Deployment', 'hr/self-service')],
  play: (f) => {
    f.app({ ns: 'hr', name: 'self-service', tone: 'monolog', n: 2 });
    f.app({
      ns: 'hr',
      name: 'payslip-mailer',
      tone: 'celery',
      n: 1,
      svc: false,
      ready: null,
      env: { SPOOL: '/spool/2026-03' },
    });
    f.put({
      apiVersion: 'batch/v1',
      kind: 'CronJob',
      metadata: { name: 'payslip-render', namespace: 'hr', creationTimestamp: f.s.clock.ago(300_000) },
      spec: {
        schedule: '0 4 30,31 * *',
        concurrencyPolicy: 'Forbid',
        jobTemplate: {
          spec: {
            template: {
              metadata: { labels: { app: 'payslip-render' }, annotations: { 'sidecar.istio.io/inject': 'true' } },
              spec: {
                restartPolicy: 'Never',
                containers: [{ name: 'payslip-render', image: 'harbor.corp.lan/apps/payslip-render:7.2.0' }],
              },
            },
          },
        },
      } as never,
      status: {
        lastScheduleTime: '2026-03-30T04:00:00Z',
        lastSuccessfulTime: '2026-02-28T04:31:08Z',
        active: [
          { apiVersion: 'batch/v1', kind: 'Job', name: 'payslip-render-29580540', namespace: 'hr', uid: 'job-ps-1' },
        ],
      } as never,
    });
    f.app({
      ns: 'hr',
      name: 'payslip-render',
      tone: 'spring',
      n: 1,
      svc: false,
      ready: null,
      image: 'payslip-render:7.2.0',
      side: [{ name: 'istio-proxy', image: 'docker.io/istio/proxyv2:1.28.1', args: ['proxy', 'sidecar'] }],
    });
    const [pod] = jobOf(f, 'hr/payslip-render', {
      job: 'payslip-render-29580540',
      minutes: 1660,
      uid: 'job-ps-1',
      cron: 'payslip-render',
      status: { active: 1, ready: 0, terminating: 0 },
    });
    if (!pod) return;
    Object.assign(f.s.container(pod, 'payslip-render'), {
      ready: false,
      started: false,
      state: {
        terminated: {
          exitCode: 0,
          reason: 'Completed',
          startedAt: f.s.clock.ago(1659),
          finishedAt: f.s.clock.ago(1631),
        },
      },
    });
    notReady(f.s, pod, 1631, 'payslip-render');
    f.s.event(
      f.get('CronJob', 'hr/payslip-render'),
      'JobAlreadyActive',
      'Not starting job because prior execution is running and concurrency policy is Forbid',
      { type: 'Normal', first: 39, last: 9, count: 4, source: 'cronjob-controller' },
    );
    f.say({
      app: 'hr/payslip-render',
      from: 1632,
      level: 'info',
      lines: ['done, 4112 payslips rendered, batch 2026-03a', 'second batch (2026-03b) is left to the run of the 31st'],
    });
    f.say({
      app: 'hr/payslip-render',
      c: 'istio-proxy',
      from: 40,
      every: 600,
      level: 'info',
      raw: true,
      lines: '{iso}\tinfo\txdsproxy\tconnected to delta upstream XDS server: istiod.istio-system.svc:15012',
    });
    f.say({
      app: 'hr/payslip-mailer',
      from: 45,
      every: 300,
      level: 'warn',
      lines: 'Task mail.flush: batch 2026-03b incomplete (0 of 4180 files), not sending anything before it is there',
    });
    herring.unready(f, 'hr/org-chart');
  },
});
