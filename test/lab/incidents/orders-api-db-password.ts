import { crashLoop } from '../faults.ts';
import { incident, workload } from '../incident.ts';

export default incident({
  id: 'orders-api-db-password',
  family: 'credentials',
  mode: 'forged',
  platform: 'eks',
  company: 'grocer',
  now: '2026-01-13T05:48:00Z',
  onset: 34,
  question: 'nobody can order groceries, the app shows a red banner',
  scope: { namespace: 'orders' },
  rootCauses: [
    {
      subjects: [
        { kind: 'Secret', namespace: 'orders', name: 'orders-db-app' },
        ...workload('orders', 'orders-api'),
        { kind: 'StatefulSet', namespace: 'orders', name: 'orders-db' },
      ],
      says: [
        ['password', 'credential', 'authentication', '密码', '认证'],
        ['fail', 'wrong', 'reject', 'denied', 'changed', 'rotat', '失败', '错误', '拒绝'],
      ],
    },
  ],
  symptoms: [{ kind: 'Deployment', namespace: 'orders', name: 'shop-bff' }],
  notRootCause: [
    { kind: 'Deployment', namespace: 'orders', name: 'shop-bff' },
    { kind: 'Deployment', namespace: 'orders', name: 'slot-planner' },
  ],
  hops: 2,
  apps: [
    {
      ns: 'orders',
      name: 'orders-api',
      style: 'logback',
      replicas: 2,
      env: { SPRING_DATASOURCE_URL: 'jdbc:postgresql://orders-db:5432/orders' },
      keys: {
        SPRING_DATASOURCE_USERNAME: 'secret:orders-db-app:username',
        SPRING_DATASOURCE_PASSWORD: 'secret:orders-db-app:password',
      },
    },
    {
      ns: 'orders',
      name: 'orders-db',
      kind: 'StatefulSet',
      style: 'postgres',
      replicas: 1,
      image: 'postgres:16.9',
      port: 5432,
      probe: 'tcp',
      claim: { size: '50Gi', mount: '/var/lib/postgresql/data' },
      keys: { POSTGRES_PASSWORD: 'secret:orders-db-root:password' },
    },
    {
      ns: 'orders',
      name: 'shop-bff',
      style: 'pino',
      replicas: 2,
      env: { ORDERS_URL: 'http://orders-api.orders.svc' },
      ingress: { host: 'app.grocer.example' },
    },
    { ns: 'orders', name: 'slot-planner', style: 'zap', replicas: 1 },
  ],
  extra: ['orders-db-app', 'orders-db-root'].map((name) => ({
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: { name, namespace: 'orders' },
    type: 'Opaque',
    data: { username: 'eA==', password: 'eA==' },
  })),
  edit: (s) => {
    const secret = s.find('Secret', 'orders', 'orders-db-app');
    secret.metadata.managedFields = [
      {
        manager: 'external-secrets',
        operation: 'Update',
        apiVersion: 'v1',
        time: s.clock.ago(36),
        fieldsType: 'FieldsV1',
        fieldsV1: { 'f:data': { 'f:password': {} } },
      },
    ];
    for (const p of s.pods('orders/orders-api')) crashLoop(s, p, { exitCode: 1, first: 33, restarts: 9, lasted: 11 });
  },
  logs: [
    {
      app: 'orders/orders-api',
      startup: true,
      say: [
        'HikariPool-1 - Starting...',
        'Starting OrdersApiApplication v4.11.2 using Java 21.0.5',
        'HikariPool-1 - Exception during pool initialization.',
        'org.postgresql.util.PSQLException: FATAL: password authentication failed for user "orders_app"',
        '\tat org.postgresql.core.v3.ConnectionFactoryImpl.doAuthentication(ConnectionFactoryImpl.java:711)',
        '\tat com.zaxxer.hikari.pool.HikariPool.createPoolEntry(HikariPool.java:470)',
        'Application run failed',
      ],
    },
    {
      app: 'orders/orders-db',
      level: 'fatal',
      say: ['password authentication failed for user "orders_app"'],
      every: 70,
      from: 33,
    },
    {
      app: 'orders/shop-bff',
      say: 'orders-api request failed: connect ECONNREFUSED 10.96.3.18:80 cart={id}',
      every: 30,
      from: 33,
    },
  ],
});
