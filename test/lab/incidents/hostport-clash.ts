import { incident, workload } from '../incident.ts';
export default incident({
  id: 'hostport-clash',
  family: 'port_conflict',
  mode: 'living',
  platform: 'kubeadm',
  company: 'factory',
  now: '2026-03-27T09:12:00Z',
  onset: 33,
  question: 'scaled edge-gateway to 6 for the new line but two replicas stay pending',
  scope: { namespace: 'edge' },
  rootCauses: [
    { subjects: workload('edge', 'edge-gateway'), says: [['hostport', 'host port', 'free ports', '主机端口', '端口']] },
  ],
  notRootCause: [{ kind: 'Deployment', namespace: 'edge', name: 'opc-browser' }],
  hops: 0,
  apps: [
    {
      ns: 'edge',
      name: 'edge-gateway',
      style: 'rust',
      replicas: 4,
      container: { ports: [{ name: 'opc', containerPort: 4840, hostPort: 4840, protocol: 'TCP' }] },
      port: 4840,
      probe: 'tcp',
    },
    { ns: 'edge', name: 'opc-browser', style: 'pino', replicas: 1 },
  ],
  fault: [{ scale: 'deployment/edge-gateway', in: 'edge', to: 6 }],
  settle: 20,
});
