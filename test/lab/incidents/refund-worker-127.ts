import { crashLoop } from '../faults.ts';
import { incident, workload } from '../incident.ts';
import { image, rollout } from '../rollout.ts';

const MESSAGE =
  'failed to create containerd task: failed to create shim task: OCI runtime create failed: runc create failed: unable to start container process: error during container init: exec: "/app/bin/refundd": stat /app/bin/refundd: no such file or directory: unknown';

export default incident({
  id: 'refund-worker-127',
  family: 'entry-point',
  mode: 'forged',
  platform: 'kubeadm',
  company: 'bank',
  now: '2025-12-02T18:22:00Z',
  question: '六点发版之后退款一直没有到账，帮忙看看',
  scope: { namespace: 'refunds' },
  rootCauses: [
    {
      subjects: workload('refunds', 'refund-worker'),
      says: [
        ['/app/bin/refundd', 'entrypoint', 'entry point', 'command', 'executable', '启动命令'],
        ['no such file', 'not found', 'does not exist', '不存在', '找不到'],
      ],
    },
  ],
  notRootCause: [{ kind: 'Deployment', namespace: 'refunds', name: 'refund-api' }],
  hops: 0,
  apps: [
    {
      ns: 'refunds',
      name: 'refund-worker',
      style: 'zap',
      replicas: 2,
      command: ['/app/bin/refundd'],
      args: ['--queue=refunds'],
      service: false,
      probe: '',
      image: 'refund-worker:8.1.0',
    },
    { ns: 'refunds', name: 'refund-api', style: 'logback', replicas: 2, ingress: { host: 'refunds.bank.example' } },
  ],
  edit: (s) => {
    const { fresh } = rollout(s, 'refunds/refund-worker', { minutes: 21, before: image('8.1.0', '8.0.6') });
    for (const p of fresh) crashLoop(s, p, { exitCode: 128, reason: 'StartError', message: MESSAGE, first: 21 });
  },
});
