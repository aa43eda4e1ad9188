import { one } from '../../field/herring.ts';
import { scene } from '../../field/write.ts';
import { deployed, kafka, program, tell } from '../kit.ts';

export default scene({
  id: 'calm-consumer-group-rebalanced',
  family: 'healthy',
  on: 'ack',
  now: '2026-07-21T03:20:00Z',
  hops: 0,
  question: '刚发完版 clickstream-sink 日志里一堆 rebalance 和 "Offset commit failed",kafka 是不是有问题?会不会丢数据',
  scope: 'stream',
  not: [
    one('Deployment', 'stream/clickstream-sink'),
    one('StatefulSet', 'stream/kafka'),
    one('Deployment', 'stream/clickstream-api'),
  ],
  play: (f) => {
    kafka(f, 'stream/kafka');
    f.app({ ns: 'stream', name: 'clickstream-api', tone: 'slog', n: 2, env: { BROKERS: 'kafka-0.kafka:9092' } });
    program(f, 'logback', {
      ns: 'stream',
      name: 'clickstream-sink',
      n: 3,
      image: 'clickstream-sink:1.14.0',
      svc: false,
      env: { BOOTSTRAP: 'kafka-0.kafka:9092,kafka-1.kafka:9092', GROUP: 'clickstream-sink' },
    });
    deployed(f, 'stream/clickstream-sink', 26, '1.13.2', 'kubectl-set');
    const sink = (text: string, by: string, level: 'info' | 'warn' | 'error', from: number, every?: number): void =>
      tell(f, 'stream/clickstream-sink', text, { level, by, from, ...(every ? { every } : {}) });
    const at = 'o.a.k.c.c.i.ConsumerCoordinator';
    const group = '[Consumer clientId=sink-1, groupId=clickstream-sink]';
    sink(`${group} Attempt to heartbeat failed since group is rebalancing`, at, 'info', 25.6);
    sink(
      `${group} Offset commit failed on partition clicks-7 at offset 88{n}: The coordinator is not aware of this member.`,
      at,
      'error',
      25.3,
    );
    sink(`${group} Revoke previously assigned partitions clicks-6, clicks-7, clicks-8`, at, 'info', 25.2);
    sink(`${group} Request joining group due to: group is already rebalancing`, at, 'info', 25);
    sink(
      `${group} Successfully joined group with generation Generation{generationId=214, memberId='sink-1', protocol='cooperative-sticky'}`,
      at,
      'info',
      24.4,
    );
    sink(`${group} Adding newly assigned partitions: clicks-3, clicks-4, clicks-5`, at, 'info', 24.3);
    sink('wrote batch of 5000 rows in 412 ms, lag 0', 'c.a.sink.Writer', 'info', 23.9, 120);
    tell(
      f,
      'stream/kafka',
      '[GroupCoordinator 0]: Preparing to rebalance group clickstream-sink in state PreparingRebalance with old generation 213 (__consumer_offsets-31) (reason: Adding new member sink-1 with group instance id None; client reason: not provided)',
      { level: 'info', by: 'kafka.coordinator.group.GroupCoordinator', from: 25.5, pods: (_p, i) => i === 0 },
    );
    tell(
      f,
      'stream/kafka',
      '[GroupCoordinator 0]: Stabilized group clickstream-sink generation 214 (__consumer_offsets-31) with 3 members',
      { level: 'info', by: 'kafka.coordinator.group.GroupCoordinator', from: 24.5, pods: (_p, i) => i === 0 },
    );
  },
});
