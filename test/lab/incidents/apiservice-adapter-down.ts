import { incident } from '../incident.ts';
export default incident({
  id: 'apiservice-adapter-down',
  family: 'apiservice',
  mode: 'living',
  platform: 'kubeadm',
  company: 'travel',
  now: '2026-06-10T09:03:00Z',
  onset: 48,
  autoscalersBlind: true,
  question: 'booking-queue consumers do not scale with the backlog any more (HPA on queue depth)',
  scope: { namespace: 'queue' },
  rootCauses: [
    {
      subjects: [
        { kind: 'APIService', name: 'v1beta1.external.metrics.k8s.io' },
        { kind: 'Service', namespace: 'monitoring', name: 'metrics-adapter' },
        { kind: 'Deployment', namespace: 'monitoring', name: 'metrics-adapter' },
        { kind: 'Pod', namespace: 'monitoring', name: 'metrics-adapter-*' },
      ],
      says: [
        ['external.metrics', 'metrics-adapter', 'apiservice', 'adapter'],
        [
          'unavailable',
          'not available',
          'no endpoints',
          'missingendpoints',
          'crash',
          'unable',
          '不可用',
          'failed',
          'imagepull',
          'pull',
          'not found',
        ],
      ],
    },
  ],
  symptoms: [{ kind: 'HorizontalPodAutoscaler', namespace: 'queue', name: 'booking-consumer' }],
  notRootCause: [
    { kind: 'Deployment', namespace: 'queue', name: 'booking-consumer' },
    { kind: 'HorizontalPodAutoscaler', namespace: 'queue', name: 'booking-consumer' },
  ],
  hops: 3,
  apps: [
    { ns: 'queue', name: 'booking-consumer', style: 'logback', replicas: 2, service: false, probe: '' },
    {
      ns: 'monitoring',
      name: 'metrics-adapter',
      style: 'klog',
      replicas: 1,
      port: 6443,
      service: { ports: [{ name: 'https', port: 443, targetPort: 6443 }] },
      image: 'quay.io/kedacore/keda-metrics-apiserver:2.18.1',
      spec: { strategy: { type: 'Recreate' } },
    },
  ],
  extra: [
    {
      apiVersion: 'autoscaling/v2',
      kind: 'HorizontalPodAutoscaler',
      metadata: { name: 'booking-consumer', namespace: 'queue' },
      spec: {
        scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'booking-consumer' },
        minReplicas: 2,
        maxReplicas: 20,
        metrics: [
          {
            type: 'External',
            external: {
              metric: { name: 'booking_queue_depth', selector: { matchLabels: { queue: 'bookings' } } },
              target: { type: 'AverageValue', averageValue: '30' },
            },
          },
        ],
      },
    },
  ],
  fault: [
    {
      apply: [
        {
          apiVersion: 'apiregistration.k8s.io/v1',
          kind: 'APIService',
          metadata: { name: 'v1beta1.external.metrics.k8s.io' },
          spec: {
            group: 'external.metrics.k8s.io',
            version: 'v1beta1',
            groupPriorityMinimum: 100,
            versionPriority: 100,
            insecureSkipTLSVerify: true,
            service: { name: 'metrics-adapter', namespace: 'monitoring', port: 443 },
          },
        },
      ],
    },
    {
      patch: 'deployment/metrics-adapter',
      in: 'monitoring',
      with: {
        spec: {
          template: {
            spec: {
              containers: [
                {
                  name: 'metrics-adapter',
                  image: 'quay.io/kedacore/keda-metrics-apiserver:missing-2.18.11',
                  ports: [{ name: 'http', containerPort: 6443 }],
                },
              ],
            },
          },
        },
      },
    },
  ],
  rename: [['missing-2.18.11', '2.18.11']],
  settle: 40,
  edit: (s) => {
    for (const h of s.all('HorizontalPodAutoscaler')) if (h.metadata.name !== 'booking-consumer') h.status = undefined;
    s.dropEvents((e) => {
      const o = e.involvedObject as { kind: string; name: string };
      return o.kind === 'HorizontalPodAutoscaler' && o.name !== 'booking-consumer';
    });
  },
  logs: [{ app: 'queue/booking-consumer', level: 'warn', say: 'lag on partition {n} is 48{n} messages', every: 60 }],
});
