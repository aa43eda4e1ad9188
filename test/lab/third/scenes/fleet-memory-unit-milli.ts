import { crashLoop } from '../../faults.ts';
import { herring, of, one } from '../../field/herring.ts';
import { scene } from '../../field/write.ts';

export default scene({
  id: 'fleet-memory-unit-milli',
  family: 'oom_killed',
  on: 'rke2',
  now: '2026-01-12T11:16:00Z',
  hops: 1,
  question:
    'vehicle positions frozen on the map since ~10:40. pos-cache: StartError. bad image build?? pulls fine, runs fine on my laptop',
  scope: 'fleet',
  causes: [
    {
      subjects: of('fleet/pos-cache'),
      says: [
        ['memory', '内存'],
        ['512m', 'limit', 'too low', 'oom', '限制'],
      ],
    },
  ],
  symptoms: [one('Deployment', 'fleet/map-api')],
  not: [one('Deployment', 'fleet/map-api'), one('Deployment', 'fleet/ingest')],
  play: (f) => {
    f.app({ ns: 'fleet', name: 'map-api', tone: 'gunicorn', n: 2, env: { CACHE: 'http://pos-cache:8080' } });
    f.app({ ns: 'fleet', name: 'ingest', tone: 'tracing', n: 2 });
    f.app({
      ns: 'fleet',
      name: 'pos-cache',
      tone: 'tracing',
      n: 1,
      svcPort: 8080,
      over: { resources: { requests: { cpu: '100m', memory: '512m' }, limits: { memory: '512m' } } },
    });
    f.revise('fleet/pos-cache', 38, (t) => {
      const c = t.spec.containers[0];
      if (c) c.resources = { requests: { cpu: '100m', memory: '256Mi' }, limits: { memory: '256Mi' } };
    });
    crashLoop(f.s, f.pod('fleet/pos-cache'), {
      exitCode: 128,
      reason: 'StartError',
      restarts: 12,
      first: 37,
      last: 2.5,
      message:
        'failed to create containerd task: failed to create shim task: OCI runtime create failed: runc create failed: unable to start container process: container init was OOM-killed (memory limit too low?): unknown',
    });
    f.say({
      app: 'fleet/map-api',
      from: 37,
      every: 20,
      lines:
        "positions: HTTPConnectionPool(host='pos-cache', port=8080): Max retries exceeded (Caused by NewConnectionError: [Errno 111] Connection refused)",
    });
    herring.image(f, 'fleet/eta-ml', 5);
  },
});
