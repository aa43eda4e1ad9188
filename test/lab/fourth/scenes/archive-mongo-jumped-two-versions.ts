import { crashLoop, since } from '../../faults.ts';
import { herring, of, one } from '../../field/herring.ts';
import { scene } from '../../field/write.ts';
import { mongo, program, tell, words } from '../kit.ts';

export default scene({
  id: 'archive-mongo-jumped-two-versions',
  family: 'exit-log',
  on: 'k3s',
  now: '2026-02-03T02:22:00Z',
  hops: 1,
  question: '档案系统打不开,昨晚把 mongo 镜像从 5.0 升到 7.0 以后 mongo 一直重启,是不是数据坏了要恢复备份?',
  scope: 'archive',
  causes: [
    {
      subjects: [...of('archive/archive-mongo', 'StatefulSet')],
      says: [
        [
          'featurecompatibilityversion',
          'feature compatibility',
          'upgrade problem',
          'wrong mongod version',
          'fcv',
          '兼容',
        ],
        ['5.0', '7.0', '6.0', 'version', '版本'],
      ],
    },
  ],
  symptoms: [one('Deployment', 'archive/archive-api')],
  not: [
    one('Deployment', 'archive/archive-api'),
    one('Deployment', 'archive/ocr-worker'),
    one('PersistentVolumeClaim', 'archive/data-archive-mongo-0'),
  ],
  play: (f) => {
    mongo(f, 'archive/archive-mongo', { n: 1 });
    const set = f.get('StatefulSet', 'archive/archive-mongo');
    f.edited(set, 'kubectl-set', 690, {
      'f:spec': { 'f:template': { 'f:spec': { 'f:containers': { 'k:{"name":"mongod"}': { 'f:image': {} } } } } },
    });
    since(f.s, f.pods('archive/archive-mongo'), 689);
    crashLoop(f.s, f.pod('archive/archive-mongo'), { exitCode: 62, restarts: 136, first: 689, last: 2.8, lasted: 2 });
    f.say({
      app: 'archive/archive-mongo',
      boot: true,
      lines: [
        words(
          'info',
          'CONTROL:23403',
          'Build Info ## {"buildInfo":{"version":"7.0.21","gitVersion":"a47b62aff2bae1914085c3ef1d90fc099acf000c","modules":[],"environment":{"distmod":"ubuntu2204","distarch":"x86_64"}}}',
        ),
        words('info', 'STORAGE:22315', 'Opening WiredTiger ## {"config":"create,cache_size=512M,session_max=33000"}'),
        words(
          'fatal',
          'CONTROL:20573',
          'Wrong mongod version ## {"error":"UPGRADE PROBLEM: Found an invalid featureCompatibilityVersion document (ERROR: Location4926900: Invalid featureCompatibilityVersion document in admin.system.version: { _id: \\"featureCompatibilityVersion\\", version: \\"5.0\\" }. See https://docs.mongodb.com/master/release-notes/6.0-compatibility/#feature-compatibility. :: caused by :: Invalid feature compatibility version value \'5.0\'; expected \'6.0\' or \'6.3\' or \'7.0\'. See https://docs.mongodb.com/master/release-notes/6.0-compatibility/#feature-compatibility.). If the current featureCompatibilityVersion is below 6.0, see the documentation on upgrading at https://docs.mongodb.com/master/release-notes/6.0/#upgrade-procedures."}',
        ),
      ],
    });
    program(f, 'pino', {
      ns: 'archive',
      name: 'archive-api',
      n: 2,
      env: { MONGO_URL: 'mongodb://archive-mongo:27017/archive' },
    });
    f.app({ ns: 'archive', name: 'ocr-worker', tone: 'celery', n: 1, svc: false, ready: null });
    tell(f, 'archive/archive-api', 'GET /docs failed: MongoServerSelectionError: getaddrinfo ENOTFOUND archive-mongo', {
      from: 48,
      every: 30,
    });
    herring.image(f, 'archive/vector-index', 9);
  },
});
