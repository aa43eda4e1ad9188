import { pullFails } from '../faults.ts';
import { incident, workload } from '../incident.ts';
import { rollout } from '../rollout.ts';
export default incident({
  id: 'registry-tls-unknown-ca',
  family: 'image-pull',
  mode: 'forged',
  platform: 'kubeadm',
  company: 'clinic',
  now: '2026-02-17T11:11:00Z',
  onset: 44,
  question: 'radiology viewer down: dicom-store moved to the new registry this morning',
  rootCauses: [
    {
      subjects: workload('radiology', 'dicom-store'),
      says: [
        ['x509', 'certificate', '证书'],
        ['unknown authority', 'not trusted', 'registry', 'pull', '镜像', '信任', 'signed'],
      ],
    },
  ],
  symptoms: [{ kind: 'Deployment', namespace: 'radiology', name: 'viewer' }],
  notRootCause: [{ kind: 'Deployment', namespace: 'radiology', name: 'viewer' }],
  hops: 1,
  apps: [
    {
      ns: 'radiology',
      name: 'dicom-store',
      style: 'dotnet',
      replicas: 2,
      image: 'registry.new.clinic.lan:5000/radiology/dicom-store:9.0.1',
      spec: { strategy: { type: 'Recreate' } },
    },
    {
      ns: 'radiology',
      name: 'viewer',
      style: 'nginx',
      replicas: 2,
      env: { STORE: 'http://dicom-store' },
      ingress: { host: 'viewer.clinic.example' },
    },
  ],
  edit: (s) => {
    const { fresh } = rollout(s, 'radiology/dicom-store', {
      minutes: 44,
      before: (t) => {
        for (const c of t.spec.containers) c.image = 'harbor.corp.lan/apps/dicom-store:9.0.1';
      },
    });
    for (const p of fresh)
      pullFails(
        s,
        p,
        'failed to pull and unpack image "registry.new.clinic.lan:5000/radiology/dicom-store:9.0.1": failed to resolve reference "registry.new.clinic.lan:5000/radiology/dicom-store:9.0.1": failed to do request: Head "https://registry.new.clinic.lan:5000/v2/radiology/dicom-store/manifests/9.0.1": tls: failed to verify certificate: x509: certificate signed by unknown authority',
        44,
      );
  },
  logs: [
    {
      app: 'radiology/viewer',
      say: 'connect() failed (111: Connection refused) while connecting to upstream, client: 10.244.7.{n}, server: viewer.clinic.example, request: "GET /studies/{n} HTTP/1.1", upstream: "http://dicom-store/studies", host: "viewer.clinic.example"',
      every: 40,
      from: 43,
    },
  ],
});
