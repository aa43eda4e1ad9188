import { herring, one } from '../herring.ts';
import { scene } from '../write.ts';

export default scene({
  id: 'calm-reindex-second-attempt',
  family: 'healthy',
  on: 'gke',
  now: '2026-07-03T04:20:00Z',
  key: 'app',
  hops: 0,
  question: 'search reindex job failed tonight, pod in Error. is the search broken?',
  scope: 'search',
  not: [one('Job', 'search/reindex-0703'), one('Deployment', 'search/search-api')],
  play: (f) => {
    f.app({ ns: 'search', name: 'search-api', tone: 'ecs', n: 2 });
    f.app({ ns: 'search', name: 'reindex', tone: 'golog', n: 2, svc: false, ready: null, image: 'reindex:1.9' });
    const [bad, good] = f.pods('search/reindex');
    for (const o of [
      f.get('Deployment', 'search/reindex'),
      ...f.s.all('ReplicaSet', 'search').filter((r) => r.metadata.name.startsWith('reindex')),
    ])
      f.s.remove(o);
    const image = bad?.spec?.containers?.[0]?.image ?? '';
    f.put({
      apiVersion: 'batch/v1',
      kind: 'Job',
      metadata: { name: 'reindex-0703', namespace: 'search', creationTimestamp: f.s.clock.ago(95), uid: 'j-77' },
      spec: {
        backoffLimit: 4,
        completions: 1,
        parallelism: 1,
        template: {
          metadata: { labels: { app: 'reindex' } },
          spec: { restartPolicy: 'Never', containers: [{ name: 'reindex', image }] },
        },
      },
      status: {
        succeeded: 1,
        failed: 1,
        startTime: f.s.clock.ago(95),
        completionTime: f.s.clock.ago(31),
        ready: 0,
        conditions: [
          {
            type: 'SuccessCriteriaMet',
            status: 'True',
            reason: 'CompletionsReached',
            lastTransitionTime: f.s.clock.ago(31),
          },
          {
            type: 'Complete',
            status: 'True',
            reason: 'CompletionsReached',
            message: 'Reached expected number of succeeded pods',
            lastTransitionTime: f.s.clock.ago(31),
          },
        ],
      },
    });
    for (const [p, exitCode, from, to] of [
      [bad, 1, 95, 80],
      [good, 0, 79, 31],
    ] as const) {
      if (!p?.spec) continue;
      p.metadata = {
        ...p.metadata,
        name: `reindex-0703-${f.s.random.suffix(5)}`,
        creationTimestamp: f.s.clock.ago(from),
        labels: { app: 'reindex', 'batch.kubernetes.io/job-name': 'reindex-0703', 'job-name': 'reindex-0703' },
        ownerReferences: [
          {
            apiVersion: 'batch/v1',
            kind: 'Job',
            name: 'reindex-0703',
            uid: 'j-77',
            controller: true,
            blockOwnerDeletion: true,
          },
        ],
      };
      p.spec.restartPolicy = 'Never';
      if (p.status) p.status.phase = exitCode ? 'Failed' : 'Succeeded';
      const st = f.s.container(p);
      Object.assign(st, {
        ready: false,
        started: false,
        state: {
          terminated: {
            exitCode,
            reason: exitCode ? 'Error' : 'Completed',
            startedAt: f.s.clock.ago(from - 0.1),
            finishedAt: f.s.clock.ago(to),
          },
        },
      });
      for (const c of ['Ready', 'ContainersReady'])
        f.s.condition(p, c, 'False', exitCode ? 'PodFailed' : 'PodCompleted', undefined, to);
    }
    f.say({
      app: 'search/reindex',
      pods: (p) => p === bad,
      from: 81,
      lines: 'bulk index: es node restarted: EOF, giving up',
    });
    herring.image(f, 'search-lab/vector-poc', 7);
  },
});
