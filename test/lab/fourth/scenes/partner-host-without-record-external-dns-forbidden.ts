import { crashLoop } from '../../faults.ts';
import { ingress, rbac } from '../../field/acts.ts';
import { herring, of, one } from '../../field/herring.ts';
import { scene } from '../../field/write.ts';
import { DENIED, program, words } from '../kit.ts';

export default scene({
  id: 'partner-host-without-record-external-dns-forbidden',
  family: 'rbac',
  on: 'aks',
  now: '2026-05-07T09:31:00Z',
  key: 'app.kubernetes.io/name',
  hops: 2,
  question:
    'new host partner.acme.example -> NXDOMAIN since we created the ingress yesterday, old hosts resolve. ingress has an address. who creates dns entries here?',
  causes: [
    {
      subjects: [
        ...of('external-dns/external-dns'),
        one('ClusterRole', 'external-dns'),
        one('ClusterRoleBinding', 'external-dns'),
        one('ServiceAccount', 'external-dns/external-dns'),
      ],
      says: [['ingresses', 'ingress'], DENIED],
    },
  ],
  symptoms: [one('Ingress', 'partner/partner')],
  not: [
    one('Deployment', 'partner/partner-web'),
    one('Deployment', 'ingress-nginx/ingress-nginx-controller'),
    one('Deployment', 'kube-system/coredns'),
  ],
  play: (f) => {
    f.app({ ns: 'partner', name: 'partner-web', tone: 'nginx', n: 2 });
    ingress(f, 'partner/partner', { host: 'partner.acme.example', service: 'partner-web', port: 80 });
    f.get('Ingress', 'partner/partner').metadata.creationTimestamp = f.s.clock.ago(1130);
    f.app({ ns: 'portal', name: 'portal', tone: 'nginx', n: 2 });
    ingress(f, 'portal/portal', { host: 'portal.acme.example', service: 'portal', port: 80 });
    rbac(f, 'external-dns', 'external-dns/external-dns', [
      { apiGroups: [''], resources: ['services', 'endpoints', 'pods', 'nodes'], verbs: ['get', 'watch', 'list'] },
      { apiGroups: ['discovery.k8s.io'], resources: ['endpointslices'], verbs: ['get', 'watch', 'list'] },
    ]);
    f.edited(f.get('ClusterRole', 'external-dns'), 'helm', 2890, { 'f:rules': {} });
    program(f, 'logrus', {
      ns: 'external-dns',
      name: 'external-dns',
      n: 1,
      image: 'registry.k8s.io/external-dns/external-dns:v0.18.0',
      svc: false,
      ready: null,
      pod: { serviceAccountName: 'external-dns' },
      over: {
        args: [
          '--source=service',
          '--source=ingress',
          '--provider=azure',
          '--domain-filter=acme.example',
          '--policy=upsert-only',
        ],
      },
    });
    f.revise(
      'external-dns/external-dns',
      2888,
      (t) => {
        const [c] = t.spec.containers;
        if (c) c.image = c.image.replace('v0.18.0', 'v0.16.1');
      },
      { by: 'helm' },
    );
    crashLoop(f.s, f.pod('external-dns/external-dns'), {
      exitCode: 1,
      restarts: 460,
      first: 2887,
      last: 1.9,
      lasted: 61,
    });
    f.say({
      app: 'external-dns/external-dns',
      boot: true,
      lines: [
        words('info', '', 'Instantiating new Kubernetes client'),
        words('info', '', 'Using inCluster-config based on serviceaccount-token'),
        words(
          'error',
          'raw',
          'E0507 09:28:14.118203       1 reflector.go:200] "Failed to watch" err="failed to list *v1.Ingress: ingresses.networking.k8s.io is forbidden: User \\"system:serviceaccount:external-dns:external-dns\\" cannot list resource \\"ingresses\\" in API group \\"networking.k8s.io\\" at the cluster scope" logger="UnhandledError" reflector="k8s.io/client-go@v0.33.2/tools/cache/reflector.go:285" type="*v1.Ingress"',
        ),
        words('fatal', '', 'failed to sync *v1.Ingress: context deadline exceeded with timeout 1m0s'),
      ],
    });
    herring.pending(f, 'lab-sandbox/etl-big', 5);
  },
});
