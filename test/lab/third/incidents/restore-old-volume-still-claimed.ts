import { incident } from '../../incident.ts';

export default incident({
  id: 'restore-old-volume-still-claimed',
  family: 'volume-binding',
  mode: 'living',
  platform: 'eks',
  company: 'clinic',
  now: '2026-04-02T06:50:00Z',
  onset: 70,
  question:
    'reinstalled the imaging release from backup manifests, the viewer shows "archive offline". the volume with the data still exists, I can see it in kubectl get pv!',
  scope: { namespace: 'imaging' },
  rootCauses: [
    {
      subjects: [
        { kind: 'PersistentVolume', name: 'pv-dicom-archive' },
        { kind: 'PersistentVolumeClaim', namespace: 'imaging', name: 'dicom-archive' },
      ],
      says: [['pv-dicom-archive'], ['claimref', 'already bound', 'different claim', 'released', '已绑定', '其他']],
    },
  ],
  symptoms: [{ kind: 'Deployment', namespace: 'imaging', name: 'dicom-viewer' }],
  notRootCause: [
    { kind: 'Deployment', namespace: 'imaging', name: 'dicom-viewer' },
    { kind: 'Deployment', namespace: 'imaging', name: 'modality-gateway' },
  ],
  hops: 3,
  apps: [
    {
      ns: 'imaging',
      name: 'dicom-viewer',
      style: 'pino',
      replicas: 2,
      env: { ARCHIVE_URL: 'http://dicom-archive:8042' },
    },
    { ns: 'imaging', name: 'modality-gateway', style: 'logback', replicas: 1 },
  ],
  extra: [
    {
      apiVersion: 'v1',
      kind: 'PersistentVolume',
      metadata: { name: 'pv-dicom-archive' },
      spec: {
        capacity: { storage: '500Gi' },
        accessModes: ['ReadWriteOnce'],
        persistentVolumeReclaimPolicy: 'Retain',
        storageClassName: 'gp3',
        csi: { driver: 'ebs.csi.aws.com', fsType: 'ext4', volumeHandle: 'vol-0c11f02ab5de77a31' },
        claimRef: {
          apiVersion: 'v1',
          kind: 'PersistentVolumeClaim',
          namespace: 'imaging',
          name: 'dicom-archive',
          uid: '5a0de1c3-2f44-4a7e-9d0b-6cbb0f4b8a10',
        },
      },
    },
  ],
  fault: [
    {
      apply: [
        {
          apiVersion: 'v1',
          kind: 'PersistentVolumeClaim',
          metadata: { name: 'dicom-archive', namespace: 'imaging' },
          spec: {
            accessModes: ['ReadWriteOnce'],
            storageClassName: 'gp3',
            volumeName: 'pv-dicom-archive',
            resources: { requests: { storage: '500Gi' } },
          },
        },
        {
          apiVersion: 'apps/v1',
          kind: 'Deployment',
          metadata: { name: 'dicom-archive', namespace: 'imaging', labels: { app: 'dicom-archive' } },
          spec: {
            replicas: 1,
            strategy: { type: 'Recreate' },
            selector: { matchLabels: { app: 'dicom-archive' } },
            template: {
              metadata: { labels: { app: 'dicom-archive' } },
              spec: {
                containers: [
                  {
                    name: 'orthanc',
                    image: '418273650912.dkr.ecr.eu-west-1.amazonaws.com/orthanc:1.12.9',
                    ports: [{ name: 'http', containerPort: 8042 }],
                    volumeMounts: [{ name: 'db', mountPath: '/var/lib/orthanc/db' }],
                  },
                ],
                volumes: [{ name: 'db', persistentVolumeClaim: { claimName: 'dicom-archive' } }],
              },
            },
          },
        },
        {
          apiVersion: 'v1',
          kind: 'Service',
          metadata: { name: 'dicom-archive', namespace: 'imaging' },
          spec: { selector: { app: 'dicom-archive' }, ports: [{ name: 'http', port: 8042, targetPort: 8042 }] },
        },
      ],
    },
  ],
  settle: 30,
  logs: [
    {
      app: 'imaging/dicom-viewer',
      say: 'GET http://dicom-archive:8042/studies failed: connect ECONNREFUSED',
      every: 45,
      from: 65,
    },
  ],
});
