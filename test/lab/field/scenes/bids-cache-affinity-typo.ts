import { unschedulable } from '../../faults.ts';
import { herring, nobody, of, one } from '../herring.ts';
import { scene } from '../write.ts';

export default scene({
  id: 'bids-cache-affinity-typo',
  family: 'scheduling',
  on: 'eks',
  now: '2026-04-10T14:07:00Z',
  key: 'app',
  hops: 1,
  question: 'bidder has only old pods, new version never came up. Is the ECR down again?',
  scope: 'adx',
  causes: [
    {
      subjects: of('adx/bidder'),
      says: [
        ['affinity', '亲和'],
        ['bid-cahce', 'typo', 'match'],
      ],
    },
  ],
  not: [one('Deployment', 'adx/bid-cache'), one('Deployment', 'adx/creative-store')],
  play: (f) => {
    f.app({
      ns: 'adx',
      name: 'bid-cache',
      tone: 'redis',
      n: 2,
      image: 'redis:7.2',
      port: 6379,
      ready: { tcpSocket: { port: 6379 } },
    });
    const near = (value: string) => ({
      podAffinity: {
        requiredDuringSchedulingIgnoredDuringExecution: [
          { labelSelector: { matchLabels: { app: value } }, topologyKey: 'kubernetes.io/hostname' },
        ],
      },
    });
    f.app({
      ns: 'adx',
      name: 'bidder',
      tone: 'tracing',
      n: 3,
      image: 'bidder:8.12.0',
      pod: { affinity: near('bid-cahce') },
    });
    f.app({ ns: 'adx', name: 'creative-store', tone: 'slog' });
    const { fresh } = f.revise(
      'adx/bidder',
      34,
      (t) => {
        t.spec.affinity = near('bid-cache');
        for (const c of t.spec.containers) c.image = c.image.replace('8.12.0', '8.11.4');
      },
      { fresh: 1, old: 3, by: 'argocd-controller' },
    );
    for (const p of fresh) unschedulable(f.s, p, nobody(f, "4 node(s) didn't match pod affinity rules"), 34);
    f.s.condition(
      f.get('Deployment', 'adx/bidder'),
      'Progressing',
      'False',
      'ProgressDeadlineExceeded',
      `ReplicaSet "${f.pod('adx/bidder').metadata.ownerReferences?.[0]?.name}" has timed out progressing.`,
      24,
    );
    herring.unready(f, 'adx/audience-lab', 12);
  },
});
