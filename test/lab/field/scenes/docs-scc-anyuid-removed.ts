import { refused, setOf } from '../acts.ts';
import { herring, of, one } from '../herring.ts';
import { scene } from '../write.ts';

export default scene({
  id: 'docs-scc-anyuid-removed',
  family: 'pod-security',
  on: 'openshift',
  now: '2026-02-11T13:44:00Z',
  key: 'app',
  hops: 2,
  question:
    'document viewer is 503 for everyone after planned node maintenance at 13:00. portal team blames renderer network',
  scope: 'docs',
  causes: [
    {
      subjects: [
        ...of('docs/renderer'),
        one('ServiceAccount', 'docs/renderer'),
        one('ClusterRoleBinding', 'system:openshift:scc:anyuid'),
      ],
      says: [
        ['security context constraint', 'scc', 'runasuser', 'securitycontext'],
        ['unable to validate', 'forbidden', 'not allowed', 'denied', 'invalid', 'must be in', '禁止', '拒绝'],
      ],
    },
  ],
  symptoms: [one('Deployment', 'docs/viewer')],
  not: [one('Deployment', 'docs/viewer'), one('Deployment', 'docs/portal')],
  play: (f) => {
    f.app({ ns: 'docs', name: 'portal', tone: 'winston', n: 2, env: { VIEWER: 'http://viewer' } });
    f.app({ ns: 'docs', name: 'viewer', tone: 'serilog', n: 2, env: { Renderer__Url: 'http://renderer:3000' } });
    f.put({ apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name: 'renderer', namespace: 'docs' } });
    f.app({
      ns: 'docs',
      name: 'renderer',
      tone: 'golog',
      n: 2,
      port: 3000,
      svcPort: 3000,
      pod: { serviceAccountName: 'renderer' },
      over: { securityContext: { runAsUser: 1001 } },
    });
    const set = setOf(f, 'docs/renderer');
    for (const p of f.pods('docs/renderer')) f.s.remove(p);
    const message = `pods "${set.metadata.name}-" is forbidden: unable to validate against any security context constraint: [provider "anyuid": Forbidden: not usable by user or serviceaccount, provider restricted-v2: .containers[0].runAsUser: Invalid value: 1001: must be in the ranges: [1000780000, 1000789999], provider "nonroot-v2": Forbidden: not usable by user or serviceaccount, provider "hostmount-anyuid": Forbidden: not usable by user or serviceaccount, provider "privileged": Forbidden: not usable by user or serviceaccount]`;
    refused(f, set, message, 41, 'replicaset-controller');
    f.s.condition(f.get('Deployment', 'docs/renderer'), 'ReplicaFailure', 'True', 'FailedCreate', message, 41);
    f.get('Namespace', 'docs').metadata.annotations = { 'openshift.io/sa.scc.uid-range': '1000780000/10000' };
    herring.image(f, 'docs/ocr-nightly', 3);
    f.say({
      app: 'docs/viewer',
      from: 40,
      every: 30,
      lines: 'Render failed System.Net.Http.HttpRequestException: Connection refused (renderer:3000)',
    });
    f.say({ app: 'docs/portal', from: 40, every: 45, lines: 'GET http://viewer/doc/{n} 503' });
  },
});
