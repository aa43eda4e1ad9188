import { herring, of, one } from '../herring.ts';
import type { Scene } from '../write.ts';

const policy = (namespace: string, name: string, created: string, spec: object) => ({
  apiVersion: 'networking.k8s.io/v1',
  kind: 'NetworkPolicy',
  metadata: { name, namespace, creationTimestamp: created },
  spec: spec as Record<string, unknown>,
});

const lockers: Scene = {
  id: 'locker-codes-mongo-port-name',
  family: 'service-port',
  on: 'openshift',
  now: '2026-02-03T16:42:10Z',
  key: 'app.kubernetes.io/name',
  hops: 3,
  question:
    'parcel lockers show "code service unavailable" since 16:10. locker-gw was redeployed this morning, roll it back?',
  scope: 'lockers',
  causes: [
    {
      subjects: [one('Service', 'lockers/codes-mongo'), ...of('lockers/codes-mongo', 'StatefulSet')],
      says: [
        ['targetport', 'target port', 'port', '端口'],
        ['mongo', 'mongodb'],
        [
          'no endpoint',
          'endpoints',
          'does not',
          'no port',
          'names no',
          'not have',
          'no such',
          'not found',
          'mismatch',
          'missing',
          'lacks',
          'without',
          '没有',
          '不存在',
          '不匹配',
        ],
      ],
    },
  ],
  symptoms: [one('Deployment', 'lockers/code-issuer')],
  not: [one('Deployment', 'lockers/locker-gw'), one('Deployment', 'lockers/code-issuer')],
  play: (f) => {
    f.app({ ns: 'lockers', name: 'locker-gw', tone: 'golog', c: 'gw', env: { ISSUER_ADDR: 'code-issuer:8085' } });
    f.app({
      ns: 'lockers',
      name: 'code-issuer',
      tone: 'spring',
      c: 'issuer',
      port: 8085,
      svcPort: 8085,
      env: { SPRING_DATA_MONGODB_URI: 'mongodb://codes-mongo.lockers.svc.cluster.local:27017/codes' },
    });
    f.app({
      ns: 'lockers',
      name: 'codes-mongo',
      kind: 'StatefulSet',
      tone: 'mongod',
      n: 1,
      c: 'mongod',
      image: 'docker.io/library/mongo:7.0',
      port: 27017,
      portName: 'mongodb',
      svcPort: 27017,
      targetPort: 'mongo',
      svcSpec: { clusterIP: undefined, type: 'ClusterIP' },
      ready: { tcpSocket: { port: 27017 } },
      claim: { size: '20Gi', at: '/data/db' },
    });
    f.edited(f.get('Service', 'lockers/codes-mongo'), 'kubectl-edit', 33, { 'f:spec': { 'f:ports': {} } });
    f.revise('lockers/locker-gw', 540, (t) => {
      for (const c of t.spec.containers) c.image = c.image.replace('2.4.1', '2.4.0');
    });
    herring.crash(f, 'lockers/barcode-lab', 6);
    f.say({
      app: 'lockers/code-issuer',
      from: 32,
      every: 35,
      lines: `Exception in monitor thread while connecting to server codes-mongo.lockers.svc.cluster.local:27017; nested exception is com.mongodb.MongoSocketOpenException: Exception opening socket: java.net.ConnectException: Connection refused`,
    });
    f.say({
      app: 'lockers/code-issuer',
      from: 31,
      every: 50,
      lines:
        'Timed out after 30000 ms while waiting to connect. Client view of cluster state is {type=UNKNOWN, servers=[{address=codes-mongo.lockers.svc.cluster.local:27017, type=UNKNOWN, state=CONNECTING}]',
    });
    f.say({
      app: 'lockers/locker-gw',
      from: 31,
      every: 40,
      lines: 'POST /codes: issuer answered 503 Service Unavailable (http://code-issuer:8085/v1/codes)',
    });
  },
};

const payLedger: Scene = {
  id: 'pay-ledger-namespace-label',
  family: 'network-policy',
  on: 'tke',
  now: '2026-03-12T02:20:00Z',
  key: 'k8s-app',
  hops: 2,
  question: '支付回调一直超时,pay-callback 的 pod 都是 Running,是不是账务库挂了?',
  scope: 'pay',
  causes: [
    {
      subjects: [one('NetworkPolicy', 'ledger/only-payments'), one('Namespace', 'pay')],
      says: [
        ['networkpolicy', 'network policy', '网络策略', 'only-payments'],
        ['namespace', 'label', 'selector', 'ingress', 'pay', '标签', '命名空间'],
      ],
    },
  ],
  symptoms: [one('Deployment', 'pay/pay-callback')],
  not: [
    one('Deployment', 'ledger/ledger-api'),
    one('StatefulSet', 'ledger/ledger-mysql'),
    one('Deployment', 'pay/pay-callback'),
  ],
  play: (f) => {
    f.ns('pay', { team: 'payment' });
    f.ns('ledger', { team: 'finance' });
    f.app({
      ns: 'pay',
      name: 'pay-callback',
      tone: 'slog',
      n: 3,
      env: { LEDGER_ENDPOINT: 'http://ledger-api.ledger:8090' },
    });
    f.app({ ns: 'pay', name: 'pay-console', tone: 'nginx', n: 1 });
    f.app({
      ns: 'ledger',
      name: 'ledger-api',
      tone: 'spring',
      port: 8090,
      svcPort: 8090,
      env: { MYSQL_HOST: 'ledger-mysql' },
    });
    f.app({
      ns: 'ledger',
      name: 'ledger-mysql',
      kind: 'StatefulSet',
      tone: 'mysqld',
      n: 1,
      image: 'mysql:8.0.39',
      port: 3306,
      portName: 'mysql',
      ready: { tcpSocket: { port: 3306 } },
      claim: { size: '50Gi', at: '/var/lib/mysql' },
    });
    f.put(
      policy('ledger', 'only-payments', f.s.clock.ago(41), {
        podSelector: { matchLabels: { 'k8s-app': 'ledger-api' } },
        policyTypes: ['Ingress'],
        ingress: [
          {
            from: [{ namespaceSelector: { matchLabels: { team: 'payments' } } }],
            ports: [{ protocol: 'TCP', port: 8090 }],
          },
        ],
      }),
    );
    f.put(
      policy('ledger', 'mysql-from-ledger', f.s.clock.ago(90000), {
        podSelector: { matchLabels: { 'k8s-app': 'ledger-mysql' } },
        policyTypes: ['Ingress'],
        ingress: [{ from: [{ podSelector: { matchLabels: { 'k8s-app': 'ledger-api' } } }] }],
      }),
    );
    herring.image(f, 'pay/pay-shadow', 9);
    f.say({
      app: 'pay/pay-callback',
      from: 40,
      every: 30,
      lines: `post ledger entry: Post "http://ledger-api.ledger:8090/entries": dial tcp ${f.ip('ledger/ledger-api')}:8090: i/o timeout`,
    });
  },
};

const geo: Scene = {
  id: 'courier-geo-namespace-retired',
  family: 'config-host',
  on: 'gke',
  now: '2026-05-19T13:03:30Z',
  key: 'app',
  hops: 2,
  without: ['events'],
  question: 'couriers dont get addres suggestions any more, courier-bff returns 502. geo team says geocoder is up',
  causes: [
    {
      subjects: of('couriers/place-lookup'),
      says: [
        ['platform-v1', 'geocoder.platform-v1'],
        ['namespace', 'no such host', 'does not exist', 'not found', 'resolve', 'unknown', 'missing', '不存在'],
      ],
    },
  ],
  symptoms: [one('Deployment', 'couriers/courier-bff')],
  not: [
    one('Deployment', 'platform/geocoder'),
    one('Deployment', 'couriers/courier-bff'),
    one('Deployment', 'kube-system/coredns'),
  ],
  play: (f) => {
    f.app({
      ns: 'couriers',
      name: 'courier-bff',
      tone: 'winston',
      c: 'bff',
      env: { PLACES_URL: 'http://place-lookup' },
    });
    f.app({
      ns: 'couriers',
      name: 'place-lookup',
      tone: 'gunicorn',
      c: 'api',
      env: { GEOCODER_URL: 'http://geocoder.platform-v1.svc.cluster.local:8080', CACHE_TTL: '900' },
    });
    f.app({ ns: 'platform', name: 'geocoder', tone: 'tracing', n: 3, svcPort: 8080 });
    f.app({ ns: 'platform', name: 'routing', tone: 'tracing' });
    f.revise(
      'couriers/place-lookup',
      47,
      (t) => {
        for (const c of t.spec.containers)
          c.env = [
            { name: 'GEOCODER_URL', value: 'http://geocoder.platform.svc.cluster.local:8080' },
            { name: 'CACHE_TTL', value: '900' },
          ];
      },
      { by: 'argocd-controller' },
    );
    herring.pending(f, 'couriers/eta-train', 8);
    f.say({
      app: 'couriers/place-lookup',
      from: 46,
      every: 30,
      lines:
        "Error on request /suggest: HTTPConnectionPool(host='geocoder.platform-v1.svc.cluster.local', port=8080): Max retries exceeded with url: /v2/suggest (Caused by NameResolutionError(\"Failed to resolve 'geocoder.platform-v1.svc.cluster.local' ([Errno -2] Name or service not known)\"))",
    });
    f.say({
      app: 'couriers/courier-bff',
      from: 46,
      every: 40,
      lines: 'suggest failed: upstream http://place-lookup/suggest responded 500',
    });
  },
};

const broad: Scene = {
  id: 'voucher-selector-catches-worker',
  family: 'service-selector',
  on: 'aks',
  now: '2026-01-22T09:15:00Z',
  key: 'component',
  hops: 1,
  question:
    'every second or third voucher redemption fails with connection refused, why? voucher-api pods have 0 restarts',
  scope: 'vouchers',
  causes: [
    {
      subjects: [one('Service', 'vouchers/voucher-api'), ...of('vouchers/voucher-expiry')],
      says: [['selector', 'label', 'selects', '选择器', '标签'], ['voucher-expiry']],
    },
  ],
  symptoms: [one('Deployment', 'vouchers/till-gateway')],
  not: [one('Deployment', 'vouchers/voucher-api'), one('Deployment', 'vouchers/till-gateway')],
  play: (f) => {
    f.app({
      ns: 'vouchers',
      name: 'till-gateway',
      tone: 'serilog',
      env: { Voucher__BaseUrl: 'http://voucher-api:8088' },
    });
    f.app({
      ns: 'vouchers',
      name: 'voucher-api',
      tone: 'serilog',
      n: 3,
      port: 8088,
      svcPort: 8088,
      labels: { suite: 'voucher' },
      svcSpec: { selector: { suite: 'voucher' } },
    });
    f.app({
      ns: 'vouchers',
      name: 'voucher-expiry',
      tone: 'serilog',
      n: 2,
      svc: false,
      ready: null,
      labels: { suite: 'voucher' },
    });
    f.revise('vouchers/voucher-expiry', 70, (t) => {
      delete t.metadata.labels.suite;
    });
    herring.unready(f, 'vouchers/voucher-preview');
    const bad = [0, 1].map((i) => f.podIP('vouchers/voucher-expiry', i));
    for (const ip of bad)
      f.say({
        app: 'vouchers/till-gateway',
        from: 66,
        every: 70,
        lines: `Redeem failed: System.Net.Http.HttpRequestException: Connection refused (voucher-api:8088) ---> System.Net.Sockets.SocketException (111): Connection refused [${ip}]:8088`,
      });
  },
};

const dnsOut: Scene = {
  id: 'sms-external-names-forwarder',
  family: 'cluster-dns',
  on: 'kubeadm',
  now: '2026-06-08T07:31:00Z',
  key: 'app.kubernetes.io/name',
  hops: 2,
  question:
    'sms codes and card payments both fail, but all our internal calls are fine. internet line from the office works',
  causes: [
    {
      subjects: [one('ConfigMap', 'kube-system/coredns'), ...of('kube-system/coredns')],
      says: [
        ['forward', 'coredns', 'upstream', 'corefile'],
        ['10.61.0.53', 'i/o timeout', 'timeout', '超时'],
      ],
    },
  ],
  symptoms: [one('Deployment', 'notify/sms-sender'), one('Deployment', 'shop/card-gate')],
  not: [one('Deployment', 'notify/sms-sender'), one('Deployment', 'shop/card-gate'), one('Deployment', 'shop/basket')],
  play: (f) => {
    f.app({ ns: 'notify', name: 'sms-sender', tone: 'slog', env: { PROVIDER: 'https://api.smsgate.example' } });
    f.app({ ns: 'shop', name: 'card-gate', tone: 'spring', env: { ACQUIRER_URL: 'https://pay.acquirer.example/v3' } });
    f.app({ ns: 'shop', name: 'basket', tone: 'tracing', env: { CARD_GATE: 'http://card-gate' } });
    const core = f.get('ConfigMap', 'kube-system/coredns');
    core.data = { Corefile: (core.data?.Corefile ?? '').replace('forward . /etc/resolv.conf', 'forward . 10.61.0.53') };
    f.edited(core, 'kubectl-edit', 38, { 'f:data': { 'f:Corefile': {} } });
    herring.crash(f, 'notify/push-beta', 12);
    f.tones.set('kube-system/coredns', { tone: 'corefile', c: 'coredns', key: 'app' });
    for (const [i, name] of ['api.smsgate.example.', 'pay.acquirer.example.'].entries())
      f.say({
        app: 'kube-system/coredns',
        from: 37,
        every: 22 + i * 9,
        lines: `plugin/errors: 2 ${name} A: read udp ${f.podIP('kube-system/coredns')}:4{n}->10.61.0.53:53: i/o timeout`,
      });
    f.say({
      app: 'notify/sms-sender',
      from: 36,
      every: 30,
      lines: `send: Post "https://api.smsgate.example/v1/messages": dial tcp: lookup api.smsgate.example on ${f.dnsIP()}:53: read udp ${f.podIP('notify/sms-sender')}:41202->${f.dnsIP()}:53: i/o timeout`,
    });
    f.say({
      app: 'shop/card-gate',
      from: 36,
      every: 35,
      lines:
        'authorisation failed: java.net.UnknownHostException: pay.acquirer.example: Temporary failure in name resolution',
    });
  },
};

const manual: Scene = {
  id: 'crm-manual-endpoints-old-vm',
  family: 'external-name',
  on: 'rke2',
  now: '2026-04-02T10:08:00Z',
  key: 'app',
  hops: 2,
  question: '客户资料打不开,crm-web 报 500,昨晚机房迁移了几台老虚拟机',
  scope: 'crm',
  causes: [
    {
      subjects: [
        one('EndpointSlice', 'crm/oracle-legacy-1'),
        one('Service', 'crm/oracle-legacy'),
        one('Endpoints', 'crm/oracle-legacy'),
      ],
      says: [['oracle-legacy'], ['10.77.4.19', 'no route', 'endpoint', 'address', 'unreachable', '端点', '地址']],
    },
  ],
  symptoms: [one('Deployment', 'crm/crm-core')],
  not: [one('Deployment', 'crm/crm-web'), one('Deployment', 'crm/crm-search')],
  play: (f) => {
    f.app({ ns: 'crm', name: 'crm-web', tone: 'nginx', env: { CORE: 'http://crm-core' } });
    f.app({
      ns: 'crm',
      name: 'crm-core',
      tone: 'spring',
      env: { JDBC_URL: 'jdbc:oracle:thin:@//oracle-legacy.crm.svc.cluster.local:1521/CRM' },
    });
    f.app({ ns: 'crm', name: 'crm-search', tone: 'ecs', n: 1 });
    f.put({
      apiVersion: 'v1',
      kind: 'Service',
      metadata: { name: 'oracle-legacy', namespace: 'crm', creationTimestamp: f.s.clock.ago(400_000) },
      spec: { ports: [{ name: 'tns', port: 1521, targetPort: 1521 }] },
    });
    f.put({
      apiVersion: 'discovery.k8s.io/v1',
      kind: 'EndpointSlice',
      metadata: {
        name: 'oracle-legacy-1',
        namespace: 'crm',
        labels: { 'kubernetes.io/service-name': 'oracle-legacy' },
        creationTimestamp: f.s.clock.ago(400_000),
      },
      addressType: 'IPv4',
      endpoints: [{ addresses: ['10.77.4.19'], conditions: { ready: true } }],
      ports: [{ name: 'tns', port: 1521, protocol: 'TCP' }],
    });
    herring.crash(f, 'corp-web/old-intranet', 20);
    f.say({
      app: 'crm/crm-core',
      from: 55,
      every: 40,
      lines:
        'HikariPool-1 - Exception during pool initialization. java.sql.SQLRecoverableException: IO Error: The Network Adapter could not establish the connection (CONNECTION_ID=x) Caused by: java.net.NoRouteToHostException: No route to host: oracle-legacy.crm.svc.cluster.local/' +
        f.ip('crm/oracle-legacy') +
        ':1521 -> 10.77.4.19:1521',
    });
    f.say({
      app: 'crm/crm-web',
      from: 55,
      every: 45,
      lines: `upstream prematurely closed connection while reading response header from upstream, client: 172.27.3.27, server: _, request: "GET /customers/{n} HTTP/1.1", upstream: "http://${f.ip('crm/crm-core')}:80/customers", host: "crm.corp.lan"`,
    });
  },
};

const headless: Scene = {
  id: 'chat-redis-headless-renamed',
  family: 'statefulset',
  on: 'eks',
  now: '2026-07-14T20:44:00Z',
  key: 'app.kubernetes.io/name',
  hops: 2,
  question: 'chat messages are not delivered, chat-router logs are full of redis errors but redis is 3/3 ready',
  scope: 'chat',
  causes: [
    {
      subjects: [
        ...of('chat/chat-redis', 'StatefulSet'),
        one('Service', 'chat/chat-redis-nodes'),
        one('Service', 'chat/chat-redis-headless'),
        one('Deployment', 'chat/chat-router'),
      ],
      says: [
        ['chat-redis-headless'],
        [
          'not found',
          'no such host',
          'does not exist',
          'missing',
          'resolve',
          'renamed',
          '不存在',
          'absent',
          'unknown',
          'no service',
        ],
      ],
    },
  ],
  symptoms: [one('Deployment', 'chat/chat-edge')],
  not: [one('Deployment', 'chat/chat-edge'), one('Deployment', 'kube-system/coredns')],
  absent: ['Service/chat/chat-redis-headless'],
  play: (f) => {
    f.app({ ns: 'chat', name: 'chat-edge', tone: 'slog', n: 3, env: { ROUTER: 'chat-router:80' } });
    f.app({
      ns: 'chat',
      name: 'chat-router',
      tone: 'slog',
      env: {
        REDIS_NODES:
          'chat-redis-0.chat-redis-headless:6379,chat-redis-1.chat-redis-headless:6379,chat-redis-2.chat-redis-headless:6379',
      },
    });
    const set = f.app({
      ns: 'chat',
      name: 'chat-redis',
      kind: 'StatefulSet',
      tone: 'redis',
      n: 3,
      c: 'redis',
      image: 'docker.io/library/redis:7.2.5',
      port: 6379,
      portName: 'tcp-redis',
      ready: { exec: { command: ['redis-cli', 'ping'] } },
      svc: 'chat-redis-headless',
      claim: { size: '4Gi', at: '/data' },
    });
    f.get('Service', 'chat/chat-redis-headless').metadata.name = 'chat-redis-nodes';
    const svc = f.get('Service', 'chat/chat-redis-nodes');
    svc.metadata.creationTimestamp = f.s.clock.ago(29);
    set.metadata.annotations = { 'meta.helm.sh/release-name': 'chat', 'meta.helm.sh/release-namespace': 'chat' };
    herring.image(f, 'chat/sticker-ml', 5);
    f.say({
      app: 'chat/chat-router',
      from: 28,
      every: 20,
      lines: `publish room {n}: dial tcp: lookup chat-redis-1.chat-redis-headless on ${f.dnsIP()}:53: no such host`,
    });
    f.say({
      app: 'chat/chat-router',
      from: 28,
      every: 31,
      lines: `cluster refresh: dial tcp: lookup chat-redis-0.chat-redis-headless on ${f.dnsIP()}:53: no such host`,
    });
    f.say({
      app: 'chat/chat-edge',
      from: 27,
      every: 30,
      lines: 'deliver: router returned 503 for POST http://chat-router:80/deliver',
    });
  },
};

export default [lockers, payLedger, geo, broad, dnsOut, manual, headless] satisfies Scene[];
