import { incident } from '../../incident.ts';

export default incident({
  id: 'ledgers-static-volume-too-small',
  family: 'volume-binding',
  mode: 'living',
  platform: 'kubeadm',
  company: 'bank',
  now: '2026-06-02T13:13:00Z',
  onset: 48,
  question: '对账平台迁到新存储之后 recon-db 一直 Pending,调度器说没有节点满足,节点资源明明很空',
  scope: { namespace: 'recon' },
  rootCauses: [
    {
      subjects: [
        { kind: 'PersistentVolumeClaim', namespace: 'recon', name: 'recon-db-data' },
        { kind: 'PersistentVolume', name: 'pv-recon-nfs' },
      ],
      says: [['pv-recon-nfs'], ['too small', 'capacity', 'size', '容量', '太小', '20gi', '200gi']],
    },
  ],
  symptoms: [{ kind: 'Deployment', namespace: 'recon', name: 'recon-web' }],
  notRootCause: [{ kind: 'Deployment', namespace: 'recon', name: 'recon-web' }],
  hops: 1,
  apps: [
    { ns: 'recon', name: 'recon-web', style: 'dotnet', replicas: 2, env: { DB: 'recon-db.recon.svc.cluster.local' } },
  ],
  extra: [
    {
      apiVersion: 'v1',
      kind: 'PersistentVolume',
      metadata: { name: 'pv-recon-nfs' },
      spec: {
        capacity: { storage: '20Gi' },
        accessModes: ['ReadWriteMany'],
        persistentVolumeReclaimPolicy: 'Retain',
        storageClassName: '',
        nfs: { server: '10.20.0.15', path: '/export/recon' },
      },
    },
  ],
  fault: [
    {
      apply: [
        {
          apiVersion: 'v1',
          kind: 'PersistentVolumeClaim',
          metadata: { name: 'recon-db-data', namespace: 'recon' },
          spec: {
            accessModes: ['ReadWriteMany'],
            storageClassName: '',
            volumeName: 'pv-recon-nfs',
            resources: { requests: { storage: '200Gi' } },
          },
        },
        {
          apiVersion: 'apps/v1',
          kind: 'Deployment',
          metadata: { name: 'recon-db', namespace: 'recon', labels: { app: 'recon-db' } },
          spec: {
            replicas: 1,
            strategy: { type: 'Recreate' },
            selector: { matchLabels: { app: 'recon-db' } },
            template: {
              metadata: { labels: { app: 'recon-db' } },
              spec: {
                containers: [
                  {
                    name: 'postgres',
                    image: 'harbor.corp.lan/library/postgres:16.6',
                    ports: [{ name: 'pg', containerPort: 5432 }],
                    volumeMounts: [{ name: 'data', mountPath: '/var/lib/postgresql/data' }],
                  },
                ],
                volumes: [{ name: 'data', persistentVolumeClaim: { claimName: 'recon-db-data' } }],
              },
            },
          },
        },
        {
          apiVersion: 'v1',
          kind: 'Service',
          metadata: { name: 'recon-db', namespace: 'recon' },
          spec: { selector: { app: 'recon-db' }, ports: [{ name: 'pg', port: 5432, targetPort: 5432 }] },
        },
      ],
    },
  ],
  settle: 26,
  logs: [
    {
      app: 'recon/recon-web',
      say: 'Npgsql.NpgsqlException: Failed to connect to recon-db.recon.svc.cluster.local:5432',
      every: 60,
      from: 45,
    },
  ],
});
