import { since } from '../../faults.ts';
import { herring, of, one } from '../../field/herring.ts';
import { scene } from '../../field/write.ts';
import { data, restarted } from '../kit.ts';

export default scene({
  id: 'fund-trusts-only-the-old-ca',
  family: 'tls',
  on: 'kubeadm',
  now: '2026-10-27T02:28:00Z',
  key: 'app.kubernetes.io/name',
  hops: 2,
  question: '基金申购失败,今早 09:40 内部 CA 换新后,别的系统都正常,只有 fund 报错。acct-core 证书在浏览器里看是好的',
  scope: 'fund',
  causes: [
    {
      subjects: [one('ConfigMap', 'fund/internal-ca'), ...of('fund/fund-api')],
      says: [
        ['pkix', 'certification path', 'ca', 'trust', '证书', '信任'],
        [
          'old',
          'not updated',
          'stale',
          'unable to find valid',
          'unknown',
          'not trust',
          'rotat',
          'missing',
          'outdated',
          'g1',
          '旧',
          '未更新',
          '不信任',
          '没有',
          '轮换',
        ],
      ],
    },
  ],
  symptoms: [one('Deployment', 'fund/fund-h5')],
  not: [one('Deployment', 'core/acct-core'), one('Deployment', 'fund/fund-h5'), one('Deployment', 'loan/loan-api')],
  play: (f) => {
    const ca = (name: string): string =>
      `# ${name}\n-----BEGIN CERTIFICATE-----\nMIIDdzCCAl+gAwIBAgIE...\n-----END CERTIFICATE-----\n`;
    f.config('fund/internal-ca', { 'ca.crt': ca('Example Internal Root G1') }, 640);
    const fresh = f.config(
      'loan/internal-ca',
      { 'ca.crt': ca('Example Internal Root G1') + ca('Example Internal Root G2') },
      640,
    );
    f.edited(fresh, 'ansible-httpget', 900, data('ca.crt'));
    const tls = f.secret('core/acct-core-tls', ['tls.crt', 'tls.key'], 640, 'kubernetes.io/tls');
    f.edited(tls, 'ansible-httpget', 48, data('tls.crt', 'tls.key'));
    tls.metadata.annotations = { 'pki.example.cn/issuer': 'Example Internal Root G2' };
    f.app({
      ns: 'core',
      name: 'acct-core',
      tone: 'spring',
      n: 2,
      port: 8443,
      svcPort: 443,
      mounts: { '/tls': 'secret:acct-core-tls' },
    });
    restarted(f, 'core/acct-core', 46);
    const trust = {
      mounts: { '/etc/internal-ca': 'cm:internal-ca' },
      env: { ACCT_CORE: 'https://acct-core.core', TRUST_BUNDLE: '/etc/internal-ca/ca.crt' },
    };
    f.app({ ns: 'fund', name: 'fund-h5', tone: 'nginx', n: 2, env: { API: 'http://fund-api' } });
    f.app({ ns: 'fund', name: 'fund-api', tone: 'spring', n: 3, ...trust });
    f.app({ ns: 'loan', name: 'loan-api', tone: 'spring', n: 2, ...trust });
    since(f.s, f.pods('loan/loan-api'), 880);
    f.say({
      app: 'fund/fund-api',
      from: 45,
      every: 14,
      lines:
        'freeze balance failed for order {n}\njavax.net.ssl.SSLHandshakeException: PKIX path building failed: sun.security.provider.certpath.SunCertPathBuilderException: unable to find valid certification path to requested target\n\tat java.base/sun.security.ssl.Alert.createSSLException(Alert.java:130)\n\tat c.acme.fund.AcctCoreClient.freeze(AcctCoreClient.java:64)',
    });
    f.say({
      app: 'core/acct-core',
      level: 'warn',
      from: 45,
      every: 30,
      lines: 'TLS handshake failed: Received fatal alert: certificate_unknown',
    });
    f.say({
      app: 'loan/loan-api',
      level: 'info',
      from: 44,
      every: 300,
      lines: 'POST https://acct-core.core/freeze 200 21ms',
    });
    f.say({
      app: 'fund/fund-h5',
      raw: true,
      from: 45,
      every: 25,
      lines: '10.244.6.{o} - - [{clf}] "POST /api/purchase HTTP/1.1" 500 102 "-" "MicroMessenger"',
    });
    herring.unready(f, 'fund/nav-publisher-uat', 11);
  },
});
