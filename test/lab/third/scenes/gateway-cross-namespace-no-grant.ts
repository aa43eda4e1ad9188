import { crd } from '../../field/acts.ts';
import { herring, one } from '../../field/herring.ts';
import { scene } from '../../field/write.ts';
import { cr } from '../kit.ts';

export default scene({
  id: 'gateway-cross-namespace-no-grant',
  family: 'gateway',
  on: 'gke',
  now: '2026-04-15T11:45:00Z',
  hops: 1,
  question:
    'docs.example.org gives 500 after we moved the docs backend to its own namespace. route is attached, Accepted=True',
  causes: [
    {
      subjects: [one('HTTPRoute', 'edge/docs'), one('ReferenceGrant', 'docs-site/*')],
      says: [['referencegrant', 'reference grant', 'refnotpermitted', 'not permitted']],
    },
  ],
  not: [one('Deployment', 'docs-site/docs'), one('Service', 'docs-site/docs'), one('Gateway', 'edge/public')],
  play: (f) => {
    f.app({ ns: 'docs-site', name: 'docs', tone: 'nginx', n: 2 });
    f.app({
      ns: 'edge',
      name: 'envoy-public',
      tone: 'envoy',
      n: 2,
      image: 'docker.io/envoyproxy/envoy:distroless-v1.36.2',
      c: 'envoy',
    });
    f.app({ ns: 'edge', name: 'status-page', tone: 'nginx', n: 1 });
    const t = f.s.clock.ago(90);
    cr(f, 'gateway.networking.k8s.io/v1/Gateway', 'gateways', 'edge/public', {
      spec: {
        gatewayClassName: 'eg',
        listeners: [{ name: 'https', port: 443, protocol: 'HTTPS', hostname: '*.example.org' }],
      } as never,
      status: {
        conditions: [
          { type: 'Programmed', status: 'True', reason: 'Programmed', lastTransitionTime: f.s.clock.ago(90000) },
        ],
      } as never,
    });
    const parent = (conditions: object[]) =>
      ({
        parents: [
          {
            controllerName: 'gateway.envoyproxy.io/gatewayclass-controller',
            parentRef: { name: 'public' },
            conditions,
          },
        ],
      }) as never;
    cr(f, 'gateway.networking.k8s.io/v1/HTTPRoute', 'httproutes', 'edge/status', {
      spec: {
        parentRefs: [{ name: 'public' }],
        hostnames: ['status.example.org'],
        rules: [{ backendRefs: [{ name: 'status-page', port: 80 }] }],
      } as never,
      status: parent([
        { type: 'Accepted', status: 'True', reason: 'Accepted', lastTransitionTime: t },
        { type: 'ResolvedRefs', status: 'True', reason: 'ResolvedRefs', lastTransitionTime: t },
      ]),
    });
    cr(f, 'gateway.networking.k8s.io/v1/HTTPRoute', 'httproutes', 'edge/docs', {
      spec: {
        parentRefs: [{ name: 'public' }],
        hostnames: ['docs.example.org'],
        rules: [{ backendRefs: [{ name: 'docs', namespace: 'docs-site', port: 80 }] }],
      } as never,
      status: parent([
        {
          type: 'Accepted',
          status: 'True',
          reason: 'Accepted',
          message: 'Route is accepted',
          lastTransitionTime: f.s.clock.ago(90000),
        },
        {
          type: 'ResolvedRefs',
          status: 'False',
          reason: 'RefNotPermitted',
          message: 'Backend ref to Service docs-site/docs not permitted by any ReferenceGrant.',
          lastTransitionTime: t,
        },
      ]),
    });
    f.put(crd('ReferenceGrant', 'referencegrants', 'gateway.networking.k8s.io', 'v1beta1'));
    f.say({
      app: 'edge/envoy-public',
      raw: true,
      from: 49,
      every: 40,
      lines:
        '{"start_time":"{iso}","method":"GET","x-envoy-origin-path":"/guide/{n}","response_code":500,"response_code_details":"direct_response",":authority":"docs.example.org","upstream_cluster":null}',
    });
    herring.image(f, 'docs-site/docs-preview', 7);
  },
});
