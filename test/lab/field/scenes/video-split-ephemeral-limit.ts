import { herring, of, one } from '../herring.ts';
import { scene } from '../write.ts';

export default scene({
  id: 'video-split-ephemeral-limit',
  family: 'node-pressure',
  on: 'gke',
  now: '2026-05-03T12:50:00Z',
  key: 'app',
  hops: 1,
  question: 'video jobs restart from zero again and again, split pods disappear every ~10 minutes',
  scope: 'vod',
  causes: [{ subjects: of('vod/splitter'), says: [['ephemeral'], ['limit', 'exceed', '2gi', '超过', '超出']] }],
  not: [one('Deployment', 'vod/vod-api'), one('Deployment', 'vod/vod-redis')],
  play: (f) => {
    f.app({ ns: 'vod', name: 'vod-api', tone: 'slog', env: { QUEUE: 'redis://vod-redis:6379' } });
    f.app({
      ns: 'vod',
      name: 'vod-redis',
      tone: 'redis',
      n: 1,
      image: 'redis:7.4',
      port: 6379,
      ready: { tcpSocket: { port: 6379 } },
    });
    f.app({
      ns: 'vod',
      name: 'splitter',
      tone: 'celery',
      n: 2,
      svc: false,
      ready: null,
      env: { SCRATCH: '/tmp/split', REDIS: 'redis://vod-redis:6379' },
      over: {
        resources: {
          requests: { cpu: '500m', memory: '512Mi', 'ephemeral-storage': '1Gi' },
          limits: { memory: '1Gi', 'ephemeral-storage': '2Gi' },
        },
      },
    });
    f.revise('vod/splitter', 95, (t) => {
      for (const c of t.spec.containers)
        c.resources = { requests: { cpu: '500m', memory: '512Mi' }, limits: { memory: '1Gi' } };
    });
    const [live] = f.pods('vod/splitter');
    if (!live) return;
    const message = 'Pod ephemeral local storage usage exceeds the total limit of containers 2Gi. ';
    for (let i = 0; i < 6; i++) {
      const gone = structuredClone(live);
      gone.metadata = {
        ...gone.metadata,
        name: live.metadata.name.replace(/.....$/, f.s.random.suffix(5)),
        uid: f.s.random.uid(),
        creationTimestamp: f.s.clock.ago(80 - i * 12),
      };
      gone.status = {
        phase: 'Failed',
        reason: 'Evicted',
        message,
        startTime: f.s.clock.ago(80 - i * 12),
        conditions: [
          {
            type: 'DisruptionTarget',
            status: 'True',
            reason: 'TerminationByKubelet',
            message,
            lastTransitionTime: f.s.clock.ago(70 - i * 12),
          },
        ],
      };
      f.s.add(gone);
      if (i > 1) f.s.event(gone, 'Evicted', message, { first: 70 - i * 12, last: 70 - i * 12 });
    }
    for (const p of f.pods('vod/splitter').filter((x) => x.status?.phase === 'Running')) {
      p.metadata.creationTimestamp = f.s.clock.ago(7);
      for (const c of p.status?.containerStatuses ?? []) c.state = { running: { startedAt: f.s.clock.ago(6.8) } };
    }
    herring.image(f, 'vod/caption-ai', 13);
    f.say({
      app: 'vod/vod-api',
      level: 'warn',
      from: 60,
      every: 240,
      lines: 'job {hex} went back to the queue: worker lost',
    });
  },
});
