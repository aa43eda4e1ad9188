import { incident } from '../incident.ts';
export default incident({
  id: 'healthy-claim-waits-for-consumer',
  family: 'healthy',
  mode: 'forged',
  platform: 'gke',
  company: 'museum',
  now: '2026-03-13T15:15:00Z',
  question: 'PVC scratch-reserve 一直 Pending，存储是不是有问题？',
  scope: { namespace: 'digitize' },
  healthy: true,
  notRootCause: [
    { kind: 'PersistentVolumeClaim', namespace: 'digitize', name: 'scratch-reserve' },
    { kind: 'StorageClass', name: 'standard-rwo' },
  ],
  hops: 0,
  apps: [
    {
      ns: 'digitize',
      name: 'scan-queue',
      style: 'rabbit',
      kind: 'StatefulSet',
      replicas: 1,
      port: 5672,
      image: 'rabbitmq:4.0',
      probe: 'tcp',
      claim: { size: '5Gi', mount: '/var/lib/rabbitmq' },
    },
  ],
  edit: (s) => {
    s.add({
      apiVersion: 'v1',
      kind: 'PersistentVolumeClaim',
      metadata: {
        name: 'scratch-reserve',
        namespace: 'digitize',
        creationTimestamp: s.clock.ago(300),
        finalizers: ['kubernetes.io/pvc-protection'],
      },
      spec: {
        accessModes: ['ReadWriteOnce'],
        storageClassName: 'standard-rwo',
        volumeMode: 'Filesystem',
        resources: { requests: { storage: '200Gi' } },
      },
      status: { phase: 'Pending' },
    });
    s.event(
      s.find('PersistentVolumeClaim', 'digitize', 'scratch-reserve'),
      'WaitForFirstConsumer',
      'waiting for first consumer to be created before binding',
      { type: 'Normal', first: 59, last: 0.3, count: 236, source: 'persistentvolume-controller' },
    );
  },
});
