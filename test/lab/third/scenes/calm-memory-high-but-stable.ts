import { oldRestart } from '../../faults.ts';
import { herring, one } from '../../field/herring.ts';
import { scene } from '../../field/write.ts';

export default scene({
  id: 'calm-memory-high-but-stable',
  family: 'healthy',
  on: 'eks',
  now: '2026-06-27T10:10:00Z',
  hops: 0,
  question:
    'search-es uses 92% of its memory limit all the time and restarted 3 times. memory leak? it will OOM again any minute, right?',
  scope: 'search',
  not: [one('StatefulSet', 'search/search-es'), one('Deployment', 'search/search-api')],
  play: (f) => {
    f.app({ ns: 'search', name: 'search-api', tone: 'spring', n: 2, env: { ES: 'http://search-es:9200' } });
    f.app({
      ns: 'search',
      name: 'search-es',
      kind: 'StatefulSet',
      tone: 'ecs',
      n: 3,
      image: 'elasticsearch:8.17.4',
      port: 9200,
      portName: 'http',
      mem: ['8Gi', '8Gi'],
      env: { ES_JAVA_OPTS: '-Xms4g -Xmx4g' },
      ready: { tcpSocket: { port: 9200 } },
      claim: { size: '200Gi', at: '/usr/share/elasticsearch/data' },
    });
    oldRestart(f.s, f.pod('search/search-es'), { exitCode: 143, reason: 'Error', days: 61, count: 3 });
    f.say({
      app: 'search/search-es',
      from: 45,
      every: 500,
      level: 'info',
      lines: '[gc][young] collected in 31ms, heap 2.1gb/4gb, page cache is counted by the container',
    });
    herring.unready(f, 'search/suggest-lab', 12);
  },
});
