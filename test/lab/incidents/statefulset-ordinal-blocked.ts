import { incident, workload } from '../incident.ts';
export default incident({
  id: 'statefulset-ordinal-blocked',
  family: 'statefulset',
  mode: 'living',
  platform: 'eks',
  company: 'factory',
  now: '2026-02-27T12:36:00Z',
  onset: 39,
  question: 'we scaled sensor-store to 3 but only 1 of 3 runs, why does it not go on?',
  scope: { namespace: 'sensors' },
  rootCauses: [
    {
      subjects: [...workload('sensors', 'sensor-store', 'StatefulSet')],
      says: [
        ['sensor-store-1', 'image', '2.1.O', 'tag'],
        ['not found', 'pull', 'imagepull', 'does not exist', '不存在'],
      ],
    },
  ],
  notRootCause: [{ kind: 'Deployment', namespace: 'sensors', name: 'sensor-api' }],
  hops: 1,
  apps: [
    {
      ns: 'sensors',
      name: 'sensor-store',
      kind: 'StatefulSet',
      style: 'rust',
      replicas: 1,
      port: 9000,
      probe: 'tcp',
      image: 'sensor-store:2.0.4',
      spec: { updateStrategy: { type: 'OnDelete' } },
      claim: { size: '20Gi', mount: '/var/lib/sensors' },
    },
    { ns: 'sensors', name: 'sensor-api', style: 'zap', replicas: 2 },
  ],
  fault: [
    {
      patch: 'statefulset/sensor-store',
      in: 'sensors',
      with: {
        spec: {
          template: {
            spec: {
              containers: [
                {
                  name: 'sensor-store',
                  image: '418273650912.dkr.ecr.eu-west-1.amazonaws.com/sensor-store:missing-2.1.O',
                  ports: [{ name: 'http', containerPort: 9000 }],
                  volumeMounts: [{ name: 'data', mountPath: '/var/lib/sensors' }],
                },
              ],
            },
          },
        },
      },
    },
    { scale: 'statefulset/sensor-store', in: 'sensors', to: 3 },
  ],
  rename: [['missing-2.1.O', '2.1.O']],
  settle: 25,
});
