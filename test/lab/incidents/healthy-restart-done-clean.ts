import { incident } from '../incident.ts';
import { stale } from '../stale.ts';
export default incident({
  id: 'healthy-restart-done-clean',
  family: 'healthy',
  mode: 'living',
  platform: 'ack',
  company: 'school',
  now: '2026-09-02T01:30:00Z',
  onset: 21,
  question: '刚刚重启了 sign-in,旧 pod 都没了,有没有影响？看到很多 Killing 事件',
  scope: { namespace: 'auth' },
  healthy: true,
  notRootCause: [
    { kind: 'Deployment', namespace: 'auth', name: 'sign-in' },
    { kind: 'Deployment', namespace: 'auth', name: 'sign-in-web' },
  ],
  hops: 0,
  apps: [
    { ns: 'auth', name: 'sign-in', style: 'logback', replicas: 3 },
    { ns: 'auth', name: 'sign-in-web', style: 'nginx', replicas: 1, env: { SIGN_IN: 'http://sign-in' } },
  ],
  fault: [{ restart: 'deployment/sign-in', in: 'auth' }],
  settle: 35,
  edit: (s) => stale(s, 'campus/room-booking', 25),
});
