import { incident } from '../incident.ts';
export default incident({
  id: 'healthy-optional-config',
  family: 'healthy',
  mode: 'forged',
  platform: 'eks',
  company: 'studio',
  now: '2026-01-08T19:45:00Z',
  question: 'lut-server mounts a configmap that does not exist, is it broken?',
  scope: { namespace: 'color' },
  healthy: true,
  absent: ['ConfigMap/color/lut-overrides', 'Secret/color/lut-license'],
  notRootCause: [{ kind: 'Deployment', namespace: 'color', name: 'lut-server' }],
  hops: 0,
  apps: [
    {
      ns: 'color',
      name: 'lut-server',
      style: 'zap',
      replicas: 2,
      pod: { volumes: [{ name: 'overrides', configMap: { name: 'lut-overrides', optional: true } }] },
      container: {
        volumeMounts: [{ name: 'overrides', mountPath: '/etc/lut' }],
        envFrom: [{ secretRef: { name: 'lut-license', optional: true } }],
      },
    },
  ],
});
