import { herring, of, one } from '../../field/herring.ts';
import { scene } from '../../field/write.ts';
import { deployed, kafka, program, tell } from '../kit.ts';

export default scene({
  id: 'claims-photos-exceed-kafka-request-size',
  family: 'app-limit',
  on: 'rke2',
  now: '2026-09-17T09:05:00Z',
  key: 'app',
  hops: 1,
  question:
    'some claims never reach the adjuster queue, mostly those with many photos. kafka team sees no errors on brokers',
  scope: 'claims',
  causes: [
    {
      subjects: [...of('claims/claims-intake'), one('ConfigMap', 'claims/claims-intake-env')],
      says: [
        ['recordtoolarge', 'record too large', 'too large', 'max.request.size', 'larger than', '过大', '超过', '太大'],
        ['1048576', 'max.request.size', 'size', 'bytes', '大小', '字节'],
      ],
    },
  ],
  not: [one('StatefulSet', 'claims/kafka'), one('Deployment', 'claims/adjuster-queue')],
  play: (f) => {
    kafka(f, 'claims/kafka', { env: { KAFKA_MESSAGE_MAX_BYTES: '8388608' } });
    f.config(
      'claims/claims-intake-env',
      {
        KAFKA_BOOTSTRAP: 'kafka-0.kafka:9092,kafka-1.kafka:9092',
        KAFKA_ACKS: 'all',
        KAFKA_MAX_REQUEST_SIZE: '1048576',
        EMBED_PHOTOS: 'true',
      },
      260,
    );
    program(f, 'logback', {
      ns: 'claims',
      name: 'claims-intake',
      n: 3,
      image: 'claims-intake:6.0.0',
      from: ['cm:claims-intake-env'],
    });
    deployed(f, 'claims/claims-intake', 1180, '5.11.2');
    program(f, 'logback', { ns: 'claims', name: 'adjuster-queue', n: 2, svc: false, env: { GROUP: 'adjuster' } });
    tell(
      f,
      'claims/claims-intake',
      'claim C-{n} not published\norg.apache.kafka.common.errors.RecordTooLargeException: The message is 2614231 bytes when serialized which is larger than 1048576, which is the value of the max.request.size configuration.',
      { by: 'c.a.claims.Publisher', from: 48, every: 75 },
    );
    tell(f, 'claims/claims-intake', 'claim C-{n} published, 41022 bytes', {
      by: 'c.a.claims.Publisher',
      level: 'info',
      from: 48,
      every: 40,
    });
    herring.image(f, 'claims/fraud-gnn', 4);
  },
});
