import { oldRestart } from '../../faults.ts';
import { one } from '../../field/herring.ts';
import { scene } from '../../field/write.ts';

export default scene({
  id: 'metrics-store-orphan-claims',
  family: 'healthy',
  on: 'gke',
  now: '2026-03-20T09:58:00Z',
  hops: 0,
  question:
    'after scaling tsdb from 5 to 3, two PVCs are still there and not mounted by anybody, and tsdb-3/4 pods are gone. did we lose data, is tsdb broken?',
  scope: 'observability',
  not: [
    one('StatefulSet', 'observability/tsdb'),
    one('PersistentVolumeClaim', 'observability/data-tsdb-*'),
    one('Deployment', 'observability/grafana'),
  ],
  play: (f) => {
    f.app({ ns: 'observability', name: 'grafana', tone: 'slog', n: 1, env: { TSDB: 'http://tsdb:8428' } });
    const set = f.app({
      ns: 'observability',
      name: 'tsdb',
      kind: 'StatefulSet',
      tone: 'slog',
      n: 5,
      image: 'victoriametrics/vmstorage:v1.131.0',
      port: 8428,
      claim: { size: '100Gi', at: '/storage' },
    });
    for (const p of f.pods('observability/tsdb').slice(3)) f.s.remove(p);
    set.spec = {
      ...set.spec,
      replicas: 3,
      persistentVolumeClaimRetentionPolicy: { whenDeleted: 'Retain', whenScaled: 'Retain' },
    };
    f.edited(set, 'kubectl', 130, { 'f:spec': { 'f:replicas': {} } });
    for (const i of [4, 3])
      f.s.event(set, 'SuccessfulDelete', `delete Pod tsdb-${i} in StatefulSet tsdb successful`, {
        type: 'Normal',
        first: 58,
        last: 58,
        source: 'statefulset-controller',
      });
    f.say({
      app: 'observability/tsdb',
      from: 45,
      every: 400,
      level: 'info',
      lines: 'merged 14 parts into 1, 2.1M rows',
    });
    oldRestart(f.s, f.pod('observability/grafana'), { exitCode: 2, reason: 'Error', days: 17 });
  },
});
