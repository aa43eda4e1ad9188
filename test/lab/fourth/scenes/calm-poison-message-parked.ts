import { one } from '../../field/herring.ts';
import { scene } from '../../field/write.ts';
import { kafka, program, tell } from '../kit.ts';

export default scene({
  id: 'calm-poison-message-parked',
  family: 'healthy',
  on: 'kubeadm',
  now: '2026-04-20T12:25:00Z',
  key: 'app',
  hops: 0,
  question:
    'parcel-events threw a big stack trace (JsonParseException) at 11:48 and something about a dead letter topic. consumer stuck? lag alert is quiet',
  scope: 'parcel',
  not: [
    one('Deployment', 'parcel/parcel-events'),
    one('StatefulSet', 'parcel/kafka'),
    one('Deployment', 'parcel/parcel-api'),
  ],
  play: (f) => {
    kafka(f, 'parcel/kafka');
    f.app({ ns: 'parcel', name: 'parcel-api', tone: 'slog', n: 2 });
    program(f, 'logback', {
      ns: 'parcel',
      name: 'parcel-events',
      n: 2,
      svc: false,
      env: { TOPIC: 'parcel.scans', DLT: 'parcel.scans.DLT' },
    });
    const at = { from: 37, pods: (_p: unknown, i: number) => i === 0 };
    tell(
      f,
      'parcel/parcel-events',
      "Backoff FixedBackOff{interval=1000, currentAttempts=3, maxAttempts=2} exhausted for parcel.scans-4@1880213\ncom.fasterxml.jackson.core.JsonParseException: Unexpected character ('<' (code 60)): expected a valid value\n\tat com.fasterxml.jackson.core.JsonParser._constructError(JsonParser.java:2481)\n\tat com.acme.parcel.ScanListener.on(ScanListener.java:37)",
      { by: 'o.s.k.l.DefaultErrorHandler', ...at },
    );
    tell(
      f,
      'parcel/parcel-events',
      'Successful dead-letter publication: parcel.scans-4@1880213 to parcel.scans.DLT-4@16',
      { by: 'o.s.k.l.DeadLetterPublishingRecoverer', level: 'info', from: 36.9, pods: at.pods },
    );
    tell(f, 'parcel/parcel-events', 'processed 412 scans in the last minute, lag 0', {
      by: 'c.a.parcel.Stats',
      level: 'info',
      from: 46,
      every: 180,
    });
  },
});
