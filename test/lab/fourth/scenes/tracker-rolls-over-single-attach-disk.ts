import { creating } from '../../faults.ts';
import { herring, of, one } from '../../field/herring.ts';
import { scene } from '../../field/write.ts';
import { late } from '../kit.ts';

export default scene({
  id: 'tracker-rolls-over-single-attach-disk',
  family: 'multi-attach',
  on: 'eks',
  now: '2026-09-02T14:35:00Z',
  key: 'app',
  hops: 0,
  question:
    'issue tracker upgrade to 9.4 does not finish, new pod hangs in ContainerCreating for half an hour. old one still serves. node problem?',
  scope: 'devtools',
  causes: [
    {
      subjects: [...of('devtools/tracker'), one('PersistentVolumeClaim', 'devtools/tracker-data')],
      says: [
        ['multi-attach', 'already used', 'already attached', 'readwriteonce', 'rwo', 'attached to', '多重挂载', '已被'],
        ['volume', 'disk', 'rollingupdate', 'rolling', 'strategy', 'pvc', '卷', '滚动', '盘'],
      ],
    },
  ],
  not: [one('Deployment', 'devtools/ci-runner'), one('Node', '*')],
  play: (f) => {
    f.app({
      ns: 'devtools',
      name: 'tracker',
      tone: 'spring',
      n: 1,
      image: 'docker.io/acme/tracker:9.4.0',
      claim: { size: '80Gi', at: '/opt/tracker/data' },
      mem: ['1Gi', '2Gi'],
    });
    const { fresh, old } = f.revise(
      'devtools/tracker',
      31,
      (t) => {
        const [c] = t.spec.containers;
        if (c) c.image = 'docker.io/acme/tracker:9.3.5';
      },
      { old: 1, fresh: 1, by: 'helm' },
    );
    const [was] = old;
    const [next] = fresh;
    if (!was?.spec || !next?.spec) throw new Error('tracker has no pods');
    was.spec.nodeName = f.node(0).metadata.name;
    next.spec.nodeName = f.node(2).metadata.name;
    const volume = String(f.get('PersistentVolumeClaim', 'devtools/tracker-data').spec?.volumeName);
    creating(
      f.s,
      next,
      'FailedMount',
      'Unable to attach or mount volumes: unmounted volumes=[data], unattached volumes=[], failed to process volumes=[]: context deadline exceeded',
      29,
      13,
    );
    f.s.event(
      next,
      'FailedAttachVolume',
      `Multi-Attach error for volume "${volume}" Volume is already used by pod(s) ${was.metadata.name}`,
      {
        first: 31,
        last: 31,
        source: 'attachdetach-controller',
      },
    );
    f.put({
      apiVersion: 'storage.k8s.io/v1',
      kind: 'VolumeAttachment',
      metadata: { name: `csi-${f.s.random.hex(32)}`, creationTimestamp: f.s.clock.ago(60_000) },
      spec: { attacher: 'ebs.csi.aws.com', nodeName: was.spec.nodeName, source: { persistentVolumeName: volume } },
      status: { attached: true },
    });
    late(f, 'devtools/tracker', 31);
    f.app({ ns: 'devtools', name: 'ci-runner', tone: 'golog', n: 2, svc: false, ready: null });
    herring.pending(f, 'devtools/perf-lab', 9);
  },
});
