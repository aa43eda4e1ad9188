import { probeFails } from '../../faults.ts';
import { herring, one } from '../../field/herring.ts';
import { scene } from '../../field/write.ts';

export default scene({
  id: 'kubelet-csr-nobody-approves',
  family: 'certificate',
  on: 'kubeadm',
  now: '2026-04-07T10:10:00Z',
  hops: 4,
  question: 'web shop slow at peak, HPA shows <unknown>/60% since yesterday. metrics-server restarted twice, no help',
  causes: [
    {
      subjects: [one('Deployment', 'kube-system/kubelet-csr-approver'), one('CertificateSigningRequest', 'csr-*')],
      says: [
        ['csr', 'certificatesigningrequest', 'approv', 'serving cert', 'kubelet'],
        ['pending', 'approv', '0', 'zero', 'scaled'],
      ],
    },
  ],
  symptoms: [one('HorizontalPodAutoscaler', 'shop/shop-web')],
  not: [one('Deployment', 'shop/shop-web')],
  play: (f) => {
    f.app({ ns: 'shop', name: 'shop-web', tone: 'winston', n: 2, cpu: ['250m'] });
    f.app({
      ns: 'kube-system',
      name: 'kubelet-csr-approver',
      tone: 'slog',
      n: 0,
      image: 'ghcr.io/postfinance/kubelet-csr-approver:v1.2.11',
    });
    f.edited(f.get('Deployment', 'kube-system/kubelet-csr-approver'), 'kubectl', 2890, {
      'f:spec': { 'f:replicas': {} },
    });
    for (const n of f.world.nodes)
      for (const age of [212, 97, 14])
        f.put({
          apiVersion: 'certificates.k8s.io/v1',
          kind: 'CertificateSigningRequest',
          metadata: { name: `csr-${f.s.random.suffix(5)}`, creationTimestamp: f.s.clock.ago(age) },
          spec: {
            signerName: 'kubernetes.io/kubelet-serving',
            username: `system:node:${n.metadata.name}`,
            groups: ['system:nodes', 'system:authenticated'],
            usages: ['digital signature', 'server auth'],
            request: 'UkVEQUNURUQ=',
          },
          status: {},
        });
    const why =
      'failed to get cpu utilization: unable to get metrics for resource cpu: unable to fetch metrics from resource metrics API: the server is currently unable to handle the request (get pods.metrics.k8s.io)';
    f.put({
      apiVersion: 'autoscaling/v2',
      kind: 'HorizontalPodAutoscaler',
      metadata: { name: 'shop-web', namespace: 'shop' },
      spec: {
        scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'shop-web' },
        minReplicas: 2,
        maxReplicas: 14,
        metrics: [
          { type: 'Resource', resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: 60 } } },
        ],
      },
      status: {
        currentReplicas: 2,
        desiredReplicas: 2,
        currentMetrics: null,
        conditions: [
          {
            type: 'AbleToScale',
            status: 'True',
            reason: 'SucceededGetScale',
            message: "the HPA controller was able to get the target's current scale",
            lastTransitionTime: f.s.clock.ago(90000),
          },
          {
            type: 'ScalingActive',
            status: 'False',
            reason: 'FailedGetResourceMetric',
            message: `the HPA was unable to compute the replica count: ${why}`,
            lastTransitionTime: f.s.clock.ago(1400),
          },
        ],
      } as never,
    });
    f.s.event(f.get('HorizontalPodAutoscaler', 'shop/shop-web'), 'FailedGetResourceMetric', why, {
      first: 58,
      last: 0.3,
      count: 231,
      source: 'horizontal-pod-autoscaler',
    });
    const ms = f.s.all('Deployment', 'kube-system').find((d) => d.metadata.name === 'metrics-server');
    if (!ms)
      f.app({
        ns: 'kube-system',
        name: 'metrics-server',
        tone: 'glog',
        n: 1,
        image: 'registry.k8s.io/metrics-server/metrics-server:v0.8.0',
        port: 10250,
        portName: 'https',
        svcPort: 443,
      });
    else f.tones.set('kube-system/metrics-server', { tone: 'glog', c: 'metrics-server', key: 'app' });
    for (const p of f.pods('kube-system/metrics-server'))
      probeFails(f.s, p, 'Readiness', 'HTTP probe failed with statuscode: 500', 1400);
    f.put({
      apiVersion: 'apiregistration.k8s.io/v1',
      kind: 'APIService',
      metadata: { name: 'v1beta1.metrics.k8s.io' },
      spec: {
        group: 'metrics.k8s.io',
        version: 'v1beta1',
        service: { name: 'metrics-server', namespace: 'kube-system', port: 443 },
        groupPriorityMinimum: 100,
        versionPriority: 100,
      },
      status: {
        conditions: [
          {
            type: 'Available',
            status: 'False',
            reason: 'MissingEndpoints',
            message: 'endpoints for service/metrics-server in "kube-system" have no addresses with port name "https"',
            lastTransitionTime: f.s.clock.ago(1400),
          },
        ],
      },
    });
    for (const n of f.world.nodes)
      f.say({
        app: 'kube-system/metrics-server',
        from: 49,
        every: 240,
        lines: `"Failed to scrape node" err="Get \\"https://${n.metadata.name}:10250/metrics/resource\\": remote error: tls: internal error" node="${n.metadata.name}"`,
      });
    f.say({
      app: 'shop/shop-web',
      from: 40,
      every: 45,
      level: 'warn',
      lines: 'event loop lag 18{n}ms, shedding requests',
    });
    herring.image(f, 'shop/promo-lab', 8);
  },
});
