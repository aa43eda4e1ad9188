import { since } from '../../faults.ts';
import { one } from '../../field/herring.ts';
import { scene } from '../../field/write.ts';
import { program, tell } from '../kit.ts';

export default scene({
  id: 'calm-leader-moved-with-node-upgrade',
  family: 'healthy',
  on: 'tke',
  now: '2026-12-03T19:20:00Z',
  hops: 0,
  question: 'job-scheduler 凌晨日志里有 "failed to renew lease" 和 leader lost,还少了一个 pod 重建过,要不要处理?',
  scope: 'sched',
  not: [
    one('Deployment', 'sched/job-scheduler'),
    one('Lease', 'sched/job-scheduler'),
    one('Deployment', 'sched/sched-ui'),
  ],
  play: (f) => {
    program(f, 'zap', { ns: 'sched', name: 'job-scheduler', n: 2, svc: false });
    f.app({ ns: 'sched', name: 'sched-ui', tone: 'nginx', n: 1 });
    const [young, old] = f.pods('sched/job-scheduler');
    if (!young || !old) throw new Error('job-scheduler has no pods');
    since(f.s, [young], 34);
    f.put({
      apiVersion: 'coordination.k8s.io/v1',
      kind: 'Lease',
      metadata: { name: 'job-scheduler', namespace: 'sched', creationTimestamp: f.s.clock.ago(400_000) },
      spec: {
        holderIdentity: `${old.metadata.name}_5b0e2c1a`,
        leaseDurationSeconds: 15,
        leaseTransitions: 9,
        acquireTime: `${f.s.clock.ago(34.6).replace('Z', '')}.118402Z`,
        renewTime: `${f.s.clock.ago(0.05).replace('Z', '')}.511873Z`,
      },
    });
    f.s.event(f.get('Lease', 'sched/job-scheduler'), 'LeaderElection', `${old.metadata.name}_5b0e2c1a became leader`, {
      type: 'Normal',
      first: 34.6,
      last: 34.6,
      source: 'job-scheduler',
    });
    const mine = (p: { metadata: { name: string } }): boolean => p.metadata.name === old.metadata.name;
    tell(
      f,
      'sched/job-scheduler',
      'peer leader lost: failed to renew lease sched/job-scheduler: context deadline exceeded',
      { by: 'leader/watch.go:52', level: 'warn', from: 34.9, pods: mine },
    );
    tell(f, 'sched/job-scheduler', 'successfully acquired lease sched/job-scheduler', {
      by: 'leader/elect.go:31',
      level: 'info',
      from: 34.6,
      pods: mine,
    });
    tell(f, 'sched/job-scheduler', 'dispatched {n} jobs in the last 5m, 0 late', {
      by: 'dispatch/loop.go:88',
      level: 'info',
      from: 33,
      every: 300,
      pods: mine,
    });
    tell(f, 'sched/job-scheduler', 'standby, leader is peer', {
      by: 'leader/elect.go:40',
      level: 'info',
      from: 33,
      every: 600,
      pods: (p) => !mine(p),
    });
  },
});
