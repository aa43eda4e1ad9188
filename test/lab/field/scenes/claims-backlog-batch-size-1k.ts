import { crashLoop } from '../../faults.ts';
import { herring, of, one } from '../herring.ts';
import { PLACES } from '../neighbours.ts';
import { scene } from '../write.ts';

export default scene({
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
  sees: ['claims', ...PLACES],
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
});
