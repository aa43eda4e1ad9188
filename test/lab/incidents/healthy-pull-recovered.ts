import { since } from '../faults.ts';
import { incident } from '../incident.ts';
export default incident({
  id: 'healthy-pull-recovered',
  family: 'healthy',
  mode: 'forged',
  platform: 'gke',
  company: 'bank',
  now: '2026-05-28T09:36:00Z',
  onset: 44,
  question: 'ErrImagePull on rates-push, the registry must be down again, right?',
  scope: { namespace: 'rates' },
  healthy: true,
  notRootCause: [
    { kind: 'Deployment', namespace: 'rates', name: 'rates-push' },
    { kind: 'Pod', namespace: 'rates', name: 'rates-push-*' },
  ],
  hops: 0,
  apps: [{ ns: 'rates', name: 'rates-push', style: 'pino', replicas: 2, image: 'rates-push:5.0.2' }],
  edit: (s) => {
    const pods = s.pods('rates/rates-push');
    since(s, pods, 42);
    for (const p of pods) {
      const { image } = s.container(p);
      s.event(
        p,
        'Failed',
        `Failed to pull image "${image}": rpc error: code = DeadlineExceeded desc = failed to pull and unpack image "${image}": failed to copy: context deadline exceeded`,
        { first: 44, last: 43, count: 2, container: 'rates-push' },
      );
      s.event(p, 'Failed', 'Error: ErrImagePull', { first: 44, last: 43, count: 2, container: 'rates-push' });
      s.event(
        p,
        'Pulled',
        `Successfully pulled image "${image}" in 8.113s (8.113s including waiting). Image size: 91220113 bytes.`,
        { type: 'Normal', first: 42, last: 42, container: 'rates-push' },
      );
    }
  },
});
