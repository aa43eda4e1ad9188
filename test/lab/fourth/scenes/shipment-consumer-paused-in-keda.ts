import { herring, of, one } from '../../field/herring.ts';
import { scene } from '../../field/write.ts';
import { cr } from '../../third/kit.ts';
import { kafka, program, tell, zero } from '../kit.ts';

export default scene({
  id: 'shipment-consumer-paused-in-keda',
  family: 'autoscaling',
  on: 'aks',
  now: '2026-09-29T06:30:00Z',
  key: 'app',
  hops: 2,
  question: '发货状态从昨天开始不更新,kafka 堆积越来越多,手动 scale shipment-consumer 到 2 一会又变回 0',
  scope: 'logistics',
  causes: [
    {
      subjects: [one('ScaledObject', 'logistics/shipment-consumer'), ...of('logistics/shipment-consumer')],
      says: [
        ['paused', 'pause', '暂停'],
        ['scaledobject', 'keda', 'replicas', '副本'],
      ],
    },
  ],
  symptoms: [one('Deployment', 'logistics/shipment-consumer')],
  not: [
    one('StatefulSet', 'logistics/kafka'),
    one('Deployment', 'logistics/shipment-api'),
    one('Deployment', 'keda/keda-operator'),
  ],
  play: (f) => {
    kafka(f, 'logistics/kafka');
    f.app({ ns: 'keda', name: 'keda-operator', tone: 'glog', n: 1, image: 'ghcr.io/kedacore/keda:2.17.2', svc: false });
    f.app({ ns: 'logistics', name: 'shipment-api', tone: 'spring', n: 2, env: { KAFKA: 'kafka-0.kafka:9092' } });
    program(f, 'logback', {
      ns: 'logistics',
      name: 'shipment-consumer',
      n: 2,
      svc: false,
      env: { GROUP: 'shipment-consumer', TOPIC: 'shipment.events' },
    });
    zero(f, 'logistics/shipment-consumer', 'keda', 12);
    program(f, 'zap', { ns: 'logistics', name: 'kafka-lag-exporter', n: 1 });
    const so = cr(f, 'keda.sh/v1alpha1/ScaledObject', 'scaledobjects', 'logistics/shipment-consumer', {
      days: 150,
      metadata: {
        name: 'shipment-consumer',
        namespace: 'logistics',
        annotations: { 'autoscaling.keda.sh/paused-replicas': '0' },
      },
      spec: {
        scaleTargetRef: { name: 'shipment-consumer' },
        minReplicaCount: 2,
        maxReplicaCount: 12,
        triggers: [
          {
            type: 'kafka',
            metadata: {
              topic: 'shipment.events',
              consumerGroup: 'shipment-consumer',
              lagThreshold: '500',
              bootstrapServers: 'kafka:9092',
            },
          },
        ],
      },
      status: {
        pausedReplicaCount: 0,
        conditions: [
          {
            type: 'Ready',
            status: 'True',
            reason: 'ScaledObjectReady',
            message: 'ScaledObject is defined correctly and is ready for scaling',
          },
          { type: 'Active', status: 'Unknown' },
          { type: 'Paused', status: 'True', reason: 'ScaledObjectPaused', message: 'ScaledObject is paused' },
        ],
      } as never,
    });
    f.edited(so, 'kubectl-annotate', 1290, {
      'f:metadata': { 'f:annotations': { 'f:autoscaling.keda.sh/paused-replicas': {} } },
    });
    tell(f, 'logistics/kafka-lag-exporter', 'group shipment-consumer topic shipment.events lag 48{n}, members 0', {
      level: 'warn',
      by: 'collector/lag.go:57',
      from: 48,
      every: 120,
    });
    herring.crash(f, 'logistics/route-planner-poc', 15);
  },
});
