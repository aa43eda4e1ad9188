import { incident, workload } from '../incident.ts';
export default incident({
  id: 'pool-exhausted-in-log',
  family: 'app-log',
  mode: 'forged',
  platform: 'ack',
  company: 'travel',
  now: '2026-04-30T11:27:00Z',
  onset: 36,
  question: '下单接口大量 500，Pod 全部正常，麻烦查根因',
  scope: { namespace: 'orders' },
  rootCauses: [
    {
      subjects: workload('orders', 'order-core'),
      says: [
        ['pool', 'connection is not available', 'hikari', '连接池'],
        ['timed out', 'exhaust', 'not available', 'full', '耗尽', '超时', '占满'],
      ],
    },
  ],
  symptoms: [{ kind: 'Deployment', namespace: 'orders', name: 'order-gateway' }],
  notRootCause: [
    { kind: 'Deployment', namespace: 'orders', name: 'order-gateway' },
    { kind: 'Deployment', namespace: 'orders', name: 'invoice' },
  ],
  hops: 1,
  apps: [
    {
      ns: 'orders',
      name: 'order-core',
      style: 'logback',
      replicas: 3,
      env: {
        SPRING_DATASOURCE_HIKARI_MAXIMUM_POOL_SIZE: '10',
        SPRING_DATASOURCE_URL: 'jdbc:mysql://order-db:3306/orders',
      },
    },
    {
      ns: 'orders',
      name: 'order-db',
      kind: 'StatefulSet',
      style: 'mysql',
      replicas: 1,
      port: 3306,
      image: 'mysql:8.0.40',
      probe: 'tcp',
      claim: { size: '100Gi', mount: '/var/lib/mysql' },
    },
    {
      ns: 'orders',
      name: 'order-gateway',
      style: 'pino',
      replicas: 2,
      env: { CORE: 'http://order-core' },
      ingress: { host: 'order.travel.example' },
    },
    { ns: 'orders', name: 'invoice', style: 'dotnet', replicas: 1 },
  ],
  logs: [
    {
      app: 'orders/order-core',
      say: 'Servlet.service() for servlet [dispatcherServlet] threw exception: java.sql.SQLTransientConnectionException: HikariPool-1 - Connection is not available, request timed out after 30000ms (total=10, active=10, idle=0, waiting=57)',
      every: 25,
    },
    {
      app: 'orders/order-core',
      level: 'warn',
      say: 'Connection leak detection triggered for com.mysql.cj.jdbc.ConnectionImpl@{id}, stack trace follows',
      every: 150,
    },
    { app: 'orders/order-gateway', say: 'upstream order-core responded 500 in 30012ms trace={id}', every: 25 },
  ],
});
