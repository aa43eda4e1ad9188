import { incident } from '../incident.ts';
export default incident({
  id: 'paused-rollout',
  family: 'rollout',
  mode: 'living',
  platform: 'gke',
  company: 'clinic',
  now: '2026-02-26T10:40:00Z',
  onset: 83,
  question: 'hotfix 3.4.1 of dosage-calc was applied an hour ago but doctors still see the old rounding bug',
  scope: { namespace: 'dosage' },
  rootCauses: [
    { subjects: [{ kind: 'Deployment', namespace: 'dosage', name: 'dosage-calc' }], says: [['paused', '暂停']] },
  ],
  notRootCause: [{ kind: 'Deployment', namespace: 'dosage', name: 'dosage-ui' }],
  hops: 0,
  apps: [
    { ns: 'dosage', name: 'dosage-calc', style: 'dotnet', replicas: 2, image: 'dosage-calc:3.4.0' },
    { ns: 'dosage', name: 'dosage-ui', style: 'pino', replicas: 1 },
  ],
  fault: [
    { patch: 'deployment/dosage-calc', in: 'dosage', with: { spec: { paused: true } } },
    { wait: 1 },
    {
      patch: 'deployment/dosage-calc',
      in: 'dosage',
      with: {
        spec: {
          template: {
            spec: {
              containers: [
                {
                  name: 'dosage-calc',
                  image: 'europe-west4-docker.pkg.dev/prj-core-412/apps/dosage-calc:3.4.1',
                  ports: [{ name: 'http', containerPort: 8080 }],
                },
              ],
            },
          },
        },
      },
    },
  ],
  settle: 8,
});
