import { incident } from '../incident.ts';
export default incident({
  id: 'claim-stuck-terminating',
  family: 'terminating',
  mode: 'forged',
  platform: 'aks',
  company: 'studio',
  now: '2026-05-15T10:45:00Z',
  onset: 200,
  question: 'PVC takes-archive hangs in Terminating, we need the name for the new project',
  scope: { namespace: 'takes' },
  rootCauses: [
    {
      subjects: [
        { kind: 'PersistentVolumeClaim', namespace: 'takes', name: 'takes-archive' },
        { kind: 'Pod', namespace: 'takes', name: 'take-browser-*' },
        { kind: 'Deployment', namespace: 'takes', name: 'take-browser' },
      ],
      says: [
        ['pvc-protection', 'finalizer', 'still used', 'in use', 'used by', 'mounted', '使用', '终结器'],
        ['take-browser', 'pod'],
      ],
    },
  ],
  hops: 1,
  apps: [
    {
      ns: 'takes',
      name: 'take-browser',
      style: 'pino',
      replicas: 1,
      pod: { volumes: [{ name: 'archive', persistentVolumeClaim: { claimName: 'takes-archive' } }] },
      container: { volumeMounts: [{ name: 'archive', mountPath: '/archive' }] },
    },
    { ns: 'takes', name: 'take-upload', style: 'zap', replicas: 1 },
  ],
  extra: [
    {
      apiVersion: 'v1',
      kind: 'PersistentVolumeClaim',
      metadata: { name: 'takes-archive', namespace: 'takes' },
      spec: {
        accessModes: ['ReadWriteMany'],
        storageClassName: 'azurefile-csi',
        resources: { requests: { storage: '1Ti' } },
      },
    },
  ],
  edit: (s) => {
    s.find('PersistentVolumeClaim', 'takes', 'takes-archive').metadata.deletionTimestamp = s.clock.ago(200);
  },
});
