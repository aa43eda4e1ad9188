import { creating, since } from '../faults.ts';
import { incident } from '../incident.ts';
export default incident({
  id: 'cni-out-of-addresses',
  family: 'cni',
  mode: 'forged',
  platform: 'eks',
  company: 'travel',
  now: '2026-06-03T18:47:00Z',
  question: 'scale-out for the summer sale stalls: new search pods sit in ContainerCreating',
  scope: { namespace: 'sale' },
  rootCauses: [
    {
      subjects: [
        { kind: 'Node', name: 'ip-10-0-*' },
        { kind: 'DaemonSet', namespace: 'kube-system', name: 'aws-node' },
        { kind: 'Pod', namespace: 'kube-system', name: 'aws-node-*' },
        { kind: 'Pod', namespace: 'sale', name: 'deal-search-*' },
        { kind: 'Deployment', namespace: 'sale', name: 'deal-search' },
      ],
      says: [
        ['assign an ip', 'ip address', 'addresses', 'ip 地址', '地址'],
        [
          'failed to assign',
          'no available',
          'exhaust',
          'insufficient',
          'out of',
          'add cmd',
          '耗尽',
          '不足',
          '无法',
          'cni',
        ],
      ],
    },
  ],
  notRootCause: [
    { kind: 'HorizontalPodAutoscaler', namespace: 'sale', name: 'deal-search' },
    { kind: 'Deployment', namespace: 'sale', name: 'deal-front' },
  ],
  hops: 1,
  apps: [
    { ns: 'sale', name: 'deal-search', style: 'logback', replicas: 8, hpa: { min: 4, max: 12, cpu: 60 } },
    {
      ns: 'sale',
      name: 'deal-front',
      style: 'nginx',
      replicas: 2,
      ingress: { host: 'deals.travel.example' },
      env: { SEARCH: 'http://deal-search' },
    },
  ],
  edit: (s) => {
    const pods = s.pods('sale/deal-search').slice(4);
    since(s, pods, 17);
    for (const p of pods) {
      const id = s.random.hex(64);
      creating(
        s,
        p,
        'FailedCreatePodSandBox',
        `Failed to create pod sandbox: rpc error: code = Unknown desc = failed to setup network for sandbox "${id}": plugin type="aws-cni" name="aws-cni" failed (add): add cmd: failed to assign an IP address to container`,
        17,
        78,
      );
    }
  },
  logs: [
    {
      app: 'kube-system/aws-node',
      style: 'zap',
      level: 'error',
      say: [
        'Failed to allocate an ENI: InsufficientFreeAddressesInSubnet: The specified subnet does not have enough free addresses to satisfy the request.',
        'AssignPodIPv4Address: IP address pool stats: total 29, assigned 29',
        'DataStore has no available IP/Prefix addresses',
      ],
      every: 90,
      from: 20,
    },
  ],
});
