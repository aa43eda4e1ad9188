import { incident } from '../incident.ts';
export default incident({
  id: 'load-balancer-pending',
  family: 'load-balancer',
  mode: 'forged',
  platform: 'kubeadm',
  company: 'school',
  now: '2026-02-13T12:32:00Z',
  onset: 180,
  question: 'conference-rtp has no external IP, students outside cannot join',
  scope: { namespace: 'conference' },
  rootCauses: [
    {
      subjects: [
        { kind: 'Service', namespace: 'conference', name: 'conference-rtp' },
        { kind: 'IPAddressPool', namespace: 'metallb-system', name: 'campus' },
        { kind: 'Deployment', namespace: 'metallb-system', name: 'metallb-controller' },
      ],
      says: [
        ['no available ip', 'allocat', 'pool', 'external ip', 'loadbalancer', 'load balancer', '地址', '负载均衡'],
        ['no available', 'failed', 'exhaust', 'pending', 'no ', '耗尽', '失败', '没有', '未'],
      ],
    },
  ],
  notRootCause: [{ kind: 'Deployment', namespace: 'conference', name: 'conference-web' }],
  hops: 0,
  apps: [
    {
      ns: 'conference',
      name: 'conference-rtp',
      style: 'rust',
      replicas: 2,
      port: 10000,
      probe: 'tcp',
      service: { type: 'LoadBalancer' },
    },
    { ns: 'conference', name: 'conference-web', style: 'pino', replicas: 2, ingress: { host: 'meet.school.example' } },
    {
      ns: 'metallb-system',
      name: 'metallb-controller',
      style: 'zap',
      replicas: 1,
      service: false,
      probe: '',
      image: 'quay.io/metallb/controller:v0.15.2',
    },
  ],
  edit: (s) => {
    const service = s.find('Service', 'conference', 'conference-rtp');
    service.status = { loadBalancer: {} };
    s.event(service, 'AllocationFailed', 'Failed to allocate IP for "conference/conference-rtp": no available IPs', {
      first: 58,
      last: 0.5,
      count: 41,
      source: 'metallb-controller',
    });
  },
  logs: [
    {
      app: 'metallb-system/metallb-controller',
      level: 'error',
      say: 'IP allocation failed: no available IPs (service conference/conference-rtp)',
      every: 90,
    },
  ],
});
