import { incident } from '../incident.ts';
export default incident({
  id: 'healthy-job-second-try',
  family: 'healthy',
  mode: 'living',
  platform: 'kubeadm',
  company: 'school',
  now: '2026-04-11T05:10:00Z',
  onset: 190,
  question: 'the nightly grade import failed, right? there is an Error pod in exams-batch',
  scope: { namespace: 'exams-batch' },
  healthy: true,
  notRootCause: [
    { kind: 'Job', namespace: 'exams-batch', name: 'grade-import-29593200' },
    { kind: 'Pod', namespace: 'exams-batch', name: 'grade-import-*' },
  ],
  hops: 0,
  apps: [{ ns: 'exams-batch', name: 'grade-api', style: 'uvicorn', replicas: 2 }],
  fault: [
    {
      apply: [
        {
          apiVersion: 'batch/v1',
          kind: 'Job',
          metadata: { name: 'grade-import-29593200', namespace: 'exams-batch', labels: { app: 'grade-import' } },
          spec: {
            backoffLimit: 4,
            template: {
              metadata: { labels: { app: 'grade-import' } },
              spec: {
                restartPolicy: 'Never',
                containers: [{ name: 'import', image: 'harbor.corp.lan/apps/grade-import:2.0.1' }],
              },
            },
          },
        },
      ],
    },
  ],
  settle: 15,
  edit: (s) => {
    const [done] = s.pods('exams-batch/grade-import');
    const job = s.find('Job', 'exams-batch', 'grade-import-29593200');
    if (!done) return;
    const failed = structuredClone(done);
    failed.metadata = {
      ...failed.metadata,
      name: 'grade-import-29593200-2xk8q',
      uid: s.random.uid(),
      creationTimestamp: s.clock.ago(190),
    };
    failed.status = { ...failed.status, phase: 'Failed' };
    s.condition(failed, 'Ready', 'False', 'PodFailed', undefined, 188);
    s.condition(failed, 'ContainersReady', 'False', 'PodFailed', undefined, 188);
    s.state(failed, 'import', {
      terminated: { exitCode: 1, reason: 'Error', startedAt: s.clock.ago(189.5), finishedAt: s.clock.ago(188) },
    });
    job.status = { ...job.status, failed: 1 };
    s.add(failed);
    s.dropEvents(() => true);
  },
  logs: [
    {
      app: 'exams-batch/grade-import',
      container: 'import',
      style: 'python',
      startup: true,
      pods: /2xk8q/,
      say: ['reading /in/grades-2026-04-10.csv', 'upstream answered 503, giving up'],
    },
    {
      app: 'exams-batch/grade-import',
      container: 'import',
      style: 'python',
      level: 'info',
      startup: true,
      pods: /-[^2]\w+$/,
      say: ['reading /in/grades-2026-04-10.csv', '18422 rows imported'],
    },
  ],
});
