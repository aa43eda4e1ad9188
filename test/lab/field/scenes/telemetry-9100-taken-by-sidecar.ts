import { crashLoop } from '../../faults.ts';
import { herring, of, one } from '../herring.ts';
import { PLACES } from '../neighbours.ts';
import { scene } from '../write.ts';

export default scene({
  id: 'telemetry-9100-taken-by-sidecar',
  family: 'port_conflict',
  on: 'rke2',
  now: '2026-09-01T13:09:00Z',
  key: 'app',
  hops: 1,
  question: 'telemetry-collector crashloops since we added the metrics exporter, works on my laptop',
  scope: 'telemetry',
  causes: [
    {
      subjects: of('telemetry/telemetry-collector'),
      says: [['9100'], ['in use', 'eaddrinuse', 'taken', 'conflict', '占用', '冲突']],
    },
  ],
  symptoms: [],
  not: [one('Deployment', 'telemetry/telemetry-ui')],
  sees: ['telemetry', ...PLACES],
  play: (f) => {
    f.app({
      ns: 'telemetry',
      name: 'telemetry-ui',
      tone: 'winston',
      n: 1,
      env: { COLLECTOR: 'http://telemetry-collector:9100' },
    });
    f.app({
      ns: 'telemetry',
      name: 'telemetry-collector',
      tone: 'winston',
      n: 2,
      c: 'collector',
      port: 9100,
      svcPort: 9100,
      side: [
        {
          name: 'exporter',
          image: 'quay.io/prometheus/node-exporter:v1.9.1',
          args: ['--web.listen-address=:9100'],
          resources: { limits: { memory: '64Mi' } },
        },
      ],
    });
    const { fresh } = f.revise('telemetry/telemetry-collector', 63, (t) => {
      t.spec.containers = t.spec.containers.filter((c) => c.name === 'collector');
    });
    for (const p of fresh)
      crashLoop(f.s, p, { container: 'collector', exitCode: 1, restarts: 16, first: 62, last: 2.8, lasted: 2 });
    herring.unready(f, 'telemetry/trace-toy', 21);
    f.say({
      app: 'telemetry/telemetry-collector',
      boot: true,
      lines: [
        'telemetry-collector 2.4.1 starting',
        'uncaughtException Error: listen EADDRINUSE: address already in use :::9100',
      ],
    });
  },
});
