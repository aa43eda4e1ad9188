import { crashLoop, since } from '../../faults.ts';
import { herring, of, one } from '../../field/herring.ts';
import { scene } from '../../field/write.ts';
import { elastic, program, tell, words } from '../kit.ts';

export default scene({
  id: 'search-es-node-without-map-count',
  family: 'exit-log',
  on: 'ack',
  now: '2026-05-21T01:58:00Z',
  hops: 3,
  question: '站内搜索全挂了,凌晨做过节点池替换,ES 数据盘都还在,为啥起不来',
  scope: 'site',
  causes: [
    {
      subjects: [...of('site/search-es', 'StatefulSet'), one('Node', '*')],
      says: [
        ['max_map_count', 'vm.max_map_count'],
        ['too low', '65530', '262144', '太低', '过低', '不足'],
      ],
    },
  ],
  symptoms: [one('Deployment', 'site/search-api')],
  not: [
    one('Deployment', 'site/search-api'),
    one('Deployment', 'site/site-web'),
    one('PersistentVolumeClaim', 'site/data-search-es-0'),
  ],
  play: (f) => {
    elastic(f, 'site/search-es', {
      env: {
        'discovery.seed_hosts': 'search-es',
        'cluster.initial_master_nodes': 'search-es-0',
        ES_JAVA_OPTS: '-Xms2g -Xmx2g',
      },
    });
    const pod = f.pod('site/search-es');
    since(f.s, [pod], 96);
    const node = f.s.find('Node', '', pod.spec?.nodeName ?? '');
    node.metadata.creationTimestamp = f.s.clock.ago(118);
    node.metadata.labels = { ...node.metadata.labels, 'alibabacloud.com/nodepool-id': 'np5f0d1c77e2b84a6e' };
    crashLoop(f.s, pod, { exitCode: 78, restarts: 19, first: 95, last: 2.6, lasted: 24 });
    const es = 'org.elasticsearch.';
    f.say({
      app: 'site/search-es',
      boot: true,
      lines: [
        words(
          'info',
          `${es}node.Node`,
          'version[8.17.4], pid[7], build[docker], OS[Linux/5.10.134-18.al8.x86_64/amd64], JVM[Oracle Corporation/OpenJDK 64-Bit Server VM/23/23+37-2369]',
        ),
        words(
          'info',
          `${es}env.NodeEnvironment`,
          'using [1] data paths, mounts [[/usr/share/elasticsearch/data (/dev/vdb)]], net usable_space [71.2gb], net total_space [117.9gb], types [ext4]',
        ),
        words(
          'info',
          `${es}bootstrap.BootstrapChecks`,
          'bound or publishing to a non-loopback address, enforcing bootstrap checks',
        ),
        words(
          'error',
          `${es}bootstrap.Elasticsearch`,
          'node validation exception\n[1] bootstrap checks failed. You must address the points described in the following [1] lines before starting Elasticsearch. For more information see [https://www.elastic.co/guide/en/elasticsearch/reference/8.17/bootstrap-checks.html]\nbootstrap check failure [1] of [1]: max virtual memory areas vm.max_map_count [65530] is too low, increase to at least [262144]; for more information see [https://www.elastic.co/guide/en/elasticsearch/reference/8.17/bootstrap-checks-max-map-count.html]',
        ),
        words('info', `${es}node.Node`, 'stopping ...'),
        words(
          'fatal',
          'raw',
          'ERROR: Elasticsearch did not exit normally - check the logs at /usr/share/elasticsearch/logs/docker-cluster.log\n\nERROR: Elasticsearch died while starting up, with exit code 78',
        ),
      ],
    });
    f.app({ ns: 'site', name: 'site-web', tone: 'nginx', n: 2, env: { SEARCH: 'http://search-api' } });
    program(f, 'pino', { ns: 'site', name: 'search-api', n: 2, env: { ES_NODE: 'http://search-es:9200' } });
    tell(f, 'site/search-api', 'search failed: ConnectionError: getaddrinfo ENOTFOUND search-es', {
      from: 48,
      every: 11,
    });
    f.say({
      app: 'site/site-web',
      raw: true,
      from: 48,
      every: 20,
      lines: '10.64.5.{o} - - [{clf}] "GET /api/search?q=%E6%89%8B%E6%9C%BA HTTP/1.1" 502 97 "-" "Mozilla/5.0"',
    });
    herring.crash(f, 'site/ab-report', 16);
  },
});
