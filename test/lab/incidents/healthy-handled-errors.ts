import { incident } from '../incident.ts';
export default incident({
  id: 'healthy-handled-errors',
  family: 'healthy',
  mode: 'forged',
  platform: 'eks',
  company: 'museum',
  now: '2026-06-25T20:20:00Z',
  onset: 50,
  question: '日志里有报错，ticket-desk 是不是出故障了？',
  scope: { namespace: 'visit' },
  healthy: true,
  notRootCause: [
    { kind: 'Deployment', namespace: 'visit', name: 'ticket-desk' },
    { kind: 'Deployment', namespace: 'visit', name: 'audio-guide' },
  ],
  hops: 0,
  apps: [{ ns: 'visit', name: 'coat-check', style: 'zap', replicas: 1 }],
  logs: [
    {
      app: 'visit/ticket-desk',
      level: 'warn',
      say: 'payment provider answered 503, retrying (attempt 1 of 3)',
      from: 47,
    },
    { app: 'visit/ticket-desk', level: 'info', say: 'payment {id} accepted on attempt 2', from: 46.9 },
    { app: 'visit/audio-guide', level: 'warn', say: 'GET /wp-login.php 404 from 203.0.113.77', every: 300 },
  ],
});
