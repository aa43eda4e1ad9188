import { incident } from '../incident.ts';
import { stale } from '../stale.ts';
export default incident({
  id: 'restricted-node-exporter-gone',
  family: 'pod-security',
  mode: 'living',
  platform: 'gke',
  company: 'railway',
  now: '2026-10-13T09:55:00Z',
  onset: 44,
  question:
    'node dashboards are empty, host-metrics daemonset says DESIRED 4 CURRENT 0. security team labelled namespaces today',
  scope: { namespace: 'host-metrics' },
  rootCauses: [
    {
      subjects: [
        { kind: 'Namespace', name: 'host-metrics' },
        { kind: 'DaemonSet', namespace: 'host-metrics', name: 'host-metrics' },
      ],
      says: [
        ['podsecurity', 'pod security', 'pod-security', '安全'],
        ['baseline', 'restricted', 'violat', 'hostnetwork', 'host namespaces', '违反'],
      ],
    },
  ],
  notRootCause: [{ kind: 'Deployment', namespace: 'host-metrics', name: 'scrape-gw' }],
  hops: 0,
  apps: [
    {
      ns: 'host-metrics',
      name: 'host-metrics',
      kind: 'DaemonSet',
      style: 'zap',
      image: 'quay.io/prometheus/node-exporter:v1.10.2',
      port: 9100,
      probe: '',
      service: false,
      pod: { hostNetwork: true, hostPID: true },
    },
    { ns: 'host-metrics', name: 'scrape-gw', style: 'logrus', replicas: 1 },
  ],
  fault: [
    {
      patch: 'namespace/host-metrics',
      with: { metadata: { labels: { 'pod-security.kubernetes.io/enforce': 'baseline' } } },
    },
    { wait: 2 },
    { delete: 'pods -l app=host-metrics', in: 'host-metrics' },
  ],
  settle: 25,
  edit: (s) => stale(s, 'ticketing/seat-map', 19),
});
