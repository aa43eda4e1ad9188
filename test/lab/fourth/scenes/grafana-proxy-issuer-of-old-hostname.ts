import { crashLoop } from '../../faults.ts';
import { controller, ingress } from '../../field/acts.ts';
import { herring, of, one } from '../../field/herring.ts';
import { scene } from '../../field/write.ts';
import { data, restarted } from '../kit.ts';

export default scene({
  id: 'grafana-proxy-issuer-of-old-hostname',
  family: 'config-host',
  on: 'kubeadm',
  now: '2026-02-26T08:44:00Z',
  key: 'app',
  hops: 1,
  question:
    'dashboards.corp.example -> 503 for everybody, grafana itself is Running. keycloak was moved to its own hostname yesterday, but login for other tools is fine',
  causes: [
    {
      subjects: [one('ConfigMap', 'observe/dash-proxy-env'), ...of('observe/dash-proxy')],
      says: [
        ['issuer', 'oidc', '签发'],
        ['keycloak.corp.example', 'sso.corp.example', 'did not match', 'mismatch', 'differ', '不一致', '不匹配'],
      ],
    },
  ],
  not: [
    one('Deployment', 'observe/grafana'),
    one('StatefulSet', 'identity/keycloak'),
    one('Deployment', 'ingress-nginx/ingress-nginx-controller'),
  ],
  play: (f) => {
    const cm = f.config(
      'observe/dash-proxy-env',
      {
        OAUTH2_PROXY_PROVIDER: 'oidc',
        OAUTH2_PROXY_OIDC_ISSUER_URL: 'https://keycloak.corp.example/realms/staff',
        OAUTH2_PROXY_UPSTREAMS: 'http://grafana',
      },
      340,
    );
    f.edited(cm, 'argocd-controller', 60_000, data('OAUTH2_PROXY_UPSTREAMS'));
    f.secret(
      'observe/dash-proxy',
      ['OAUTH2_PROXY_CLIENT_ID', 'OAUTH2_PROXY_CLIENT_SECRET', 'OAUTH2_PROXY_COOKIE_SECRET'],
      340,
    );
    f.app({
      ns: 'observe',
      name: 'dash-proxy',
      tone: 'golog',
      n: 2,
      image: 'quay.io/oauth2-proxy/oauth2-proxy:v7.12.0',
      port: 4180,
      c: 'oauth2-proxy',
      from: ['cm:dash-proxy-env', 'secret:dash-proxy'],
      ready: { httpGet: { path: '/ready', port: 4180 } },
    });
    restarted(f, 'observe/dash-proxy', 46);
    f.app({
      ns: 'observe',
      name: 'grafana',
      tone: 'slog',
      n: 1,
      port: 3000,
      image: 'docker.io/grafana/grafana:12.0.2',
    });
    f.app({
      ns: 'identity',
      name: 'keycloak',
      kind: 'StatefulSet',
      tone: 'ecs',
      n: 2,
      image: 'quay.io/keycloak/keycloak:26.2.5',
      env: { KC_HOSTNAME: 'https://sso.corp.example' },
      svc: 'keycloak',
      svcSpec: { clusterIP: undefined },
    });
    ingress(f, 'identity/keycloak', { host: 'sso.corp.example', service: 'keycloak', port: 8080 });
    ingress(f, 'identity/keycloak-old-name', { host: 'keycloak.corp.example', service: 'keycloak', port: 8080 });
    f.edited(f.get('StatefulSet', 'identity/keycloak'), 'helm', 1180, { 'f:spec': { 'f:template': {} } });
    ingress(f, 'observe/dashboards', { host: 'dashboards.corp.example', service: 'dash-proxy', port: 80 });
    for (const p of f.pods('observe/dash-proxy'))
      crashLoop(f.s, p, { exitCode: 1, restarts: 13, first: 45, last: 1.8, lasted: 1 });
    f.say({
      app: 'observe/dash-proxy',
      boot: true,
      raw: true,
      lines: [
        '[2026/02/26 08:42:11] [provider.go:55] Performing OIDC Discovery...',
        '[2026/02/26 08:42:11] [main.go:61] ERROR: Failed to initialise OAuth2 Proxy: error initialising provider: could not create provider data: error building OIDC ProviderVerifier: could not get verifier builder: error while discovery OIDC configuration: failed to discover OIDC configuration: issuer did not match the issuer returned by provider, expected "https://keycloak.corp.example/realms/staff" got "https://sso.corp.example/realms/staff"',
      ],
    });
    controller(f);
    f.say({
      app: 'ingress-nginx/ingress-nginx-controller',
      level: 'warn',
      from: 44,
      every: 200,
      lines: 'Service "observe/dash-proxy" does not have any active Endpoint.',
    });
    herring.pending(f, 'observe/loki-backfill', 5);
  },
});
