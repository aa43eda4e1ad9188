import { since } from '../../faults.ts';
import { herring, of, one } from '../../field/herring.ts';
import { scene } from '../../field/write.ts';
import { elastic, program, tell } from '../kit.ts';

export default scene({
  id: 'docs-es-heap-cut-to-half-a-gig',
  family: 'app-limit',
  on: 'gke',
  now: '2026-12-15T15:18:00Z',
  key: 'app',
  hops: 2,
  question:
    'docs search returns 429 / 503 on and off since ~14:20, ES pod itself is green & not restarting. rate limit at the ingress?',
  scope: 'docs',
  causes: [
    {
      subjects: [...of('docs/docs-es', 'StatefulSet')],
      says: [
        ['circuit_breaking', 'circuit breaker', 'circuitbreaking', 'data too large', '熔断'],
        ['heap', 'xmx', 'limit', 'memory', 'large', '堆', '内存'],
      ],
    },
  ],
  symptoms: [one('Deployment', 'docs/search-api')],
  not: [one('Deployment', 'docs/search-api'), one('Deployment', 'docs/docs-web')],
  play: (f) => {
    elastic(f, 'docs/docs-es', {
      env: { 'discovery.type': 'single-node', ES_JAVA_OPTS: '-Xms512m -Xmx512m' },
      mem: ['2Gi', '4Gi'],
    });
    const set = f.get('StatefulSet', 'docs/docs-es');
    f.edited(set, 'kubectl-edit', 62, {
      'f:spec': {
        'f:template': {
          'f:spec': {
            'f:containers': {
              'k:{"name":"elasticsearch"}': { 'f:env': { 'k:{"name":"ES_JAVA_OPTS"}': { 'f:value': {} } } },
            },
          },
        },
      },
    });
    since(f.s, f.pods('docs/docs-es'), 61);
    f.app({ ns: 'docs', name: 'docs-web', tone: 'nginx', n: 2, env: { SEARCH: 'http://search-api' } });
    program(f, 'pino', { ns: 'docs', name: 'search-api', n: 2, env: { ES_NODE: 'http://docs-es:9200' } });
    const why =
      '[parent] Data too large, data for [<http_request>] would be [528811232/504.3mb], which is larger than the limit of [510027366/486.3mb], real usage: [528810712/504.3mb], new bytes reserved: [520/520b]';
    tell(f, 'docs/search-api', `search failed: ResponseError: circuit_breaking_exception: ${why}`, {
      from: 48,
      every: 20,
    });
    tell(f, 'docs/docs-es', '[gc][3120] overhead, spent [812ms] collecting in the last [1.2s]', {
      level: 'warn',
      by: 'org.elasticsearch.monitor.jvm.JvmGcMonitorService',
      from: 48,
      every: 45,
    });
    tell(f, 'docs/docs-es', 'attempting to trigger G1GC due to high heap usage [512004112]', {
      level: 'info',
      by: 'org.elasticsearch.indices.breaker.HierarchyCircuitBreakerService',
      from: 48,
      every: 90,
    });
    f.say({
      app: 'docs/docs-web',
      raw: true,
      from: 48,
      every: 35,
      lines: '10.8.6.{o} - - [{clf}] "GET /search?q=api+key HTTP/1.1" 503 91 "-" "Mozilla/5.0"',
    });
    herring.crash(f, 'docs/link-checker', 9);
  },
});
