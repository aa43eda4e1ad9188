import { incident } from '../incident.ts';
export default incident({
  id: 'class-typo-four-hops',
  family: 'volume-binding',
  mode: 'living',
  platform: 'aks',
  company: 'travel',
  now: '2026-05-23T21:40:00Z',
  onset: 44,
  question: '预订页面提交就报 500，请定位根因',
  scope: { namespace: 'reserve' },
  rootCauses: [
    {
      subjects: [
        { kind: 'StorageClass', name: 'managed-csi-premium' },
        { kind: 'PersistentVolumeClaim', namespace: 'reserve', name: 'data-hold-queue-0' },
        { kind: 'StatefulSet', namespace: 'reserve', name: 'hold-queue' },
        { kind: 'Pod', namespace: 'reserve', name: 'hold-queue-0' },
      ],
      says: [
        ['storageclass', 'storage class', 'managed-csi-premium', '存储类'],
        ['not found', 'does not exist', 'missing', 'no such', '不存在', '找不到'],
      ],
    },
  ],
  symptoms: [{ kind: 'Deployment', namespace: 'reserve', name: 'hold-api' }],
  notRootCause: [
    { kind: 'Deployment', namespace: 'reserve', name: 'reserve-web' },
    { kind: 'Deployment', namespace: 'reserve', name: 'hold-api' },
  ],
  hops: 4,
  absent: ['StorageClass//managed-csi-premium'],
  apps: [
    {
      ns: 'reserve',
      name: 'reserve-web',
      style: 'pino',
      replicas: 2,
      env: { HOLD_API: 'http://hold-api' },
      ingress: { host: 'reserve.travel.example' },
    },
    {
      ns: 'reserve',
      name: 'hold-api',
      style: 'logback',
      replicas: 2,
      env: { RABBIT_HOST: 'hold-queue.reserve.svc.cluster.local' },
    },
  ],
  fault: [
    {
      apply: [
        {
          apiVersion: 'v1',
          kind: 'Service',
          metadata: { name: 'hold-queue', namespace: 'reserve' },
          spec: { clusterIP: 'None', selector: { app: 'hold-queue' }, ports: [{ name: 'amqp', port: 5672 }] },
        },
        {
          apiVersion: 'apps/v1',
          kind: 'StatefulSet',
          metadata: { name: 'hold-queue', namespace: 'reserve', labels: { app: 'hold-queue' } },
          spec: {
            serviceName: 'hold-queue',
            replicas: 1,
            selector: { matchLabels: { app: 'hold-queue' } },
            template: {
              metadata: { labels: { app: 'hold-queue' } },
              spec: {
                containers: [
                  {
                    name: 'rabbitmq',
                    image: 'acrcoreprod.azurecr.io/rabbitmq:4.1',
                    ports: [{ containerPort: 5672 }],
                    volumeMounts: [{ name: 'data', mountPath: '/var/lib/rabbitmq' }],
                  },
                ],
              },
            },
            volumeClaimTemplates: [
              {
                metadata: { name: 'data' },
                spec: {
                  accessModes: ['ReadWriteOnce'],
                  storageClassName: 'managed-csi-premium',
                  resources: { requests: { storage: '20Gi' } },
                },
              },
            ],
          },
        },
      ],
    },
  ],
  settle: 22,
  logs: [
    {
      app: 'reserve/hold-api',
      say: 'org.springframework.amqp.AmqpIOException: java.net.UnknownHostException: hold-queue.reserve.svc.cluster.local',
      every: 40,
      from: 42,
    },
    { app: 'reserve/reserve-web', say: 'POST http://hold-api/holds responded 500', every: 40, from: 42 },
  ],
});
