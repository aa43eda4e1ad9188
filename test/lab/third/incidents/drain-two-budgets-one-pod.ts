import { incident, workload } from '../../incident.ts';
import type { LogEntry } from '../../logs/entry.ts';
import { stale } from '../../stale.ts';

const refused: LogEntry = {
  app: 'kube-system/kured',
  pods: /^none$/,
  level: 'warn',
  say: '',
  every: 60,
  from: 90,
};

export default incident({
  id: 'drain-two-budgets-one-pod',
  family: 'disruption-budget',
  mode: 'living',
  platform: 'kubeadm',
  company: 'telco',
  now: '2026-02-24T22:40:00Z',
  onset: 95,
  question:
    'kernel patching: the reboot daemon hangs on one node for 1.5h. budgets allow 1 disruption each so that cannot be it?',
  rootCauses: [
    {
      subjects: [
        { kind: 'PodDisruptionBudget', namespace: 'charging', name: 'rating' },
        { kind: 'PodDisruptionBudget', namespace: 'charging', name: 'charging-all' },
        ...workload('charging', 'rating'),
      ],
      says: [
        ['more than one', 'multiple', 'two', 'both', '多个', '两个', '重叠', 'overlap'],
        ['poddisruptionbudget', 'budget', 'pdb', '中断预算'],
      ],
    },
  ],
  notRootCause: [{ kind: 'Deployment', namespace: 'charging', name: 'quota-srv' }],
  hops: 2,
  apps: [
    { ns: 'charging', name: 'rating', style: 'zap', replicas: 4, labels: { plane: 'charging' } },
    { ns: 'charging', name: 'quota-srv', style: 'rust', replicas: 2, labels: { plane: 'mgmt' } },
    {
      ns: 'kube-system',
      name: 'kured',
      style: 'logrus',
      kind: 'DaemonSet',
      image: 'ghcr.io/kubereboot/kured:1.20.0',
      probe: '',
      service: false,
    },
  ],
  extra: [
    {
      apiVersion: 'policy/v1',
      kind: 'PodDisruptionBudget',
      metadata: { name: 'rating', namespace: 'charging' },
      spec: { minAvailable: 3, selector: { matchLabels: { app: 'rating' } } },
    },
  ],
  fault: [
    {
      apply: [
        {
          apiVersion: 'policy/v1',
          kind: 'PodDisruptionBudget',
          metadata: { name: 'charging-all', namespace: 'charging' },
          spec: { maxUnavailable: 1, selector: { matchLabels: { plane: 'charging' } } },
        },
      ],
    },
    { wait: 6 },
  ],
  settle: 24,
  edit: (s) => {
    const pod = s.pods('charging/rating')[0];
    const node = s.all('Node').find((n) => n.metadata.name === pod?.spec?.nodeName);
    if (!node || !pod) throw new Error('no rating pod');
    node.spec = {
      ...node.spec,
      unschedulable: true,
      taints: [{ key: 'node.kubernetes.io/unschedulable', effect: 'NoSchedule', timeAdded: s.clock.ago(92) }],
    };
    s.event(node, 'NodeNotSchedulable', `Node ${node.metadata.name} status is now: NodeNotSchedulable`, {
      type: 'Normal',
      first: 92,
      last: 92,
      source: 'kubelet',
      host: node.metadata.name,
    });
    const kured = s.pods('kube-system/kured').find((p) => p.spec?.nodeName === node.metadata.name);
    refused.pods = new RegExp(`^${kured?.metadata.name}$`);
    refused.say = `error when evicting pods/"${pod.metadata.name}" -n "charging" (will retry after 5s): This pod has more than one PodDisruptionBudget, which the eviction subresource does not support.`;
    stale(s, 'noc/alarm-wall', 12);
  },
  logs: [refused],
});
