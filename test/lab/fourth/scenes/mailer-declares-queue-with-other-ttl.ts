import { crashLoop } from '../../faults.ts';
import { herring, of, one } from '../../field/herring.ts';
import { scene } from '../../field/write.ts';
import { deployed, program, rabbit, tell, words } from '../kit.ts';

export default scene({
  id: 'mailer-declares-queue-with-other-ttl',
  family: 'exit-log',
  on: 'aks',
  now: '2026-10-15T13:26:00Z',
  key: 'app',
  hops: 1,
  question: 'no order confirmation mails since 12:45. rabbit restarted its node last night, is the queue corrupt?',
  scope: 'mail',
  causes: [
    {
      subjects: [...of('mail/mailer')],
      says: [
        ['x-message-ttl', 'inequivalent', 'precondition_failed', 'precondition failed'],
        ['mail.out', 'queue', '队列'],
      ],
    },
  ],
  not: [one('StatefulSet', 'mail/rabbit'), one('Deployment', 'mail/mail-api')],
  play: (f) => {
    rabbit(f, 'mail/rabbit');
    program(f, 'pylog', { ns: 'mail', name: 'mail-api', n: 2, env: { RABBIT: 'amqp://rabbit:5672' } });
    program(f, 'pylog', {
      ns: 'mail',
      name: 'mailer',
      n: 2,
      image: 'mailer:4.3.0',
      svc: false,
      ready: null,
      env: { RABBIT: 'amqp://rabbit:5672', QUEUE: 'mail.out', MESSAGE_TTL_MS: '60000' },
    });
    deployed(f, 'mail/mailer', 41, '4.2.6');
    for (const p of f.pods('mail/mailer'))
      crashLoop(f.s, p, { exitCode: 1, restarts: 12, first: 40, last: 1.7, lasted: 3 });
    f.say({
      app: 'mail/mailer',
      boot: true,
      lines: [
        words('info', 'mailer.main', 'mailer 4.3.0 starting'),
        words('info', 'pika.adapters.blocking_connection', 'Created channel=1'),
        words(
          'warn',
          'pika.channel',
          "Received remote Channel.Close (406): \"PRECONDITION_FAILED - inequivalent arg 'x-message-ttl' for queue 'mail.out' in vhost '/': received '60000' but current is '3600000'\" on <Channel number=1 OPEN>",
        ),
        words(
          'fatal',
          'raw',
          'Traceback (most recent call last):\n  File "/app/mailer/main.py", line 38, in <module>\n    consume()\n  File "/app/mailer/queue.py", line 21, in consume\n    ch.queue_declare(QUEUE, durable=True, arguments={"x-message-ttl": TTL})\n  File "/usr/local/lib/python3.12/site-packages/pika/adapters/blocking_connection.py", line 2531, in queue_declare\n    self._flush_output(declare_ok_result.is_ready)\npika.exceptions.ChannelClosedByBroker: (406, "PRECONDITION_FAILED - inequivalent arg \'x-message-ttl\' for queue \'mail.out\' in vhost \'/\': received \'60000\' but current is \'3600000\'")',
        ),
      ],
    });
    tell(
      f,
      'mail/rabbit',
      `Channel error on connection <0.8841.0> (${f.podIP('mail/mailer')}:4{n} -> ${f.podIP('mail/rabbit')}:5672, vhost: '/', user: 'mailer'), channel 1:\noperation queue.declare caused a channel exception precondition_failed: inequivalent arg 'x-message-ttl' for queue 'mail.out' in vhost '/': received '60000' but current is '3600000'`,
      { from: 39, every: 200 },
    );
    herring.unready(f, 'mail/bounce-parser-test', 6);
  },
});
