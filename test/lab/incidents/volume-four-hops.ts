import { incident } from '../incident.ts';

const CLAIM = 'data-ledger-db-0';

export default incident({
  id: 'volume-four-hops',
  family: 'demo',
  mode: 'living',
  platform: 'kubeadm',
  company: 'museum',
  now: '2026-05-06T11:20:00Z',
  onset: 47,
  question: 'the ticket shop answers 500 on every order, find the root cause',
  scope: { namespace: 'shop' },
  rootCauses: [
    {
      subjects: [
        { kind: 'StorageClass', name: 'ceph-nvme' },
        { kind: 'PersistentVolumeClaim', namespace: 'shop', name: CLAIM },
        { kind: 'StatefulSet', namespace: 'shop', name: 'ledger-db' },
        { kind: 'Pod', namespace: 'shop', name: 'ledger-db-0' },
      ],
      says: [
        ['ceph-nvme', 'storageclass', 'storage class', '存储类'],
        ['not found', 'does not exist', 'missing', 'no such', '不存在', '找不到'],
      ],
    },
  ],
  symptoms: [
    { kind: 'Deployment', namespace: 'shop', name: 'order-api' },
    { kind: 'Deployment', namespace: 'shop', name: 'shop-front' },
  ],
  notRootCause: [
    { kind: 'Deployment', namespace: 'shop', name: 'shop-front' },
    { kind: 'Deployment', namespace: 'shop', name: 'order-api' },
    { kind: 'Deployment', namespace: 'shop', name: 'gift-cards' },
  ],
  hops: 4,
  apps: [
    {
      ns: 'shop',
      name: 'shop-front',
      style: 'nginx',
      replicas: 2,
      ingress: { host: 'shop.museum.example' },
      env: { ORDER_API: 'http://order-api.shop.svc.cluster.local' },
      hpa: { min: 2, max: 5, cpu: 70 },
    },
    {
      ns: 'shop',
      name: 'order-api',
      style: 'zap',
      replicas: 2,
      env: { DB_HOST: 'ledger-db.shop.svc.cluster.local', DB_PORT: '5432' },
      pdb: { minAvailable: 1 },
      probe: '/readyz',
    },
    { ns: 'shop', name: 'gift-cards', style: 'pino', replicas: 1 },
  ],
  fault: [
    {
      apply: [
        {
          apiVersion: 'v1',
          kind: 'Service',
          metadata: { name: 'ledger-db', namespace: 'shop', labels: { app: 'ledger-db' } },
          spec: {
            clusterIP: 'None',
            selector: { app: 'ledger-db' },
            ports: [{ name: 'pg', port: 5432, targetPort: 5432 }],
          },
        },
        {
          apiVersion: 'apps/v1',
          kind: 'StatefulSet',
          metadata: { name: 'ledger-db', namespace: 'shop', labels: { app: 'ledger-db' } },
          spec: {
            serviceName: 'ledger-db',
            replicas: 1,
            selector: { matchLabels: { app: 'ledger-db' } },
            template: {
              metadata: { labels: { app: 'ledger-db' } },
              spec: {
                containers: [
                  {
                    name: 'postgres',
                    image: 'harbor.corp.lan/library/postgres:17.4',
                    ports: [{ containerPort: 5432 }],
                    volumeMounts: [{ name: 'data', mountPath: '/var/lib/postgresql/data' }],
                  },
                ],
              },
            },
            volumeClaimTemplates: [
              {
                metadata: { name: 'data' },
                spec: {
                  accessModes: ['ReadWriteOnce'],
                  storageClassName: 'ceph-nvme',
                  resources: { requests: { storage: '20Gi' } },
                },
              },
            ],
          },
        },
      ],
    },
    {
      patch: 'deployment/order-api',
      in: 'shop',
      with: {
        spec: {
          template: {
            spec: {
              containers: [
                {
                  name: 'order-api',
                  image: 'harbor.corp.lan/apps/order-api:1.0.0',
                  ports: [{ name: 'http', containerPort: 8080, protocol: 'TCP' }],
                  env: [
                    { name: 'DB_HOST', value: 'ledger-db.shop.svc.cluster.local' },
                    { name: 'DB_PORT', value: '5432' },
                  ],
                  readinessProbe: { httpGet: { path: '/failz', port: 8080, scheme: 'HTTP' }, periodSeconds: 10 },
                },
              ],
            },
          },
          strategy: { type: 'Recreate', rollingUpdate: null },
        },
      },
    },
  ],
  rename: [
    ['/failz', '/readyz'],
    ['HTTP probe failed with statuscode: 500', 'HTTP probe failed with statuscode: 503'],
  ],
  absent: ['StorageClass//ceph-nvme'],
  settle: 30,
  logs: [
    {
      app: 'shop/order-api',
      say: 'readiness: ledger database unavailable: failed to connect to `user=ledger database=ledger`: hostname resolving error: lookup ledger-db.shop.svc.cluster.local on 10.96.0.10:53: no such host',
      every: 60,
      from: 44,
    },
    {
      app: 'shop/shop-front',
      say: 'connect() failed (111: Connection refused) while connecting to upstream, client: 10.244.1.{n}, server: shop.museum.example, request: "POST /orders HTTP/1.1", upstream: "http://order-api.shop.svc.cluster.local/v1/orders", host: "shop.museum.example"',
      every: 45,
      from: 44,
    },
    {
      app: 'shop/shop-front',
      raw: true,
      say: '10.244.9.{n} - - [06/May/2026:11:02:14 +0000] "POST /orders HTTP/1.1" 500 177 "https://shop.museum.example/basket" "Mozilla/5.0 (X11; Linux x86_64)"',
      from: 18,
    },
  ],
});
