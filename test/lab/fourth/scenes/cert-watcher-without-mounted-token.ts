import { crashLoop } from '../../faults.ts';
import { rbac } from '../../field/acts.ts';
import { herring, of, one } from '../../field/herring.ts';
import { scene } from '../../field/write.ts';
import { program, words } from '../kit.ts';

export default scene({
  id: 'cert-watcher-without-mounted-token',
  family: 'identity',
  on: 'eks',
  now: '2026-11-05T11:47:00Z',
  key: 'app.kubernetes.io/name',
  hops: 0,
  question:
    'cert-watcher in platform crashloops since the hardening sprint. RBAC was reviewed and is correct (kubectl auth can-i says yes)',
  scope: 'platform',
  causes: [
    {
      subjects: [...of('platform/cert-watcher'), one('ServiceAccount', 'platform/cert-watcher')],
      says: [
        ['token', '令牌', 'automount'],
        [
          'no such file',
          'not mounted',
          'automountserviceaccounttoken',
          'missing',
          'not found',
          'absent',
          '未挂载',
          '没有挂载',
          '不存在',
          '缺少',
        ],
      ],
    },
  ],
  not: [
    one('ClusterRole', 'cert-watcher'),
    one('ClusterRoleBinding', 'cert-watcher'),
    one('Deployment', 'platform/reloader'),
  ],
  play: (f) => {
    rbac(f, 'cert-watcher', 'platform/cert-watcher', [
      { apiGroups: [''], resources: ['secrets'], verbs: ['get', 'list', 'watch'] },
    ]);
    f.get('ServiceAccount', 'platform/cert-watcher').automountServiceAccountToken = false;
    f.edited(f.get('ServiceAccount', 'platform/cert-watcher'), 'kubectl-patch', 170, {
      'f:automountServiceAccountToken': {},
    });
    program(f, 'zap', {
      ns: 'platform',
      name: 'cert-watcher',
      n: 1,
      image: 'cert-watcher:1.9.3',
      svc: false,
      ready: null,
      pod: { serviceAccountName: 'cert-watcher' },
    });
    f.revise(
      'platform/cert-watcher',
      165,
      (t) => {
        const [c] = t.spec.containers;
        if (c) c.image = c.image.replace('1.9.3', '1.9.2');
      },
      { by: 'helm' },
    );
    f.app({ ns: 'platform', name: 'reloader', tone: 'slog', n: 1 });
    const p = f.pod('platform/cert-watcher');
    if (p.spec) {
      delete p.spec.volumes;
      for (const c of p.spec.containers ?? []) delete c.volumeMounts;
    }
    crashLoop(f.s, p, { exitCode: 1, restarts: 37, first: 164, last: 3.4, lasted: 1 });
    f.say({
      app: 'platform/cert-watcher',
      boot: true,
      lines: [
        words('info', 'cmd/main.go:29', 'cert-watcher 1.9.3'),
        words(
          'fatal',
          'cmd/main.go:44',
          'in-cluster config: open /var/run/secrets/kubernetes.io/serviceaccount/token: no such file or directory',
        ),
      ],
    });
    herring.pending(f, 'platform/trivy-db-warm', 6);
  },
});
