import { crashLoop } from '../../faults.ts';
import { herring, of, one } from '../../field/herring.ts';
import { scene } from '../../field/write.ts';

export default scene({
  id: 'mongo-keyfile-too-open',
  family: 'app-log',
  on: 'aks',
  now: '2026-01-27T05:50:00Z',
  hops: 2,
  question: 'profile edit fails for all users after night maintenance (node image upgrade), reading profiles works',
  scope: 'profile',
  causes: [
    {
      subjects: [...of('profile/mongo', 'StatefulSet')],
      says: [
        ['keyfile', 'key file'],
        ['too open', 'permission', '权限'],
      ],
    },
  ],
  symptoms: [one('Deployment', 'profile/profile-api')],
  not: [one('Deployment', 'profile/profile-api'), one('Deployment', 'profile/avatar')],
  play: (f) => {
    f.secret('profile/mongo-key', ['keyfile'], 300);
    f.app({
      ns: 'profile',
      name: 'profile-api',
      tone: 'winston',
      n: 2,
      env: { MONGO_URL: 'mongodb://mongo-0.mongo,mongo-1.mongo,mongo-2.mongo/profile?replicaSet=rs0' },
    });
    f.app({ ns: 'profile', name: 'avatar', tone: 'gunicorn', n: 1 });
    f.app({
      ns: 'profile',
      name: 'mongo',
      kind: 'StatefulSet',
      tone: 'mongod',
      n: 3,
      image: 'mongo:7.0.16',
      port: 27017,
      portName: 'mongo',
      ready: { tcpSocket: { port: 27017 } },
      over: { args: ['--replSet', 'rs0', '--keyFile', '/etc/mongo/keyfile'] },
      svcSpec: { clusterIP: 'None', publishNotReadyAddresses: true },
      mounts: { '/etc/mongo': 'secret:mongo-key' },
      claim: { size: '50Gi', at: '/data/db' },
    });
    for (const i of [1, 2])
      crashLoop(f.s, f.pod('profile/mongo', i), { exitCode: 1, restarts: 31, first: 170, last: 2 + i, lasted: 1 });
    f.say({
      app: 'profile/mongo',
      pods: (_p, i) => i > 0,
      boot: true,
      raw: true,
      lines: [
        '{"t":{"$date":"{iso}"},"s":"I","c":"CONTROL","id":23285,"ctx":"main","msg":"Automatically disabling TLS 1.0"}',
        '{"t":{"$date":"{iso}"},"s":"I","c":"ACCESS","id":20254,"ctx":"main","msg":"Read security file failed","attr":{"error":{"code":30,"codeName":"InvalidPath","errmsg":"permissions on /etc/mongo/keyfile are too open"}}}',
      ],
    });
    f.say({
      app: 'profile/mongo',
      pods: (_p, i) => i === 0,
      raw: true,
      from: 49,
      every: 120,
      lines:
        '{"t":{"$date":"{iso}"},"s":"I","c":"ELECTION","id":4615655,"ctx":"ReplCoord-{o}","msg":"Not starting an election, since we are not electable","attr":{"reason":"Not standing for election because I cannot see a majority (mask 0x1)"}}',
    });
    f.say({
      app: 'profile/profile-api',
      from: 49,
      every: 30,
      lines:
        'PUT /profile/{n} failed: MongoServerSelectionError: Server selection timed out after 30000 ms, no primary in rs0 (mongo-1.mongo:27017 connect ECONNREFUSED, mongo-2.mongo:27017 connect ECONNREFUSED)',
    });
    herring.image(f, 'profile/gdpr-export', 14);
  },
});
