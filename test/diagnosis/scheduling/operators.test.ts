import { describe, expect, it } from 'vitest';
import { rootsIn } from '../roots.ts';
import { NOW } from './cluster.ts';

const roots = (yaml: string, question?: string): string[] => rootsIn(yaml, { now: NOW, question });

const CLAIM = `
apiVersion: storage.k8s.io/v1
kind: StorageClass
metadata: {name: fast}
provisioner: disk.csi.example.com
---
apiVersion: v1
kind: PersistentVolumeClaim
metadata: {name: data, namespace: shop, creationTimestamp: "2026-11-24T11:00:00Z"}
spec: {storageClassName: fast, accessModes: [ReadWriteOnce], resources: {requests: {storage: 1Gi}}}
status: {phase: Pending}
---
apiVersion: v1
kind: Event
metadata: {name: data.1, namespace: shop}
involvedObject: {apiVersion: v1, kind: PersistentVolumeClaim, namespace: shop, name: data}
reason: ExternalProvisioning
type: Normal
message: "Waiting for a volume to be created either by the external provisioner 'disk.csi.example.com' or manually by the system administrator."
lastTimestamp: "2026-11-24T11:59:00Z"
---`;

const controller = (replicas: number, ready: number, name = 'disk-csi-controller'): string => `
apiVersion: apps/v1
kind: Deployment
metadata: {name: ${name}, namespace: storage, generation: 1, creationTimestamp: "2026-10-01T10:00:00Z"}
spec: {replicas: ${replicas}, selector: {matchLabels: {app: d}}, template: {metadata: {labels: {app: d}}, spec: {containers: [{name: c, image: example/driver}]}}}
status: {replicas: ${replicas}, readyReplicas: ${ready}, observedGeneration: 1}
---`;

describe('a claim that its provisioner leaves waiting', () => {
  it('is traced to the controller that was scaled to zero', () => {
    expect(roots(CLAIM + controller(0, 0))).toEqual(['ScaledToZero Deployment storage/disk-csi-controller']);
  });

  it.each([
    ['the controller runs', controller(2, 2)],
    ['one of two replicas runs, which is enough', controller(2, 1)],
    ['only another driver is down', controller(0, 0, 'file-csi-controller')],
  ])('stays with the claim where %s', (_, yaml) => {
    expect(roots(CLAIM + yaml)).toContain('ProvisionerSilent PersistentVolumeClaim shop/data');
  });
});
