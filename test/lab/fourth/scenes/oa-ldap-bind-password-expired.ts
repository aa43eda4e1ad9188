import { herring, of, one } from '../../field/herring.ts';
import { scene } from '../../field/write.ts';
import { program, tell } from '../kit.ts';

export default scene({
  id: 'oa-ldap-bind-password-expired',
  family: 'credentials',
  on: 'rke2',
  now: '2026-04-01T00:52:00Z',
  hops: 3,
  question: 'OA、报销、VPN 自助今天一早全都登不上,提示服务异常。网关昨天刚扩过容,先看看网关',
  scope: 'oa',
  causes: [
    {
      subjects: [...of('identity/ldap-proxy'), one('Secret', 'identity/ldap-bind')],
      says: [
        ['ldap', 'bind'],
        ['invalid credentials', 'data 532', '532', '49', 'expired', 'password', '密码', '过期', '凭'],
      ],
    },
  ],
  symptoms: [one('Deployment', 'oa/oa-gateway'), one('Deployment', 'identity/sso')],
  not: [one('Deployment', 'oa/oa-gateway'), one('Deployment', 'oa/expense'), one('Deployment', 'identity/sso')],
  play: (f) => {
    f.secret('identity/ldap-bind', ['bind-dn', 'bind-password'], 180);
    f.app({ ns: 'oa', name: 'oa-gateway', tone: 'nginx', n: 4, env: { SSO: 'http://sso.identity' } });
    f.app({ ns: 'oa', name: 'expense', tone: 'spring', n: 2, env: { SSO: 'http://sso.identity' } });
    f.app({ ns: 'identity', name: 'sso', tone: 'spring', n: 2, env: { LDAP_URL: 'ldap://ldap-proxy:389' } });
    program(f, 'zap', {
      ns: 'identity',
      name: 'ldap-proxy',
      n: 2,
      port: 389,
      svcPort: 389,
      portName: 'ldap',
      ready: { tcpSocket: { port: 389 } },
      keys: { BIND_DN: 'secret:ldap-bind:bind-dn', BIND_PASSWORD: 'secret:ldap-bind:bind-password' },
      env: { UPSTREAM: 'ldaps://ad01.corp.example:636' },
    });
    tell(
      f,
      'identity/ldap-proxy',
      'service bind as CN=svc-k8s-ldap,OU=Service,DC=corp,DC=example failed: LDAP Result Code 49 "Invalid Credentials": 80090308: LdapErr: DSID-0C090569, comment: AcceptSecurityContext error, data 532, v4563',
      { by: 'upstream/bind.go:66', from: 49, every: 10 },
    );
    f.say({
      app: 'identity/sso',
      from: 49,
      every: 12,
      lines:
        'login of u{n} failed: javax.naming.ServiceUnavailableException: ldap-proxy:389; upstream bind unavailable',
    });
    f.say({
      app: 'oa/oa-gateway',
      raw: true,
      from: 49,
      every: 15,
      lines: '10.42.3.{o} - - [{clf}] "POST /sso/login HTTP/1.1" 503 66 "-" "Mozilla/5.0"',
    });
    f.say({
      app: 'oa/expense',
      level: 'warn',
      from: 48,
      every: 60,
      lines: 'token introspection at http://sso.identity returned 503',
    });
    herring.unready(f, 'oa/meeting-room', 22);
  },
});
