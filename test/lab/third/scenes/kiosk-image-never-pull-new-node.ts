import { since, waiting } from '../../faults.ts';
import { herring, of, one } from '../../field/herring.ts';
import { scene } from '../../field/write.ts';

export default scene({
  id: 'kiosk-image-never-pull-new-node',
  family: 'image-pull',
  on: 'k3s',
  now: '2026-05-14T11:30:00Z',
  hops: 1,
  question:
    'one of the two label printers queues does not print after we replaced the broken box. image is there, I can run it on the old boxes with ctr',
  scope: 'floor',
  causes: [
    {
      subjects: of('floor/label-queue-b'),
      says: [
        ['never', 'imagepullpolicy', 'pull policy', '拉取策略'],
        ['not present', 'present', 'errimageneverpull', 'pull', '不存在'],
      ],
    },
  ],
  not: [one('Deployment', 'floor/label-queue-a'), one('Deployment', 'floor/mes-bridge')],
  play: (f) => {
    const over = { imagePullPolicy: 'Never' };
    f.app({
      ns: 'floor',
      name: 'mes-bridge',
      tone: 'serilog',
      n: 1,
      env: { QUEUES: 'http://label-queue-a,http://label-queue-b' },
    });
    for (const q of ['a', 'b'])
      f.app({
        ns: 'floor',
        name: `label-queue-${q}`,
        tone: 'serilog',
        n: 1,
        image: 'docker.io/library/label-queue:local',
        over,
      });
    const p = f.pod('floor/label-queue-b');
    const fresh = f.node(3);
    fresh.metadata.creationTimestamp = f.s.clock.ago(75);
    since(f.s, [p], 52);
    if (p.spec) p.spec.nodeName = fresh.metadata.name;
    const why = 'Container image "docker.io/library/label-queue:local" is not present with pull policy of Never';
    waiting(f.s, p, 'ErrImageNeverPull', why, { minutes: 52 });
    f.s.event(p, 'ErrImageNeverPull', why, { first: 52, last: 0.6, count: 240, container: 'label-queue-b' });
    f.s.event(p, 'Failed', 'Error: ErrImageNeverPull', {
      first: 52,
      last: 0.6,
      count: 240,
      container: 'label-queue-b',
    });
    f.say({
      app: 'floor/mes-bridge',
      from: 49,
      every: 60,
      lines: 'enqueue label failed: Connection refused (label-queue-b:80)',
    });
    herring.crash(f, 'floor/torque-poc', 6);
  },
});
