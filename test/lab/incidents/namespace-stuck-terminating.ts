import { incident } from '../incident.ts';
export default incident({
  id: 'namespace-stuck-terminating',
  family: 'namespace',
  mode: 'living',
  platform: 'eks',
  company: 'museum',
  now: '2026-05-19T16:08:00Z',
  onset: 130,
  question: 'namespace expo-2025 was deleted two hours ago and is still Terminating',
  rootCauses: [
    {
      subjects: [
        { kind: 'Namespace', name: 'expo-2025' },
        { kind: 'ConfigMap', namespace: 'expo-2025', name: 'expo-lights' },
      ],
      says: [
        ['finalizer', '终结器'],
        ['lights.expo', 'remaining', 'configmap', 'expo-lights', '剩余', '残留'],
      ],
    },
  ],
  notRootCause: [{ kind: 'Deployment', namespace: 'expo', name: 'expo-web' }],
  hops: 1,
  apps: [{ ns: 'expo', name: 'expo-web', style: 'pino', replicas: 2 }],
  extra: [
    { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'expo-2025' } },
    {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name: 'expo-lights', namespace: 'expo-2025', finalizers: ['lights.expo.example/release'] },
      data: { hall: '4' },
    },
  ],
  fault: [{ delete: 'namespace/expo-2025' }],
  settle: 20,
});
