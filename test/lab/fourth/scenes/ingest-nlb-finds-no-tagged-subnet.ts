import { herring, one } from '../../field/herring.ts';
import { scene } from '../../field/write.ts';
export default scene({
  id: 'ingest-nlb-finds-no-tagged-subnet',
  family: 'load-balancer',
  on: 'eks',
  now: '2026-04-14T10:08:00Z',
  key: 'app',
  hops: 0,
  question:
    'devices cannot reach the new ingest endpoint, svc EXTERNAL-IP is <pending> for 1.5h. other load balancers in the cluster are fine so quota?',
  scope: 'iot',
  causes: [
    {
      subjects: [one('Service', 'iot/ingest-public'), one('Deployment', 'kube-system/aws-load-balancer-controller')],
      says: [
        ['subnet', '子网'],
        ['tag', 'role/elb', 'resolve', 'match', '标签'],
      ],
    },
  ],
  not: [one('Deployment', 'iot/ingest'), one('Service', 'iot/ingest'), one('Service', 'iot/console-public')],
  play: (f) => {
    f.app({
      ns: 'iot',
      name: 'ingest',
      tone: 'tracing',
      n: 3,
      port: 8883,
      svcPort: 8883,
      ready: { tcpSocket: { port: 8883 } },
    });
    f.app({ ns: 'iot', name: 'console', tone: 'nginx', n: 2 });
    f.app({
      ns: 'kube-system',
      name: 'aws-load-balancer-controller',
      tone: 'slog',
      n: 2,
      image: 'public.ecr.aws/eks/aws-load-balancer-controller:v2.13.3',
      svc: false,
      ready: { httpGet: { path: '/readyz', port: 61779 } },
    });
    const balancer = (
      name: string,
      app: string,
      port: number,
      minutes: number,
      ingress: object[],
      scheme: string,
    ): void =>
      f.put({
        apiVersion: 'v1',
        kind: 'Service',
        metadata: {
          name,
          namespace: 'iot',
          creationTimestamp: f.s.clock.ago(minutes),
          finalizers: ['service.k8s.aws/resources'],
          annotations: {
            'service.beta.kubernetes.io/aws-load-balancer-type': 'external',
            'service.beta.kubernetes.io/aws-load-balancer-nlb-target-type': 'ip',
            'service.beta.kubernetes.io/aws-load-balancer-scheme': scheme,
          },
        },
        spec: {
          type: 'LoadBalancer',
          loadBalancerClass: 'service.k8s.aws/nlb',
          selector: { app },
          ports: [{ name: 'main', port, targetPort: app === 'ingest' ? 8883 : 8080, nodePort: 30_000 + (port % 2000) }],
        },
        status: { loadBalancer: ingress.length ? { ingress } : {} },
      });
    balancer(
      'console-public',
      'console',
      443,
      200_000,
      [{ hostname: 'k8s-iot-consolep-0f2b1c-44aa.elb.eu-central-1.amazonaws.com' }],
      'internal',
    );
    balancer('ingest-public', 'ingest', 8883, 92, [], 'internet-facing');
    const why = 'unable to resolve at least one subnet (0 match VPC and tags: [kubernetes.io/role/elb])';
    f.s.event(f.get('Service', 'iot/ingest-public'), 'FailedBuildModel', `Failed build model due to ${why}`, {
      first: 92,
      last: 2,
      count: 19,
      source: 'service',
    });
    f.say({
      app: 'kube-system/aws-load-balancer-controller',
      raw: true,
      from: 46,
      every: 900,
      pods: (_p, i) => i === 0,
      lines: `{"level":"error","ts":"{iso}","msg":"Reconciler error","controller":"service","namespace":"iot","name":"ingest-public","reconcileID":"{hex}","error":"${why}"}`,
    });
    herring.crash(f, 'iot/ota-canary', 6);
  },
});
