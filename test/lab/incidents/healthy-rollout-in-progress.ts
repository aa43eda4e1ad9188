import { notReady } from '../faults.ts';
import { incident } from '../incident.ts';
import { image, rollout } from '../rollout.ts';
import { stamp } from '../time.ts';
export default incident({
  id: 'healthy-rollout-in-progress',
  family: 'healthy',
  mode: 'forged',
  platform: 'aks',
  company: 'telco',
  now: '2026-05-07T09:30:40Z',
  question: 'deploying plan-editor right now, one pod is 0/1. broken?',
  scope: { namespace: 'editor' },
  healthy: true,
  notRootCause: [
    { kind: 'Deployment', namespace: 'editor', name: 'plan-editor' },
    { kind: 'Pod', namespace: 'editor', name: 'plan-editor-*' },
  ],
  hops: 0,
  apps: [
    { ns: 'editor', name: 'plan-editor', style: 'dotnet', replicas: 4, image: 'plan-editor:12.3.0' },
    { ns: 'editor', name: 'editor-cache', style: 'redis', replicas: 1, image: 'redis:8.0', port: 6379, probe: 'tcp' },
  ],
  edit: (s) => {
    const { fresh } = rollout(s, 'editor/plan-editor', {
      minutes: 0.4,
      old: 3,
      fresh: 2,
      before: image('12.3.0', '12.2.1'),
    });
    fresh.forEach((p) => {
      const c = s.container(p);
      Object.assign(c, { ready: false, state: { running: { startedAt: stamp(s.clock.now - 12_000) } } });
      notReady(s, p, 0.3);
    });
  },
});
