import { since } from '../../faults.ts';
import { ingress, policy } from '../../field/acts.ts';
import { herring, one } from '../../field/herring.ts';
import { scene } from '../../field/write.ts';

export default scene({
  id: 'policy-new-ingress-namespace',
  family: 'network-policy',
  on: 'eks',
  now: '2026-02-21T21:15:00Z',
  hops: 2,
  question:
    'cutover to the new gateway namespace: all sites ok except hr.example.org, 504. hr pods are green and answer on localhost',
  causes: [
    {
      subjects: [one('NetworkPolicy', 'hr/allow-from-ingress')],
      says: [
        ['networkpolicy', 'network policy', 'allow-from-ingress'],
        ['ingress-nginx', 'namespace', 'edge-nginx', 'selector'],
      ],
    },
  ],
  not: [one('Deployment', 'hr/hr-web'), one('Deployment', 'edge-nginx/edge-nginx-controller')],
  play: (f) => {
    f.app({ ns: 'hr', name: 'hr-web', tone: 'monolog', n: 2 });
    f.app({ ns: 'intra-news', name: 'news-web', tone: 'monolog', n: 2 });
    f.app({
      ns: 'edge-nginx',
      name: 'edge-nginx-controller',
      tone: 'glog',
      n: 2,
      image: 'registry.k8s.io/ingress-nginx/controller:v1.14.1',
      c: 'controller',
      port: 443,
      portName: 'https',
      svcPort: 443,
      ready: { httpGet: { path: '/healthz', port: 10254 } },
    });
    since(f.s, f.pods('edge-nginx/edge-nginx-controller'), 75);
    f.put({
      apiVersion: 'networking.k8s.io/v1',
      kind: 'IngressClass',
      metadata: { name: 'edge' },
      spec: { controller: 'k8s.io/ingress-nginx' },
    });
    ingress(f, 'hr/hr-web', { host: 'hr.example.org', service: 'hr-web', port: 80, cls: 'edge' });
    ingress(f, 'intra-news/news-web', { host: 'news.example.org', service: 'news-web', port: 80, cls: 'edge' });
    f.put(
      policy('hr', 'allow-from-ingress', f.s.clock.ago(210000), {
        podSelector: { matchLabels: { app: 'hr-web' } },
        policyTypes: ['Ingress'],
        ingress: [
          {
            from: [{ namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'ingress-nginx' } } }],
            ports: [{ protocol: 'TCP', port: 8080 }],
          },
        ],
      }),
    );
    f.put(
      policy('intra-news', 'allow-same-ns', f.s.clock.ago(210000), {
        podSelector: { matchLabels: { app: 'news-db' } },
        policyTypes: ['Ingress'],
        ingress: [{ from: [{ podSelector: {} }] }],
      }),
    );
    f.say({
      app: 'edge-nginx/edge-nginx-controller',
      raw: true,
      from: 49,
      every: 45,
      lines: [
        `{iso} [error] 36#36: *{n} upstream timed out (110: Operation timed out) while connecting to upstream, client: 203.0.113.{o}, server: hr.example.org, request: "GET / HTTP/2.0", upstream: "http://${f.podIP('hr/hr-web')}:8080/", host: "hr.example.org"`,
      ],
    });
    herring.crash(f, 'hr/cv-parser', 12);
  },
});
