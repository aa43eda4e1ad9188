import { unschedulable } from '../../faults.ts';
import { herring, nobody, of, one } from '../herring.ts';
import { scene } from '../write.ts';

export default scene({
  id: 'tickets-istiod-nowhere-to-run',
  family: 'admission-webhook',
  on: 'gke',
  now: '2026-10-05T14:40:00Z',
  key: 'app',
  hops: 3,
  question:
    'ticket sales down. we deployed ticket-api 2.4.1 at 14:10 and no pod comes up, `kubectl get pods` shows nothing for it. Bad image?',
  scope: 'tickets',
  causes: [
    {
      subjects: [...of('istio-system/istiod')],
      says: [['istiod'], ['node selector', 'nodeselector', 'affinity', 'schedul', 'pool', 'pending', '调度', '节点']],
    },
  ],
  symptoms: [one('Deployment', 'tickets/ticket-api')],
  not: [one('Deployment', 'tickets/ticket-api'), one('Deployment', 'tickets/ticket-web')],
  play: (f) => {
    f.ns('tickets', { 'istio-injection': 'enabled' });
    f.app({ ns: 'tickets', name: 'ticket-web', tone: 'nginx', env: { API: 'http://ticket-api' } });
    f.app({ ns: 'tickets', name: 'ticket-api', tone: 'tracing', n: 3 });
    f.app({
      ns: 'istio-system',
      name: 'istiod',
      tone: 'golog',
      n: 1,
      image: 'docker.io/istio/pilot:1.27.3',
      c: 'discovery',
      port: 15017,
      svcPort: 443,
      svcPortName: 'https-webhook',
      pod: { nodeSelector: { 'cloud.google.com/gke-nodepool': 'infra' } },
    });
    unschedulable(
      f.s,
      f.pod('istio-system/istiod'),
      nobody(f, `${f.world.nodes.length} node(s) didn't match Pod's node affinity/selector`),
      190,
    );
    f.s.objects
      .filter((o) => o.kind === 'Pod' && o.metadata.name === f.pod('istio-system/istiod').metadata.name)
      .forEach((p) => {
        p.metadata.creationTimestamp = f.s.clock.ago(190);
      });
    f.put({
      apiVersion: 'admissionregistration.k8s.io/v1',
      kind: 'MutatingWebhookConfiguration',
      metadata: { name: 'istio-sidecar-injector' },
      webhooks: [
        {
          name: 'namespace.sidecar-injector.istio.io',
          admissionReviewVersions: ['v1'],
          sideEffects: 'None',
          failurePolicy: 'Fail',
          timeoutSeconds: 10,
          clientConfig: { service: { name: 'istiod', namespace: 'istio-system', path: '/inject', port: 443 } },
          namespaceSelector: { matchLabels: { 'istio-injection': 'enabled' } },
          rules: [{ apiGroups: [''], apiVersions: ['v1'], operations: ['CREATE'], resources: ['pods'], scope: '*' }],
        },
      ],
    });
    const api = f.get('Deployment', 'tickets/ticket-api');
    const set = f.s.all('ReplicaSet', 'tickets').find((r) => r.metadata.name.startsWith('ticket-api'));
    f.revise(
      'tickets/ticket-api',
      30,
      (t) => {
        for (const c of t.spec.containers) c.image = c.image.replace('2.4.1', '2.4.0');
      },
      { fresh: 0 },
    );
    const message =
      'Internal error occurred: failed calling webhook "namespace.sidecar-injector.istio.io": failed to call webhook: Post "https://istiod.istio-system.svc:443/inject?timeout=10s": no endpoints available for service "istiod"';
    if (set) {
      set.spec = { ...set.spec, replicas: 3 };
      f.s.event(set, 'FailedCreate', `Error creating: ${message}`, {
        first: 30,
        last: 2,
        count: 17,
        source: 'replicaset-controller',
      });
      f.s.condition(set, 'ReplicaFailure', 'True', 'FailedCreate', message, 30);
    }
    f.s.condition(api, 'ReplicaFailure', 'True', 'FailedCreate', message, 30);
    f.s.condition(
      api,
      'Progressing',
      'False',
      'ProgressDeadlineExceeded',
      `ReplicaSet "${set?.metadata.name}" has timed out progressing.`,
      20,
    );
    herring.crash(f, 'tickets/seat-heatmap', 7);
    f.say({
      app: 'tickets/ticket-web',
      from: 29,
      every: 25,
      lines: `connect() failed (111: Connection refused) while connecting to upstream, client: ${f.podIP('ingress-nginx/ingress-nginx-controller')}, server: _, request: "GET /buy HTTP/1.1", upstream: "http://${f.ip('tickets/ticket-api')}:80/buy", host: "tickets.arena.example"`,
    });
  },
});
