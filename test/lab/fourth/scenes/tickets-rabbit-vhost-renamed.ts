import { crashLoop } from '../../faults.ts';
import { herring, of, one } from '../../field/herring.ts';
import { scene } from '../../field/write.ts';
import { ABSENT, data, program, rabbit, restarted, tell, words } from '../kit.ts';

export default scene({
  id: 'tickets-rabbit-vhost-renamed',
  family: 'config-name',
  on: 'aks',
  now: '2026-08-11T07:55:00Z',
  hops: 1,
  stamps: true,
  question:
    'ticket mails are not going out, ticket-router restarts all the time. rabbit was upgraded last week, suspect that',
  causes: [
    {
      subjects: [
        one('ConfigMap', 'helpdesk/ticket-router-config'),
        ...of('helpdesk/ticket-router'),
        one('ConfigMap', 'helpdesk/rabbit-definitions'),
      ],
      says: [['vhost', 'virtual host', '虚拟主机'], ['tickets'], ABSENT],
    },
  ],
  not: [
    one('StatefulSet', 'helpdesk/rabbit'),
    one('Deployment', 'helpdesk/desk-web'),
    one('Deployment', 'helpdesk/sla-timer'),
  ],
  play: (f) => {
    f.config(
      'helpdesk/rabbit-definitions',
      {
        'definitions.json':
          '{"vhosts":[{"name":"/"},{"name":"ticketing"}],"users":[{"name":"svc-desk","tags":""}],"permissions":[{"user":"svc-desk","vhost":"ticketing","configure":".*","write":".*","read":".*"}]}',
      },
      300,
    );
    const cm = f.config(
      'helpdesk/ticket-router-config',
      { Rabbit__Host: 'rabbit', Rabbit__Port: '5672', Rabbit__VirtualHost: 'tickets', Rabbit__Prefetch: '20' },
      120,
    );
    f.edited(cm, 'argocd-controller', 55, data('Rabbit__VirtualHost'));
    f.secret('helpdesk/rabbit-svc-desk', ['username', 'password'], 300);
    rabbit(f, 'helpdesk/rabbit', { mounts: { '/etc/rabbitmq/definitions': 'cm:rabbit-definitions' } });
    const auth = {
      Rabbit__User: 'secret:rabbit-svc-desk:username',
      Rabbit__Password: 'secret:rabbit-svc-desk:password',
    };
    program(f, 'dotnet', {
      ns: 'helpdesk',
      name: 'ticket-router',
      n: 2,
      svc: false,
      ready: null,
      from: ['cm:ticket-router-config'],
      keys: auth,
    });
    restarted(f, 'helpdesk/ticket-router', 53);
    program(f, 'dotnet', {
      ns: 'helpdesk',
      name: 'sla-timer',
      n: 1,
      svc: false,
      ready: null,
      env: { Rabbit__Host: 'rabbit', Rabbit__VirtualHost: 'ticketing' },
      keys: auth,
    });
    program(f, 'dotnet', { ns: 'helpdesk', name: 'desk-web', n: 2 });
    for (const p of f.pods('helpdesk/ticket-router'))
      crashLoop(f.s, p, { exitCode: 134, restarts: 14, first: 52, last: 2.2, lasted: 6 });
    f.say({
      app: 'helpdesk/ticket-router',
      boot: true,
      lines: [
        words('info', 'HelpDesk.Router.Worker', 'Ticket router 5.2.1 starting'),
        words('info', 'HelpDesk.Messaging.RabbitConnector', 'Connecting to rabbit:5672, vhost tickets, user svc-desk'),
        words(
          'fatal',
          'raw',
          `Unhandled exception. RabbitMQ.Client.Exceptions.BrokerUnreachableException: None of the specified endpoints were reachable\n ---> RabbitMQ.Client.Exceptions.OperationInterruptedException: The AMQP operation was interrupted: AMQP close-reason, initiated by Peer, code=530, text='NOT_ALLOWED - vhost tickets not found', classId=10, methodId=40\n   at RabbitMQ.Client.Impl.SimpleBlockingRpcContinuation.GetReply(TimeSpan timeout)\n   at RabbitMQ.Client.Framing.Impl.Connection.Open()\n   at HelpDesk.Messaging.RabbitConnector.Connect() in /src/Messaging/RabbitConnector.cs:line 41`,
        ),
      ],
    });
    const at = f.podIP('helpdesk/ticket-router');
    tell(
      f,
      'helpdesk/rabbit',
      `Error on AMQP connection <0.2114.0> (${at}:41{o} -> ${f.podIP('helpdesk/rabbit')}:5672, vhost: 'none', user: 'svc-desk', state: opening), channel 0:\n {handshake_error,opening,\n                 {amqp_error,not_allowed,"vhost tickets not found",'connection.open'}}`,
      { from: 50, every: 300 },
    );
    herring.image(f, 'helpdesk/chat-bot', 5);
  },
});
