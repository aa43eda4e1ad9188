import { oldRestart } from '../../faults.ts';
import { herring, of, one } from '../../field/herring.ts';
import { scene } from '../../field/write.ts';

export default scene({
  id: 'catalogue-es-flood-stage',
  family: 'disk_full',
  on: 'tke',
  now: '2026-03-06T20:10:00Z',
  key: 'k8s-app',
  hops: 2,
  question: '上架的新商品搜不到,索引服务 consumer lag 一直涨,搜索老商品是正常的',
  scope: 'mall',
  causes: [
    {
      subjects: [...of('mall/goods-es', 'StatefulSet'), one('PersistentVolumeClaim', 'mall/data-goods-es-*')],
      says: [['flood', 'watermark', 'read-only', 'read_only', 'disk', '水位', '磁盘', '只读']],
    },
  ],
  symptoms: [one('Deployment', 'mall/goods-indexer')],
  not: [one('Deployment', 'mall/goods-search'), one('Deployment', 'mall/goods-indexer')],
  play: (f) => {
    f.app({ ns: 'mall', name: 'goods-search', tone: 'spring', n: 2, env: { ES_URIS: 'http://goods-es:9200' } });
    f.app({
      ns: 'mall',
      name: 'goods-indexer',
      tone: 'spring',
      n: 2,
      svc: false,
      ready: null,
      env: { SPRING_ELASTICSEARCH_URIS: 'http://goods-es:9200', TOPIC: 'goods.changed' },
    });
    f.app({
      ns: 'mall',
      name: 'goods-es',
      kind: 'StatefulSet',
      tone: 'ecs',
      n: 3,
      image: 'elasticsearch:8.17.4',
      port: 9200,
      portName: 'http',
      mem: ['2Gi', '4Gi'],
      ready: { tcpSocket: { port: 9200 } },
      claim: { size: '100Gi', at: '/usr/share/elasticsearch/data' },
    });
    f.say({
      app: 'mall/goods-es',
      pods: (_p, i) => i === 1,
      from: 49,
      every: 60,
      level: 'warn',
      lines:
        'flood stage disk watermark [95%] exceeded on [q7Zc1][goods-es-1][/usr/share/elasticsearch/data] free: 3.6gb[3.7%], all indices on this node will be marked read-only',
    });
    f.say({
      app: 'mall/goods-indexer',
      from: 49,
      every: 20,
      lines:
        'bulk failed: [goods_v12] cluster_block_exception: index [goods_v12] blocked by: [TOO_MANY_REQUESTS/12/disk usage exceeded flood-stage watermark, index has read-only-allow-delete block]; will retry, offset not committed',
    });
    herring.crash(f, 'mall/recall-poc', 8);
    oldRestart(f.s, f.pod('mall/goods-search'), { exitCode: 143, reason: 'Error', days: 5 });
  },
});
