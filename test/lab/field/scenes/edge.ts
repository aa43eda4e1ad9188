import { certificate } from '../../certificate.ts';
import { crashLoop, unschedulable } from '../../faults.ts';
import type { Field } from '../field.ts';
import { herring, nobody, of, one } from '../herring.ts';
import type { Scene } from '../write.ts';

interface Route {
  host: string;
  service: string;
  port: number | string;
  path?: string;
  tls?: string;
  cls?: string;
  type?: string;
}
function ingress(f: Field, path: string, r: Route, annotations: Record<string, string> = {}): void {
  const [namespace = '', name = ''] = path.split('/');
  f.put({
    apiVersion: 'networking.k8s.io/v1',
    kind: 'Ingress',
    metadata: { name, namespace, annotations, creationTimestamp: f.s.clock.ago(70_000) },
    spec: {
      ingressClassName: r.cls ?? 'nginx',
      ...(r.tls ? { tls: [{ hosts: [r.host], secretName: r.tls }] } : {}),
      rules: [
        {
          host: r.host,
          http: {
            paths: [
              {
                path: r.path ?? '/',
                pathType: r.type ?? 'Prefix',
                backend: {
                  service: {
                    name: r.service,
                    port: typeof r.port === 'number' ? { number: r.port } : { name: r.port },
                  },
                },
              },
            ],
          },
        },
      ],
    },
    status: { loadBalancer: { ingress: [{ ip: '198.51.100.7' }] } },
  });
}
const controller = (f: Field): void => {
  f.tones.set('ingress-nginx/ingress-nginx-controller', { tone: 'glog', c: 'ingress-nginx-controller', key: 'app' });
};

const future: Scene = {
  id: 'portal-cert-not-yet-valid',
  family: 'certificate',
  on: 'aks',
  now: '2026-08-30T21:12:00Z',
  key: 'app',
  hops: 1,
  question:
    'browsers warn about portal.nord.example since we installed the new certificate tonight. it is valid until 2027!',
  causes: [
    {
      subjects: [one('Secret', 'portal/portal-tls-2026'), one('Ingress', 'portal/portal')],
      says: [
        ['certificate', 'portal-tls-2026', 'tls', '证书'],
        [
          'not yet valid',
          'not valid before',
          'notbefore',
          'not before',
          'valid from',
          'future',
          '尚未生效',
          '未生效',
          '2026-09-01',
          'before',
        ],
      ],
    },
  ],
  not: [one('Deployment', 'portal/portal-web'), one('Secret', 'portal/api-tls')],
  play: (f) => {
    f.app({ ns: 'portal', name: 'portal-web', tone: 'nginx', n: 2 });
    f.app({ ns: 'portal', name: 'portal-api', tone: 'serilog', n: 2 });
    const fresh = f.secret('portal/portal-tls-2026', ['tls.crt', 'tls.key'], 0.06, 'kubernetes.io/tls');
    fresh.data = {
      'tls.crt': certificate(
        ['portal.nord.example'],
        'Nordic Trust CA G2',
        '2026-09-01T00:00:00Z',
        '2027-09-30T23:59:59Z',
      ),
      'tls.key': 'UkVEQUNURUQ=',
    };
    const old = f.secret('portal/api-tls', ['tls.crt', 'tls.key'], 200, 'kubernetes.io/tls');
    old.data = {
      'tls.crt': certificate(
        ['api.nord.example'],
        'Nordic Trust CA G2',
        '2026-01-10T00:00:00Z',
        '2027-01-10T23:59:59Z',
      ),
      'tls.key': 'UkVEQUNURUQ=',
    };
    ingress(f, 'portal/portal', {
      host: 'portal.nord.example',
      service: 'portal-web',
      port: 80,
      tls: 'portal-tls-2026',
    });
    ingress(f, 'portal/api', { host: 'api.nord.example', service: 'portal-api', port: 80, tls: 'api-tls' });
    herring.crash(f, 'growth/ab-split', 4);
    controller(f);
    f.say({
      app: 'ingress-nginx/ingress-nginx-controller',
      level: 'info',
      from: 40,
      lines: '"Updated ssl certificate" secret="portal/portal-tls-2026"',
    });
  },
};

const portless: Scene = {
  id: 'catalog-ingress-wrong-port',
  family: 'ingress',
  on: 'eks',
  now: '2026-02-17T11:26:00Z',
  key: 'k8s-app',
  hops: 1,
  question:
    'catalog.mercado.example returns 503 Service Temporarily Unavailable but `kubectl port-forward svc/catalog-web` works',
  scope: 'catalog',
  causes: [
    {
      subjects: [one('Ingress', 'catalog/public'), one('Service', 'catalog/catalog-web')],
      says: [['8080'], ['port', '端口'], ['not', 'no ', 'does not', 'missing', 'wrong', '没有', '不存在']],
    },
  ],
  not: [one('Deployment', 'catalog/catalog-web'), one('Deployment', 'ingress-nginx/ingress-nginx-controller')],
  play: (f) => {
    f.app({ ns: 'catalog', name: 'catalog-web', tone: 'winston', n: 3, port: 8080, svcPort: 80 });
    f.app({ ns: 'catalog', name: 'catalog-img', tone: 'nginx', n: 2 });
    ingress(f, 'catalog/public', { host: 'catalog.mercado.example', service: 'catalog-web', port: 8080 });
    ingress(f, 'catalog/img', { host: 'img.mercado.example', service: 'catalog-img', port: 80 });
    f.edited(f.get('Ingress', 'catalog/public'), 'helm', 29, { 'f:spec': { 'f:rules': {} } });
    herring.pending(f, 'lab-sandbox/notebook-xl', 3);
    controller(f);
    f.say({
      app: 'ingress-nginx/ingress-nginx-controller',
      level: 'warn',
      from: 28,
      every: 90,
      lines: 'Service "catalog/catalog-web" does not have any active Endpoint.',
    });
    f.say({
      app: 'ingress-nginx/ingress-nginx-controller',
      raw: true,
      from: 27,
      every: 25,
      lines:
        '203.0.113.{o} - - [{clf}] "GET /p/{n} HTTP/2.0" 503 190 "-" "Mozilla/5.0" 31 0.000 [catalog-catalog-web-8080] [] - - - - {hex}',
    });
  },
};

const svclb: Scene = {
  id: 'edge-mqtt-loadbalancer-port-taken',
  family: 'load-balancer',
  on: 'k3s',
  now: '2026-03-28T05:50:00Z',
  key: 'app',
  nodes: 2,
  hops: 2,
  question: 'sensors at the new site cannot connect to mqtt, the service has no external ip',
  scope: 'iot',
  causes: [
    {
      subjects: [
        one('DaemonSet', 'kube-system/svclb-mosquitto-7c21'),
        one('Pod', 'kube-system/svclb-mosquitto-7c21-*'),
        one('Service', 'iot/mosquitto'),
        one('Service', 'iot/legacy-broker'),
      ],
      says: [
        ['1883'],
        ['port', '端口'],
        ['free port', 'in use', 'taken', 'occupied', 'conflict', 'legacy-broker', 'already', '占用', '冲突'],
      ],
    },
  ],
  not: [one('Deployment', 'iot/mosquitto'), one('DaemonSet', 'kube-system/svclb-traefik')],
  play: (f) => {
    f.app({
      ns: 'iot',
      name: 'mosquitto',
      tone: 'golog',
      n: 1,
      image: 'docker.io/eclipse-mosquitto:2.0.20',
      port: 1883,
      portName: 'mqtt',
      svcPort: 1883,
      ready: { tcpSocket: { port: 1883 } },
      svcSpec: { type: 'LoadBalancer' },
    });
    f.app({
      ns: 'iot',
      name: 'legacy-broker',
      tone: 'golog',
      n: 1,
      image: 'docker.io/emqx/emqx:4.4',
      port: 1883,
      portName: 'mqtt',
      svcPort: 1883,
      ready: { tcpSocket: { port: 1883 } },
      svcSpec: { type: 'LoadBalancer' },
    });
    f.app({ ns: 'iot', name: 'sensor-hub', tone: 'gunicorn', n: 1 });
    const svc = f.get('Service', 'iot/mosquitto');
    svc.metadata.creationTimestamp = f.s.clock.ago(50);
    svc.status = { loadBalancer: {} };
    f.get('Service', 'iot/legacy-broker').status = {
      loadBalancer: {
        ingress: [
          { ip: '192.168.88.20', ipMode: 'VIP' },
          { ip: '192.168.88.27', ipMode: 'VIP' },
        ],
      },
    };
    for (const [name, of] of [
      ['svclb-mosquitto-7c21', 'mosquitto'],
      ['svclb-legacy-broker-19aa', 'legacy-broker'],
    ] as const)
      f.put({
        apiVersion: 'apps/v1',
        kind: 'DaemonSet',
        metadata: {
          name,
          namespace: 'kube-system',
          labels: {
            objectset: 'x',
            'svccontroller.k3s.cattle.io/svcname': of,
            'svccontroller.k3s.cattle.io/svcnamespace': 'iot',
          },
        },
        spec: {
          selector: { matchLabels: { app: name } },
          template: {
            metadata: { labels: { app: name, 'svccontroller.k3s.cattle.io/svcname': of } },
            spec: {
              containers: [
                {
                  name: 'lb-tcp-1883',
                  image: 'rancher/klipper-lb:v0.4.13',
                  ports: [{ name: 'lb-tcp-1883', containerPort: 1883, hostPort: 1883, protocol: 'TCP' }],
                  env: [{ name: 'SRC_PORT', value: '1883' }],
                },
              ],
              tolerations: [{ operator: 'Exists' }],
            },
          },
        },
      });
    for (const p of f.pods('kube-system/svclb-mosquitto-7c21'))
      unschedulable(
        f.s,
        p,
        "0/2 nodes are available: 1 node(s) didn't have free ports for the requested pod ports, 1 node(s) didn't match Pod's node affinity/selector. preemption: 0/2 nodes are available: 1 No preemption victims found for incoming pod, 1 Preemption is not helpful for scheduling.",
        49,
      );
    herring.crash(f, 'lab-sandbox/lora-test', 15);
  },
};

const nginxConf: Scene = {
  id: 'gateway-nginx-directive',
  family: 'config-invalid',
  on: 'ack',
  now: '2026-09-09T03:33:00Z',
  key: 'app',
  hops: 1,
  question: '网关挂了!所有商户接口都连不上,刚刚只是重启了一下网关',
  causes: [
    {
      subjects: [one('ConfigMap', 'gw/edge-conf'), ...of('gw/edge-gw')],
      says: [
        ['proxy_passs', 'unknown directive'],
        ['directive', 'nginx', 'edge.conf', '指令', '配置'],
      ],
    },
  ],
  symptoms: [],
  not: [one('Deployment', 'gw/merchant-api'), one('Deployment', 'gw/rate-board')],
  play: (f) => {
    f.config(
      'gw/edge-conf',
      {
        'edge.conf':
          'upstream merchant { server merchant-api.gw.svc.cluster.local:80; }\nserver {\n  listen 8080;\n  location /readyz { return 200; }\n  location / {\n    proxy_read_timeout 30s;\n    proxy_passs http://merchant;\n  }\n}\n',
      },
      300,
    );
    f.edited(f.get('ConfigMap', 'gw/edge-conf'), 'kubectl-edit', 3000, { 'f:data': {} });
    f.app({
      ns: 'gw',
      name: 'edge-gw',
      tone: 'nginx',
      c: 'nginx',
      n: 3,
      image: 'nginx:1.27.4',
      mounts: { '/etc/nginx/conf.d': 'cm:edge-conf' },
    });
    f.app({ ns: 'gw', name: 'merchant-api', tone: 'spring', n: 3 });
    f.app({ ns: 'gw', name: 'rate-board', tone: 'django', n: 1 });
    f.revise(
      'gw/edge-gw',
      17,
      (t) => {
        delete t.metadata.annotations;
      },
      { by: 'kubectl-rollout' },
    );
    for (const p of f.pods('gw/edge-gw'))
      crashLoop(f.s, p, { exitCode: 1, restarts: 8, first: 16, last: 1.7, lasted: 1 });
    herring.unready(f, 'shared-svc/label-maker');
    f.say({
      app: 'gw/edge-gw',
      boot: true,
      level: 'fatal',
      lines: ['using the "epoll" event method', 'unknown directive "proxy_passs" in /etc/nginx/conf.d/edge.conf:7'],
    });
  },
};

const istio: Scene = {
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
};

export default [future, portless, svclb, nginxConf, istio] satisfies Scene[];
