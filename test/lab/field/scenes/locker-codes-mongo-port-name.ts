import { herring, of, one } from '../herring.ts';
import { scene } from '../write.ts';

export default scene({
  id: 'locker-codes-mongo-port-name',
  family: 'service-port',
  on: 'openshift',
  now: '2026-02-03T16:42:10Z',
  key: 'app.kubernetes.io/name',
  hops: 3,
  question:
    'parcel lockers show "code service unavailable" since 16:10. locker-gw was redeployed this morning, roll it back?',
  scope: 'lockers',
  causes: [
    {
      subjects: [one('Service', 'lockers/codes-mongo'), ...of('lockers/codes-mongo', 'StatefulSet')],
      says: [
        ['targetport', 'target port', 'port', '端口'],
        ['mongo', 'mongodb'],
        [
          'no endpoint',
          'endpoints',
          'does not',
          'no port',
          'names no',
          'not have',
          'no such',
          'not found',
          'mismatch',
          'missing',
          'lacks',
          'without',
          '没有',
          '不存在',
          '不匹配',
        ],
      ],
    },
  ],
  symptoms: [one('Deployment', 'lockers/code-issuer')],
  not: [one('Deployment', 'lockers/locker-gw'), one('Deployment', 'lockers/code-issuer')],
  play: (f) => {
    f.app({ ns: 'lockers', name: 'locker-gw', tone: 'golog', c: 'gw', env: { ISSUER_ADDR: 'code-issuer:8085' } });
    f.app({
      ns: 'lockers',
      name: 'code-issuer',
      tone: 'spring',
      c: 'issuer',
      port: 8085,
      svcPort: 8085,
      env: { SPRING_DATA_MONGODB_URI: 'mongodb://codes-mongo.lockers.svc.cluster.local:27017/codes' },
    });
    f.app({
      ns: 'lockers',
      name: 'codes-mongo',
      kind: 'StatefulSet',
      tone: 'mongod',
      n: 1,
      c: 'mongod',
      image: 'docker.io/library/mongo:7.0',
      port: 27017,
      portName: 'mongodb',
      svcPort: 27017,
      targetPort: 'mongo',
      svcSpec: { clusterIP: undefined, type: 'ClusterIP' },
      ready: { tcpSocket: { port: 27017 } },
      claim: { size: '20Gi', at: '/data/db' },
    });
    f.edited(f.get('Service', 'lockers/codes-mongo'), 'kubectl-edit', 33, { 'f:spec': { 'f:ports': {} } });
    f.revise('lockers/locker-gw', 540, (t) => {
      for (const c of t.spec.containers) c.image = c.image.replace('2.4.1', '2.4.0');
    });
    herring.crash(f, 'lockers/barcode-lab', 6);
    f.say({
      app: 'lockers/code-issuer',
      from: 32,
      every: 35,
      lines: `Exception in monitor thread while connecting to server codes-mongo.lockers.svc.cluster.local:27017; nested exception is com.mongodb.MongoSocketOpenException: Exception opening socket: java.net.ConnectException: Connection refused`,
    });
    f.say({
      app: 'lockers/code-issuer',
      from: 31,
      every: 50,
      lines:
        'Timed out after 30000 ms while waiting to connect. Client view of cluster state is {type=UNKNOWN, servers=[{address=codes-mongo.lockers.svc.cluster.local:27017, type=UNKNOWN, state=CONNECTING}]',
    });
    f.say({
      app: 'lockers/locker-gw',
      from: 31,
      every: 40,
      lines: 'POST /codes: issuer answered 503 Service Unavailable (http://code-issuer:8085/v1/codes)',
    });
  },
});
