import { herring, of, one } from '../../field/herring.ts';
import { scene } from '../../field/write.ts';
import { data, mongo, restarted } from '../kit.ts';

export default scene({
  id: 'profile-mongo-replica-set-name',
  family: 'config-name',
  on: 'kubeadm',
  now: '2026-10-20T07:18:00Z',
  hops: 2,
  question: 'App 个人中心打不开,profile-svc 报 MongoTimeoutException,mongo 三个节点都是好的,网络组说端口是通的',
  causes: [
    {
      subjects: [one('ConfigMap', 'member/profile-mongo'), ...of('member/profile-svc')],
      says: [
        ['rs1', 'rs0', 'replica set', 'replicaset', '副本集'],
        ['rs0', 'rs1', 'name', '名'],
      ],
    },
  ],
  symptoms: [one('Deployment', 'member/app-bff')],
  not: [
    one('StatefulSet', 'member/profile-mongo'),
    one('Deployment', 'member/app-bff'),
    one('Deployment', 'member/points-svc'),
  ],
  play: (f) => {
    const cm = f.config(
      'member/profile-mongo',
      {
        SPRING_DATA_MONGODB_URI:
          'mongodb://profile-mongo-0.profile-mongo:27017,profile-mongo-1.profile-mongo:27017,profile-mongo-2.profile-mongo:27017/profile?replicaSet=rs1',
      },
      240,
    );
    f.edited(cm, 'kubectl-replace', 34, data('SPRING_DATA_MONGODB_URI'));
    mongo(f, 'member/profile-mongo', { over: { args: ['--replSet', 'rs0', '--bind_ip_all'] } });
    f.app({
      ns: 'member',
      name: 'app-bff',
      tone: 'winston',
      n: 2,
      env: { PROFILE: 'http://profile-svc', POINTS: 'http://points-svc' },
    });
    f.app({
      ns: 'member',
      name: 'profile-svc',
      tone: 'spring',
      n: 2,
      from: ['cm:profile-mongo'],
      ready: { tcpSocket: { port: 8080 } },
    });
    restarted(f, 'member/profile-svc', 33);
    f.app({
      ns: 'member',
      name: 'points-svc',
      tone: 'spring',
      n: 2,
      env: { SPRING_DATA_MONGODB_URI: 'mongodb://profile-mongo-0.profile-mongo:27017/points?replicaSet=rs0' },
    });
    for (const i of [0, 1, 2])
      f.say({
        app: 'member/profile-svc',
        from: 32.6 - i / 20,
        lines: `Expecting replica set member from set 'rs1', but found one from set 'rs0'.  Removing profile-mongo-${i}.profile-mongo:27017 from client view of cluster.`,
      });
    f.say({
      app: 'member/profile-svc',
      from: 32,
      every: 33,
      lines:
        'GET /profiles/{n} failed: com.mongodb.MongoTimeoutException: Timed out after 30000 ms while waiting for a server that matches ReadPreferenceServerSelector{readPreference=primary}. Client view of cluster state is {type=REPLICA_SET, servers=[]',
    });
    f.say({
      app: 'member/app-bff',
      from: 32,
      every: 40,
      lines: 'GET http://profile-svc/profiles/{n} timed out after 10000ms',
    });
    herring.crash(f, 'member/avatar-moderation', 4);
  },
});
