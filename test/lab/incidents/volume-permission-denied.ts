import { crashLoop } from '../faults.ts';
import { incident, workload } from '../incident.ts';

export default incident({
  id: 'volume-permission-denied',
  family: 'file-system',
  mode: 'forged',
  platform: 'eks',
  company: 'travel',
  now: '2026-01-28T21:17:00Z',
  question: '搜索不可用了，从 search-index 换成非 root 用户之后开始的',
  scope: { namespace: 'search' },
  rootCauses: [
    {
      subjects: workload('search', 'search-index', 'StatefulSet'),
      says: [
        ['permission denied', 'accessdenied', 'not writable', '权限'],
        ['/usr/share/opensearch/data', 'volume', 'fsgroup', 'data', '卷', '目录'],
      ],
    },
  ],
  symptoms: [{ kind: 'Deployment', namespace: 'search', name: 'search-api' }],
  notRootCause: [{ kind: 'Deployment', namespace: 'search', name: 'search-api' }],
  hops: 1,
  apps: [
    {
      ns: 'search',
      name: 'search-index',
      kind: 'StatefulSet',
      style: 'quiet',
      replicas: 1,
      image: 'opensearch:2.19.1',
      port: 9200,
      probe: 'tcp',
      claim: { size: '100Gi', mount: '/usr/share/opensearch/data' },
      pod: { securityContext: { runAsUser: 10001, runAsNonRoot: true } },
    },
    {
      ns: 'search',
      name: 'search-api',
      style: 'uvicorn',
      replicas: 2,
      env: { OPENSEARCH_URL: 'http://search-index.search.svc.cluster.local:9200' },
    },
  ],
  edit: (s) => {
    for (const p of s.pods('search/search-index'))
      crashLoop(s, p, { exitCode: 1, first: 37, restarts: 10, lasted: 14 });
  },
  logs: [
    {
      app: 'search/search-index',
      startup: true,
      raw: true,
      say: [
        '[2026-01-28T21:14:50,114][INFO ][o.o.n.Node               ] [search-index-0] version[2.19.1], pid[1], OS[Linux/6.12.58/amd64]',
        '[2026-01-28T21:14:52,900][ERROR][o.o.b.OpenSearchUncaughtExceptionHandler] [search-index-0] uncaught exception in thread [main]',
        'org.opensearch.bootstrap.StartupException: java.lang.IllegalStateException: failed to obtain node locks, tried [[/usr/share/opensearch/data]] with lock id [0]; maybe these locations are not writable or multiple nodes were started without increasing [node.max_local_storage_nodes] (was [1])?',
        '\tat org.opensearch.bootstrap.OpenSearch.init(OpenSearch.java:185)',
        'Caused by: java.nio.file.AccessDeniedException: /usr/share/opensearch/data/nodes',
        '\tat java.base/sun.nio.fs.UnixException.translateToIOException(UnixException.java:90)',
      ],
    },
    {
      app: 'search/search-api',
      say: 'opensearchpy.exceptions.ConnectionError: ConnectionError(<urllib3.connection.HTTPConnection object>: Failed to establish a new connection: [Errno 111] Connection refused) host=search-index.search.svc.cluster.local port=9200',
      every: 60,
      from: 37,
    },
  ],
});
