import { incident } from '../incident.ts';
export default incident({
  id: 'pvc-no-default-class',
  family: 'volume-binding',
  mode: 'living',
  platform: 'k3s',
  company: 'clinic',
  now: '2026-01-17T14:22:00Z',
  onset: 37,
  question: '新站点部署的 wiki 起不来，Pod 一直 Pending',
  scope: { namespace: 'wiki' },
  rootCauses: [
    {
      subjects: [
        { kind: 'PersistentVolumeClaim', namespace: 'wiki', name: 'wiki-data' },
        { kind: 'StorageClass', name: 'local-path' },
        { kind: 'Deployment', namespace: 'wiki', name: 'wiki' },
      ],
      says: [
        ['storage class', 'storageclass', '存储类'],
        ['default', 'no ', '默认', '没有', '未'],
      ],
    },
  ],
  symptoms: [{ kind: 'Deployment', namespace: 'wiki', name: 'wiki' }],
  hops: 1,
  apps: [{ ns: 'intranet', name: 'menu-plan', style: 'php', replicas: 1 }],
  fault: [
    {
      patch: 'storageclass/local-path',
      with: { metadata: { annotations: { 'storageclass.kubernetes.io/is-default-class': 'false' } } },
    },
    { apply: [{ apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'wiki' } }] },
    {
      apply: [
        {
          apiVersion: 'v1',
          kind: 'PersistentVolumeClaim',
          metadata: { name: 'wiki-data', namespace: 'wiki' },
          spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '10Gi' } } },
        },
        {
          apiVersion: 'apps/v1',
          kind: 'Deployment',
          metadata: { name: 'wiki', namespace: 'wiki', labels: { app: 'wiki' } },
          spec: {
            replicas: 1,
            selector: { matchLabels: { app: 'wiki' } },
            template: {
              metadata: { labels: { app: 'wiki' } },
              spec: {
                volumes: [{ name: 'data', persistentVolumeClaim: { claimName: 'wiki-data' } }],
                containers: [
                  {
                    name: 'wiki',
                    image: 'ghcr.io/requarks/wiki:2.5',
                    ports: [{ containerPort: 3000 }],
                    volumeMounts: [{ name: 'data', mountPath: '/wiki/data' }],
                  },
                ],
              },
            },
          },
        },
      ],
    },
  ],
  settle: 25,
});
