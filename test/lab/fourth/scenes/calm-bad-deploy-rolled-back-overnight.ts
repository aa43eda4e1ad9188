import { since } from '../../faults.ts';
import { one } from '../../field/herring.ts';
import { scene } from '../../field/write.ts';
import { forgeReplicaSet } from '../../forge/controllers.ts';
import { program } from '../kit.ts';

export default scene({
  id: 'calm-bad-deploy-rolled-back-overnight',
  family: 'healthy',
  on: 'kubeadm',
  now: '2026-01-20T08:05:00Z',
  key: 'app',
  hops: 0,
  question:
    'morning handover: night shift mentions "fares-api CrashLoopBackOff" around 07:10 utc. what is the root cause, do we page somebody?',
  scope: 'fares',
  not: [
    one('Deployment', 'fares/fares-api'),
    one('Deployment', 'fares/fares-web'),
    one('ReplicaSet', 'fares/fares-api-*'),
  ],
  play: (f) => {
    program(f, 'zap', { ns: 'fares', name: 'fares-api', n: 3, image: 'fares-api:4.4.1' });
    f.app({ ns: 'fares', name: 'fares-web', tone: 'nginx', n: 2, env: { API: 'http://fares-api' } });
    const d = f.get('Deployment', 'fares/fares-api');
    const template = structuredClone(d.spec?.template);
    const [c] = template?.spec.containers ?? [];
    if (!template || !c) throw new Error('fares-api has no template');
    c.image = c.image.replace('4.4.1', '4.5.0');
    const bad = forgeReplicaSet(d, template, 0, 12, 56, f.world);
    f.s.add(bad);
    for (const o of [
      d,
      ...f.s
        .all('ReplicaSet', 'fares')
        .filter((r) => r !== bad && r.metadata.ownerReferences?.[0]?.uid === d.metadata.uid),
    ])
      o.metadata.annotations = { ...o.metadata.annotations, 'deployment.kubernetes.io/revision': '13' };
    f.edited(d, 'kubectl-rollout', 48, { 'f:spec': { 'f:template': {} } });
    const name = `${bad.metadata.name}-x7k2p`;
    const gone = {
      ...bad,
      kind: 'Pod',
      apiVersion: 'v1',
      metadata: { name, namespace: 'fares', uid: f.s.random.uid() },
      spec: { containers: [], nodeName: f.node(1).metadata.name },
    };
    f.s.event(
      gone,
      'BackOff',
      `Back-off restarting failed container fares-api in pod ${name}_fares(${gone.metadata.uid})`,
      { first: 55, last: 49, count: 26, container: 'fares-api' },
    );
    f.s.event(d, 'ScalingReplicaSet', `Scaled up replica set ${bad.metadata.name} from 0 to 1`, {
      type: 'Normal',
      first: 56,
      last: 56,
      source: 'deployment-controller',
    });
    f.s.event(d, 'ScalingReplicaSet', `Scaled down replica set ${bad.metadata.name} from 1 to 0`, {
      type: 'Normal',
      first: 48,
      last: 48,
      source: 'deployment-controller',
    });
    since(f.s, f.pods('fares/fares-api'), 9_200);
  },
});
