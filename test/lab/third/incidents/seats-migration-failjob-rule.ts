import { notReady } from '../../faults.ts';
import { incident } from '../../incident.ts';

export default incident({
  id: 'seats-migration-failjob-rule',
  family: 'job',
  mode: 'living',
  platform: 'kubeadm',
  company: 'railway',
  now: '2026-05-12T04:44:00Z',
  onset: 24,
  question:
    'release 14 of reservations is not serving, pods hang in Init for 20 min. maintenance window ends 5:00, hurry',
  scope: { namespace: 'reservations' },
  rootCauses: [
    {
      subjects: [
        { kind: 'Job', namespace: 'reservations', name: 'reservations-migrate-14' },
        { kind: 'Pod', namespace: 'reservations', name: 'reservations-migrate-14-*' },
      ],
      says: [
        ['migrat', '迁移'],
        ['seat_hold_legacy', 'does not exist', 'podfailurepolicy', 'failjob', 'exit code', '不存在'],
      ],
    },
  ],
  symptoms: [{ kind: 'Deployment', namespace: 'reservations', name: 'reservations' }],
  notRootCause: [
    { kind: 'Deployment', namespace: 'reservations', name: 'reservations' },
    { kind: 'StatefulSet', namespace: 'reservations', name: 'res-db' },
  ],
  hops: 1,
  apps: [
    { ns: 'reservations', name: 'reservations', style: 'ruby', replicas: 2 },
    {
      ns: 'reservations',
      name: 'res-db',
      kind: 'StatefulSet',
      style: 'postgres',
      replicas: 1,
      image: 'postgres:17.4',
      port: 5432,
      probe: 'tcp',
      claim: { size: '40Gi', mount: '/var/lib/postgresql/data' },
    },
    { ns: 'reservations', name: 'reservations-migrate-14', style: 'ruby', replicas: 0, service: false, probe: '' },
  ],
  fault: [
    { delete: 'deployment/reservations-migrate-14', in: 'reservations' },
    {
      apply: [
        {
          apiVersion: 'batch/v1',
          kind: 'Job',
          metadata: {
            name: 'reservations-migrate-14',
            namespace: 'reservations',
            labels: { app: 'reservations-migrate-14' },
          },
          spec: {
            backoffLimit: 6,
            podFailurePolicy: {
              rules: [
                {
                  action: 'FailJob',
                  onExitCodes: { containerName: 'reservations-migrate-14', operator: 'In', values: [1] },
                },
                { action: 'Ignore', onPodConditions: [{ type: 'DisruptionTarget' }] },
              ],
            },
            template: {
              metadata: { labels: { app: 'reservations-migrate-14' } },
              spec: {
                restartPolicy: 'Never',
                containers: [
                  {
                    name: 'reservations-migrate-14',
                    image: 'harbor.corp.lan/apps/reservations:14.0.0',
                    args: ['db:migrate', '--lock-name=crash'],
                  },
                ],
              },
            },
          },
        },
      ],
    },
    { wait: 6 },
    { scale: 'deployment/reservations', in: 'reservations', to: 0 },
    { wait: 4 },
    {
      patch: 'deployment/reservations',
      in: 'reservations',
      with: {
        spec: {
          template: {
            spec: {
              initContainers: [
                {
                  name: 'wait-for-migration',
                  image: 'harbor.corp.lan/apps/k8s-wait-for:v2.0',
                  args: ['job', 'reservations-migrate-14'],
                },
              ],
              containers: [
                {
                  name: 'reservations',
                  image: 'harbor.corp.lan/apps/reservations:14.0.0',
                  ports: [{ name: 'http', containerPort: 8080 }],
                },
              ],
            },
          },
        },
      },
    },
    { scale: 'deployment/reservations', in: 'reservations', to: 2 },
  ],
  settle: 22,
  rename: [['--lock-name=crash', '--lock-name=schema']],
  edit: (s) => {
    for (const p of s.pods('reservations/reservations')) {
      const init = p.status?.initContainerStatuses?.[0];
      if (!init || !p.status) continue;
      p.status.phase = 'Pending';
      init.state = { running: { startedAt: s.clock.ago(18) } };
      Object.assign(init, { ready: false, started: true });
      for (const c of p.status.containerStatuses ?? []) {
        c.state = { waiting: { reason: 'PodInitializing' } };
        Object.assign(c, { ready: false, started: false, imageID: '', containerID: undefined });
      }
      s.condition(
        p,
        'Initialized',
        'False',
        'ContainersNotInitialized',
        'containers with incomplete status: [wait-for-migration]',
        18,
      );
      notReady(s, p, 18);
    }
    const d = s.find('Deployment', 'reservations', 'reservations');
    Object.assign(d.status ?? {}, { readyReplicas: undefined, availableReplicas: undefined, unavailableReplicas: 2 });
    s.condition(
      d,
      'Available',
      'False',
      'MinimumReplicasUnavailable',
      'Deployment does not have minimum availability.',
      19,
    );
    for (const r of s.all('ReplicaSet', 'reservations'))
      if (r.metadata.name.startsWith('reservations-') && r.spec?.replicas)
        Object.assign(r.status ?? {}, { readyReplicas: undefined, availableReplicas: undefined });
    for (const e of s.all('EndpointSlice', 'reservations'))
      if (e.metadata.name.startsWith('reservations-'))
        for (const p of (e.endpoints as { conditions: object }[] | undefined) ?? [])
          p.conditions = { ready: false, serving: false, terminating: false };
    s.dropEvents((e) => {
      const o = e.involvedObject as { name: string; fieldPath?: string };
      return (
        o.name.startsWith('reservations-') &&
        (o.fieldPath ?? '').includes('containers{reservations}') &&
        !(o.fieldPath ?? '').includes('init')
      );
    });
  },
  logs: [
    {
      app: 'reservations/reservations-migrate-14',
      raw: true,
      startup: true,
      say: [
        '== 20260511 DropLegacyHolds: migrating ======================================',
        '-- remove_column(:seat_hold_legacy, :expires_at)',
        'rake aborted!',
        'StandardError: An error has occurred, this and all later migrations canceled:',
        'PG::UndefinedTable: ERROR:  relation "seat_hold_legacy" does not exist',
      ],
    },
    {
      app: 'reservations/reservations',
      container: 'wait-for-migration',
      style: 'quiet',
      level: 'info',
      raw: true,
      say: 'Waiting for job reservations-migrate-14...',
      every: 50,
      from: 18,
    },
    { app: 'reservations/res-db', say: 'relation "seat_hold_legacy" does not exist', from: 23 },
  ],
});
