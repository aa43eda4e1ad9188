import { herring, of, one } from '../../field/herring.ts';
import { scene } from '../../field/write.ts';
import { cr } from '../../third/kit.ts';
import { zero } from '../kit.ts';

export default scene({
  id: 'stream-old-topics-wait-for-their-operator',
  family: 'finalizer',
  on: 'rke2',
  now: '2026-08-28T03:30:00Z',
  hops: 2,
  question: 'stream-old 命名空间删了一晚上还是 Terminating,里面 pod 早没了,apiserver 是不是有问题',
  causes: [
    {
      subjects: [
        one('KafkaTopic', 'stream-old/*'),
        one('Namespace', 'stream-old'),
        ...of('stream-operators/topic-operator'),
      ],
      says: [
        ['finalizer', '终结器'],
        ['topic-operator', 'kafkatopic', 'operator', '控制器'],
      ],
    },
  ],
  not: [one('Namespace', 'stream'), one('StatefulSet', 'stream/kafka'), one('Deployment', 'stream/event-router')],
  play: (f) => {
    f.app({
      ns: 'stream-operators',
      name: 'topic-operator',
      tone: 'log4j',
      n: 1,
      image: 'quay.io/strimzi/operator:0.46.0',
      svc: false,
    });
    zero(f, 'stream-operators/topic-operator', 'kubectl-scale', 2100);
    f.app({ ns: 'stream', name: 'event-router', tone: 'slog', n: 2 });
    f.app({
      ns: 'stream',
      name: 'kafka',
      kind: 'StatefulSet',
      tone: 'log4j',
      n: 3,
      image: 'quay.io/strimzi/kafka:0.46.0-kafka-4.0.0',
      port: 9092,
      claim: { size: '100Gi', at: '/var/lib/kafka' },
      ready: { tcpSocket: { port: 9092 } },
    });
    const at = f.s.clock.ago(742);
    const ns = f.ns('stream-old');
    ns.metadata.deletionTimestamp = at;
    for (const account of f.s.all('ServiceAccount', 'stream-old')) f.s.remove(account);
    ns.status = {
      phase: 'Terminating',
      conditions: [
        {
          type: 'NamespaceDeletionDiscoveryFailure',
          status: 'False',
          reason: 'ResourcesDiscovered',
          message: 'All resources successfully discovered',
          lastTransitionTime: at,
        },
        {
          type: 'NamespaceDeletionGroupVersionParsingFailure',
          status: 'False',
          reason: 'ParsedGroupVersions',
          message: 'All legacy kube types successfully parsed',
          lastTransitionTime: at,
        },
        {
          type: 'NamespaceDeletionContentFailure',
          status: 'False',
          reason: 'ContentDeleted',
          message: 'All content successfully deleted, may be waiting on finalization',
          lastTransitionTime: at,
        },
        {
          type: 'NamespaceContentRemaining',
          status: 'True',
          reason: 'SomeResourcesRemain',
          message: 'Some resources are remaining: kafkatopics.kafka.strimzi.io has 3 resource instances',
          lastTransitionTime: at,
        },
        {
          type: 'NamespaceFinalizersRemaining',
          status: 'True',
          reason: 'SomeFinalizersRemain',
          message:
            'Some content in the namespace has finalizers remaining: strimzi.io/topic-operator in 3 resource instances',
          lastTransitionTime: at,
        },
      ],
    };
    for (const name of ['audit-events', 'billing-events', 'user-events']) {
      const topic = cr(f, 'kafka.strimzi.io/v1beta2/KafkaTopic', 'kafkatopics', `stream-old/${name}`, {
        days: 500,
        spec: { partitions: 6, replicas: 3 } as never,
        status: {
          conditions: [{ type: 'Ready', status: 'True', lastTransitionTime: f.s.clock.ago(300_000) }],
          observedGeneration: 2,
          topicName: name,
        } as never,
      });
      topic.metadata.finalizers = ['strimzi.io/topic-operator'];
      topic.metadata.deletionTimestamp = at;
      topic.metadata.labels = { 'strimzi.io/cluster': 'old' };
    }
    for (const account of f.s.all('ServiceAccount', 'stream-old')) f.s.remove(account);
    herring.image(f, 'stream/schema-lab', 4);
  },
});
