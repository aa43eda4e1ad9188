import { definition } from '../../definition.ts';
import { incident } from '../../incident.ts';
import { stale } from '../../stale.ts';

export default incident({
  id: 'dbclaim-finalizer-operator-parked',
  family: 'terminating',
  mode: 'living',
  platform: 'kubeadm',
  company: 'railway',
  now: '2026-03-30T15:45:00Z',
  onset: 110,
  question:
    'flux can not recreate the "ledger" database object: "object is being deleted". who is deleting it for two hours?',
  scope: { namespace: 'ticketing-data' },
  rootCauses: [
    {
      subjects: [
        { kind: 'Deployment', namespace: 'db-operator', name: 'mysql-operator' },
        { kind: 'MySQLInstance', namespace: 'ticketing-data', name: 'ledger' },
      ],
      says: [['finalizer'], ['operator', 'mysql-operator', 'replicas', 'scaled', 'zero', '0', 'controller']],
    },
  ],
  notRootCause: [{ kind: 'MySQLInstance', namespace: 'ticketing-data', name: 'seats' }],
  hops: 1,
  apps: [
    {
      ns: 'db-operator',
      name: 'mysql-operator',
      style: 'klog',
      replicas: 1,
      service: false,
      probe: '',
      image: 'mysql-operator:0.14.2',
    },
    { ns: 'ticketing-data', name: 'backup-agent', style: 'logrus', replicas: 1, service: false, probe: '' },
  ],
  extra: [definition('MySQLInstance', 'mysqlinstances', 'db.rail.example', 'v1beta1')],
  fault: [
    {
      apply: [
        {
          apiVersion: 'db.rail.example/v1beta1',
          kind: 'MySQLInstance',
          metadata: { name: 'ledger', namespace: 'ticketing-data', finalizers: ['db.rail.example/mysql-operator'] },
          spec: { size: '40Gi', version: '8.4' },
          status: { phase: 'Running' },
        },
        {
          apiVersion: 'db.rail.example/v1beta1',
          kind: 'MySQLInstance',
          metadata: { name: 'seats', namespace: 'ticketing-data', finalizers: ['db.rail.example/mysql-operator'] },
          spec: { size: '80Gi', version: '8.4' },
          status: { phase: 'Running' },
        },
      ] as never[],
    },
    { scale: 'deployment/mysql-operator', in: 'db-operator', to: 0 },
    { wait: 4 },
    { delete: 'mysqlinstance/ledger', in: 'ticketing-data' },
  ],
  settle: 18,
  edit: (s) => stale(s, 'ticketing/seat-map', 5),
});
