import { crashLoop, oldRestart, waiting } from '../../faults.ts';
import { herring, of, one } from '../herring.ts';
import type { Scene } from '../write.ts';

const cart: Scene = {
  id: 'cart-rules-key-renamed',
  family: 'missing-config',
  on: 'tke',
  now: '2026-03-05T12:11:00Z',
  key: 'app',
  hops: 3,
  question: '购物车结算 500,cart-web 和 cart-api 都正常,重启过 promo-rules 一次也没用',
  scope: 'cart',
  causes: [
    {
      subjects: [one('ConfigMap', 'cart/rules-env'), ...of('cart/promo-rules')],
      says: [
        ['grpc_listen', 'GRPC_LISTEN'],
        [
          "couldn't find key",
          'not found',
          'missing',
          'does not',
          'no key',
          'lacks',
          'renamed',
          '不存在',
          '缺少',
          '没有',
          '找不到',
        ],
      ],
    },
  ],
  symptoms: [one('Deployment', 'cart/cart-api')],
  not: [one('Deployment', 'cart/cart-web'), one('Deployment', 'cart/cart-api')],
  play: (f) => {
    const cm = f.config('cart/rules-env', { GRPC_LISTEN_ADDR: '0.0.0.0:7000', RULES_TTL: '60s' }, 200);
    f.edited(cm, 'kubectl-edit', 1500, { 'f:data': { 'f:GRPC_LISTEN_ADDR': {} } });
    f.app({ ns: 'cart', name: 'cart-web', tone: 'nginx', env: { API: 'http://cart-api' } });
    f.app({ ns: 'cart', name: 'cart-api', tone: 'slog', n: 3, env: { RULES_TARGET: 'dns:///promo-rules.cart:7000' } });
    f.app({
      ns: 'cart',
      name: 'promo-rules',
      tone: 'slog',
      n: 2,
      port: 7000,
      svcPort: 7000,
      portName: 'grpc',
      ready: { grpc: { port: 7000 } },
      keys: { GRPC_LISTEN: 'cm:rules-env:GRPC_LISTEN', RULES_TTL: 'cm:rules-env:RULES_TTL' },
    });
    f.revise(
      'cart/promo-rules',
      28,
      (t) => {
        delete t.metadata.annotations;
      },
      { by: 'kubectl-rollout' },
    );
    for (const p of f.pods('cart/promo-rules')) {
      waiting(f.s, p, 'CreateContainerConfigError', "couldn't find key GRPC_LISTEN in ConfigMap cart/rules-env", {
        minutes: 28,
      });
      f.s.event(p, 'Failed', "Error: couldn't find key GRPC_LISTEN in ConfigMap cart/rules-env", {
        first: 28,
        last: 0.3,
        count: 128,
        container: 'promo-rules',
      });
    }
    herring.image(f, 'cart/cart-exp', 4);
    f.say({
      app: 'cart/cart-api',
      from: 27,
      every: 20,
      lines:
        `evaluate promo: rpc error: code = Unavailable desc = connection error: desc = \\"transport: Error while dialing: dial tcp ${f.ip('cart/promo-rules')}:7000: connect: connection refused\\"`.replaceAll(
          '\\"',
          '"',
        ),
    });
  },
};

const rotated: Scene = {
  id: 'quota-redis-password-rotated',
  family: 'credentials',
  on: 'eks',
  now: '2026-09-23T00:46:00Z',
  key: 'app.kubernetes.io/name',
  hops: 2,
  question: 'api clients get 429/500 mix since ~00:20, limiter seems broken?? no deploys tonight (freeze)',
  causes: [
    {
      subjects: [
        one('Secret', 'edge/limiter-redis-auth'),
        ...of('edge/limiter'),
        ...of('edge/limiter-redis', 'StatefulSet'),
      ],
      says: [
        ['password', 'auth', 'wrongpass', 'credential', 'secret', '密码', '凭'],
        [
          'rotat',
          'changed',
          'wrongpass',
          'invalid',
          'stale',
          'updated',
          'newer',
          'edited',
          'rejected',
          '轮换',
          '更新',
          '修改',
        ],
      ],
    },
  ],
  symptoms: [one('Deployment', 'edge/api-edge')],
  not: [one('Deployment', 'edge/api-edge'), one('Deployment', 'edge/docs')],
  play: (f) => {
    const secret = f.secret('edge/limiter-redis-auth', ['password'], 150);
    f.edited(secret, 'externalsecrets.external-secrets.io/edge', 27, { 'f:data': { 'f:password': {} } });
    secret.metadata.labels = { 'reconcile.external-secrets.io/managed': 'true' };
    secret.metadata.annotations = { 'reconcile.external-secrets.io/data-hash': 'b2c1f0d4e1' };
    f.app({ ns: 'edge', name: 'api-edge', tone: 'tracing', n: 3, env: { LIMITER: 'http://limiter' } });
    f.app({ ns: 'edge', name: 'docs', tone: 'nginx', n: 1 });
    f.app({
      ns: 'edge',
      name: 'limiter',
      tone: 'slog',
      n: 2,
      env: { REDIS: 'limiter-redis:6379' },
      keys: { REDIS_PASSWORD: 'secret:limiter-redis-auth:password' },
    });
    f.app({
      ns: 'edge',
      name: 'limiter-redis',
      kind: 'StatefulSet',
      tone: 'redis',
      n: 1,
      image: 'docker.io/bitnami/redis:7.4.1',
      c: 'redis',
      port: 6379,
      portName: 'redis',
      ready: { tcpSocket: { port: 6379 } },
      keys: { REDIS_PASSWORD: 'secret:limiter-redis-auth:password' },
    });
    const redis = f.pod('edge/limiter-redis');
    redis.metadata.creationTimestamp = f.s.clock.ago(26);
    for (const c of redis.status?.containerStatuses ?? []) c.state = { running: { startedAt: f.s.clock.ago(25.8) } };
    f.s.event(
      f.get('StatefulSet', 'edge/limiter-redis'),
      'SuccessfulCreate',
      'create Pod limiter-redis-0 in StatefulSet limiter-redis successful',
      { type: 'Normal', first: 26, last: 26, source: 'statefulset-controller' },
    );
    f.s.add({
      apiVersion: 'apiextensions.k8s.io/v1',
      kind: 'CustomResourceDefinition',
      metadata: { name: 'externalsecrets.external-secrets.io' },
      spec: {
        group: 'external-secrets.io',
        scope: 'Namespaced',
        names: { kind: 'ExternalSecret', plural: 'externalsecrets' },
        versions: [{ name: 'v1', served: true, storage: true }],
      },
    });
    f.put({
      apiVersion: 'external-secrets.io/v1',
      kind: 'ExternalSecret',
      metadata: { name: 'limiter-redis-auth', namespace: 'edge' },
      spec: {
        refreshInterval: '1h',
        secretStoreRef: { kind: 'ClusterSecretStore', name: 'vault' },
        target: { name: 'limiter-redis-auth' },
      },
      status: {
        refreshTime: f.s.clock.ago(27),
        conditions: [
          {
            type: 'Ready',
            status: 'True',
            reason: 'SecretSynced',
            message: 'secret synced',
            lastTransitionTime: f.s.clock.ago(90_000),
          },
        ],
      },
    });
    herring.crash(f, 'edge/geo-header', 16);
    f.say({
      app: 'edge/limiter',
      from: 25,
      every: 15,
      lines: 'redis: WRONGPASS invalid username-password pair or user is disabled.',
    });
    f.say({
      app: 'edge/api-edge',
      from: 25,
      every: 25,
      lines: 'limiter check failed, failing closed: http://limiter/check returned 500 Internal Server Error',
    });
  },
};

const batch: Scene = {
  id: 'claims-backlog-batch-size-1k',
  family: 'config-invalid',
  on: 'openshift',
  now: '2026-07-07T10:20:00Z',
  key: 'app',
  hops: 1,
  question: 'insurance claims pile up in the queue (14k), broker is healthy. intake says it publishes fine',
  scope: 'claims',
  causes: [
    {
      subjects: [...of('claims/claim-assessor'), one('ConfigMap', 'claims/assessor-tuning')],
      says: [
        ['batch_size', 'ASSESSOR_BATCH_SIZE'],
        ['1k', 'invalid', 'parse', 'not a number', 'malformed', '无效', '解析'],
      ],
    },
  ],
  symptoms: [],
  not: [one('StatefulSet', 'claims/rabbit'), one('Deployment', 'claims/claim-intake')],
  play: (f) => {
    const cm = f.config('claims/assessor-tuning', { ASSESSOR_BATCH_SIZE: '1k', ASSESSOR_WORKERS: '8' }, 90);
    f.edited(cm, 'kubectl-patch', 57, { 'f:data': { 'f:ASSESSOR_BATCH_SIZE': {} } });
    f.app({
      ns: 'claims',
      name: 'rabbit',
      kind: 'StatefulSet',
      tone: 'golog',
      n: 1,
      image: 'docker.io/rabbitmq:3.13-management',
      port: 5672,
      portName: 'amqp',
      ready: { tcpSocket: { port: 5672 } },
      claim: { size: '10Gi', at: '/var/lib/rabbitmq' },
    });
    f.app({ ns: 'claims', name: 'claim-intake', tone: 'spring', env: { RABBIT_HOST: 'rabbit' } });
    f.app({
      ns: 'claims',
      name: 'claim-assessor',
      tone: 'golog',
      n: 3,
      c: 'assessor',
      svc: false,
      ready: null,
      from: ['cm:assessor-tuning'],
      env: { AMQP_URL: 'amqp://rabbit:5672' },
    });
    f.revise(
      'claims/claim-assessor',
      55,
      (t) => {
        delete t.metadata.annotations;
      },
      { by: 'kubectl-rollout' },
    );
    for (const p of f.pods('claims/claim-assessor'))
      crashLoop(f.s, p, { container: 'assessor', exitCode: 2, restarts: 14, first: 54, last: 3.1, lasted: 1 });
    herring.unready(f, 'claims/ocr-trial', 30);
    f.say({
      app: 'claims/claim-assessor',
      boot: true,
      level: 'fatal',
      lines: [
        'claim-assessor 2.4.1 starting',
        'config: ASSESSOR_BATCH_SIZE: strconv.Atoi: parsing "1k": invalid syntax',
      ],
    });
    f.say({
      app: 'claims/claim-intake',
      from: 50,
      every: 300,
      level: 'warn',
      lines: 'queue claims.assess depth 14{n}, oldest message 51 min',
    });
  },
};

const schema: Scene = {
  id: 'invoices-migration-suspended',
  family: 'job',
  on: 'gke',
  now: '2026-10-19T08:22:00Z',
  key: 'app',
  hops: 2,
  question: 'invoice page 500 after release 31. rollback did not help since v30 pods are gone, DB is up',
  scope: 'billing',
  causes: [
    {
      subjects: [one('Job', 'billing/invoice-migrate-r31')],
      says: [
        ['suspend', '挂起', '暂停'],
        ['migrat', 'job', '迁移'],
      ],
    },
  ],
  symptoms: [one('Deployment', 'billing/invoice-api')],
  not: [
    one('Deployment', 'billing/invoice-api'),
    one('StatefulSet', 'billing/invoice-pg'),
    one('Deployment', 'billing/invoice-web'),
  ],
  play: (f) => {
    f.app({ ns: 'billing', name: 'invoice-web', tone: 'nginx', env: { API: 'http://invoice-api' } });
    f.app({
      ns: 'billing',
      name: 'invoice-api',
      tone: 'gunicorn',
      n: 2,
      image: 'invoice-api:r31',
      env: { PGHOST: 'invoice-pg' },
    });
    f.app({
      ns: 'billing',
      name: 'invoice-pg',
      kind: 'StatefulSet',
      tone: 'pg',
      n: 1,
      image: 'postgres:16.4',
      port: 5432,
      portName: 'pg',
      ready: { exec: { command: ['pg_isready'] } },
      claim: { size: '40Gi', at: '/var/lib/postgresql/data' },
    });
    f.revise(
      'billing/invoice-api',
      49,
      (t) => {
        for (const c of t.spec.containers) c.image = c.image.replace('r31', 'r30');
      },
      { by: 'helm' },
    );
    f.put({
      apiVersion: 'batch/v1',
      kind: 'Job',
      metadata: {
        name: 'invoice-migrate-r31',
        namespace: 'billing',
        creationTimestamp: f.s.clock.ago(50),
        labels: { app: 'invoice-migrate' },
        uid: 'a1',
      },
      spec: {
        suspend: true,
        backoffLimit: 3,
        completions: 1,
        parallelism: 1,
        template: {
          metadata: { labels: { app: 'invoice-migrate' } },
          spec: {
            restartPolicy: 'Never',
            containers: [
              {
                name: 'alembic',
                image: 'europe-west4-docker.pkg.dev/prj-core-412/apps/invoice-api:r31',
                command: ['alembic', 'upgrade', 'head'],
                env: [{ name: 'PGHOST', value: 'invoice-pg' }],
              },
            ],
          },
        },
      },
      status: {
        conditions: [
          {
            type: 'Suspended',
            status: 'True',
            reason: 'JobSuspended',
            message: 'Job suspended',
            lastTransitionTime: f.s.clock.ago(50),
          },
        ],
        ready: 0,
        terminating: 0,
        uncountedTerminatedPods: {},
      },
    });
    f.s.event(f.get('Job', 'billing/invoice-migrate-r31'), 'Suspended', 'Job suspended', {
      type: 'Normal',
      first: 50,
      last: 50,
      source: 'job-controller',
    });
    herring.crash(f, 'billing/dunning-poc', 9);
    f.say({
      app: 'billing/invoice-pg',
      from: 48,
      every: 30,
      lines: [
        'relation "invoice_line_v2" does not exist at character 42',
        'STATEMENT:  SELECT id, amount FROM invoice_line_v2 WHERE invoice_id = $1',
      ],
    });
    f.say({
      app: 'billing/invoice-api',
      from: 48,
      every: 25,
      lines:
        'Error handling request /invoices/{n}: sqlalchemy.exc.ProgrammingError: (psycopg2.errors.UndefinedTable) relation "invoice_line_v2" does not exist',
    });
  },
};

const clients: Scene = {
  id: 'ledger-pg-too-many-clients',
  family: 'app-log',
  on: 'aks',
  now: '2026-02-26T17:55:00Z',
  key: 'app',
  hops: 2,
  question: 'posting to ledger fails randomly, half the requests 500. ledger-api not changed for weeks',
  scope: 'ledger',
  causes: [
    {
      subjects: [
        ...of('ledger/ledger-pg', 'StatefulSet'),
        ...of('ledger/report-fanout'),
        one('ConfigMap', 'ledger/pg-conf'),
      ],
      says: [
        ['too many clients', 'too many connections', 'connection slots', 'max_connections', 'connections', '连接'],
      ],
    },
  ],
  symptoms: [one('Deployment', 'ledger/ledger-api')],
  not: [one('Deployment', 'ledger/ledger-api'), one('Deployment', 'ledger/ledger-web')],
  play: (f) => {
    f.config(
      'ledger/pg-conf',
      { 'postgresql.conf': "max_connections = 100\nshared_buffers = 256MB\nlisten_addresses = '*'\n" },
      300,
    );
    f.app({ ns: 'ledger', name: 'ledger-web', tone: 'winston', env: { API: 'http://ledger-api' } });
    f.app({
      ns: 'ledger',
      name: 'ledger-api',
      tone: 'serilog',
      n: 2,
      env: { ConnectionStrings__Db: 'Host=ledger-pg;Port=5432;Maximum Pool Size=20' },
    });
    f.app({
      ns: 'ledger',
      name: 'report-fanout',
      tone: 'celery',
      n: 9,
      svc: false,
      ready: null,
      env: { DATABASE_URL: 'postgresql://reporter@ledger-pg:5432/ledger', POOL_SIZE: '12' },
    });
    f.app({
      ns: 'ledger',
      name: 'ledger-pg',
      kind: 'StatefulSet',
      tone: 'pg',
      n: 1,
      image: 'postgres:15.8',
      port: 5432,
      portName: 'pg',
      ready: { tcpSocket: { port: 5432 } },
      mounts: { '/etc/pg': 'cm:pg-conf' },
      claim: { size: '80Gi', at: '/var/lib/postgresql/data' },
    });
    const fan = f.get('Deployment', 'ledger/report-fanout');
    const set = f.s.all('ReplicaSet', 'ledger').find((r) => r.metadata.name.startsWith('report-fanout'));
    f.s.event(fan, 'ScalingReplicaSet', `Scaled up replica set ${set?.metadata.name} from 2 to 9`, {
      type: 'Normal',
      first: 41,
      last: 41,
      source: 'deployment-controller',
    });
    f.edited(fan, 'kubectl-scale', 41, { 'f:spec': { 'f:replicas': {} } });
    f.pods('ledger/report-fanout')
      .slice(2)
      .forEach((p) => {
        p.metadata.creationTimestamp = f.s.clock.ago(41);
        for (const c of p.status?.containerStatuses ?? []) c.state = { running: { startedAt: f.s.clock.ago(40.9) } };
      });
    herring.image(f, 'ledger/ledger-next', 3);
    f.say({ app: 'ledger/ledger-pg', from: 39, every: 8, level: 'fatal', lines: 'sorry, too many clients already' });
    f.say({
      app: 'ledger/ledger-api',
      from: 39,
      every: 20,
      lines:
        'Unhandled exception POST /entries Npgsql.PostgresException (0x80004005): 53300: sorry, too many clients already',
    });
    f.say({
      app: 'ledger/ledger-web',
      from: 38,
      every: 40,
      lines: 'POST http://ledger-api/entries failed with status 500',
    });
  },
};

const starved: Scene = {
  id: 'rates-db-cpu-limit-cut',
  family: 'cpu-throttling',
  on: 'kubeadm',
  now: '2026-06-29T16:16:00Z',
  key: 'app',
  hops: 2,
  question: '报价接口突然变慢,平均 6 秒,quote-api 的 CPU 才 5%,节点也很空',
  scope: 'rates',
  causes: [
    {
      subjects: of('rates/rates-mysql', 'StatefulSet'),
      says: [['cpu'], ['limit', 'throttl', '100m', '限制', '限流', '节流']],
    },
  ],
  symptoms: [one('Deployment', 'rates/quote-api')],
  not: [one('Deployment', 'rates/quote-api'), one('Deployment', 'rates/quote-web')],
  play: (f) => {
    f.app({ ns: 'rates', name: 'quote-web', tone: 'nginx', env: { QUOTE: 'http://quote-api' } });
    f.app({
      ns: 'rates',
      name: 'quote-api',
      tone: 'spring',
      n: 3,
      cpu: ['200m', '2'],
      env: { SPRING_DATASOURCE_URL: 'jdbc:mysql://rates-mysql:3306/rates' },
    });
    const set = f.app({
      ns: 'rates',
      name: 'rates-mysql',
      kind: 'StatefulSet',
      tone: 'mysqld',
      n: 1,
      image: 'mysql:8.0.40',
      port: 3306,
      portName: 'mysql',
      cpu: ['50m', '100m'],
      mem: ['1Gi', '2Gi'],
      ready: { tcpSocket: { port: 3306 } },
      claim: { size: '30Gi', at: '/var/lib/mysql' },
    });
    const pod = f.pod('rates/rates-mysql');
    pod.metadata.creationTimestamp = f.s.clock.ago(36);
    for (const c of pod.status?.containerStatuses ?? []) c.state = { running: { startedAt: f.s.clock.ago(35.8) } };
    f.edited(set, 'kubectl-patch', 36, {
      'f:spec': {
        'f:template': {
          'f:spec': {
            'f:containers': { 'k:{"name":"rates-mysql"}': { 'f:resources': { 'f:limits': { 'f:cpu': {} } } } },
          },
        },
      },
    });
    for (const [i, cpu] of ['4', '100m'].entries()) {
      const template = structuredClone(set.spec?.template ?? { metadata: { labels: {} }, spec: { containers: [] } });
      for (const c of template.spec.containers)
        c.resources = { requests: { cpu: i ? '50m' : '500m', memory: '1Gi' }, limits: { cpu, memory: '2Gi' } };
      f.s.add({
        apiVersion: 'apps/v1',
        kind: 'ControllerRevision',
        metadata: {
          name: `rates-mysql-${f.s.random.suffix(9)}`,
          namespace: 'rates',
          labels: { app: 'rates-mysql' },
          creationTimestamp: f.s.clock.ago(i ? 36 : 100_000),
          ownerReferences: [
            {
              apiVersion: 'apps/v1',
              kind: 'StatefulSet',
              name: 'rates-mysql',
              uid: set.metadata.uid ?? '',
              controller: true,
            },
          ],
        },
        revision: i + 4,
        data: { spec: { template } } as unknown as Record<string, string>,
      });
    }
    f.s.event(set, 'SuccessfulCreate', 'create Pod rates-mysql-0 in StatefulSet rates-mysql successful', {
      type: 'Normal',
      first: 36,
      last: 36,
      source: 'statefulset-controller',
    });
    herring.crash(f, 'rates/fx-scraper', 25);
    oldRestart(f.s, f.pod('rates/quote-api'), { exitCode: 137, reason: 'OOMKilled', days: 19 });
    f.say({
      app: 'rates/rates-mysql',
      from: 34,
      every: 60,
      level: 'warn',
      lines:
        'page_cleaner: 1000ms intended loop took 7{n}ms. The settings might not be optimal. (flushed=12, during the time.)',
    });
    f.say({
      app: 'rates/quote-api',
      from: 34,
      every: 25,
      level: 'warn',
      lines:
        'slow query 5812 ms on jdbc:mysql://rates-mysql:3306/rates: SELECT * FROM rate WHERE pair = ? ORDER BY ts DESC LIMIT 1',
    });
    f.say({
      app: 'rates/quote-web',
      from: 34,
      every: 50,
      lines: `upstream timed out (110: Operation timed out) while reading response header from upstream, client: ${f.podIP('ingress-nginx/ingress-nginx-controller')}, server: _, request: "GET /quote HTTP/1.1", upstream: "http://${f.ip('rates/quote-api')}:80/quote", host: "quote.corp.lan"`,
    });
  },
};

export default [cart, rotated, batch, schema, clients, starved] satisfies Scene[];
