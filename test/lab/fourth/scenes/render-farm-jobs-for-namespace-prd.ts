import { rbac } from '../../field/acts.ts';
import { herring, of, one } from '../../field/herring.ts';
import { scene } from '../../field/write.ts';
import { ABSENT, data, program, restarted, tell } from '../kit.ts';

export default scene({
  id: 'render-farm-jobs-for-namespace-prd',
  family: 'config-name',
  on: 'ack',
  now: '2026-08-06T10:10:00Z',
  hops: 2,
  question: '设计师提交渲染任务后一直排队,render-farm 里一个 job 都没有,GPU 节点都空着',
  causes: [
    {
      subjects: [one('ConfigMap', 'render/dispatcher-env'), ...of('render/dispatcher')],
      says: [['render-jobs-prd', 'namespace', '命名空间'], ABSENT],
    },
  ],
  symptoms: [one('Deployment', 'render/render-portal')],
  not: [one('Deployment', 'render/render-portal'), one('Namespace', 'render-jobs')],
  play: (f) => {
    const cm = f.config(
      'render/dispatcher-env',
      { JOB_NAMESPACE: 'render-jobs-prd', JOB_IMAGE: 'blender:4.2', MAX_PARALLEL: '40' },
      150,
    );
    f.edited(cm, 'kubectl-edit', 57, data('JOB_NAMESPACE', 'MAX_PARALLEL'));
    f.ns('render-jobs');
    rbac(f, 'render-dispatcher', 'render/dispatcher', [
      { apiGroups: ['batch'], resources: ['jobs'], verbs: ['create', 'get', 'list', 'watch', 'delete'] },
    ]);
    f.app({ ns: 'render', name: 'render-portal', tone: 'nginx', n: 2, env: { DISPATCHER: 'http://dispatcher' } });
    program(f, 'zap', {
      ns: 'render',
      name: 'dispatcher',
      n: 1,
      from: ['cm:dispatcher-env'],
      pod: { serviceAccountName: 'dispatcher' },
    });
    restarted(f, 'render/dispatcher', 55);
    tell(f, 'render/dispatcher', 'create job for task {n}: namespaces "render-jobs-prd" not found', {
      by: 'dispatch/create.go:77',
      from: 48,
      every: 25,
    });
    tell(f, 'render/dispatcher', 'queue depth {n}, running 0', {
      by: 'dispatch/loop.go:31',
      level: 'info',
      from: 48,
      every: 120,
    });
    herring.pending(f, 'lab-sandbox/sd-webui', 9);
  },
});
