import { pullFails } from '../../faults.ts';
import { herring, of, one } from '../herring.ts';
import { scene } from '../write.ts';

export default scene({
  id: 'mes-regcred-not-copied',
  family: 'image-pull',
  on: 'ack',
  now: '2026-06-01T08:40:00Z',
  key: 'app',
  hops: 2,
  question: '新工厂环境 mes 页面打不开,说 502。镜像在老环境拉得好好的',
  scope: 'mes-plant9',
  causes: [
    {
      subjects: [
        ...of('mes-plant9/mes-api'),
        one('ServiceAccount', 'mes-plant9/mes'),
        one('Secret', 'mes-plant9/acr-pull'),
      ],
      says: [
        ['acr-pull', 'pull secret', 'imagepullsecret', '拉取', '凭据', 'secret'],
        ['not found', 'missing', 'does not exist', 'absent', 'unable to retrieve', '不存在', '缺失', '找不到', '没有'],
      ],
    },
  ],
  symptoms: [one('Deployment', 'mes-plant9/mes-web')],
  not: [one('Deployment', 'mes-plant9/mes-web'), one('Deployment', 'mes-plant8/mes-api')],
  absent: ['Secret/mes-plant9/acr-pull'],
  play: (f) => {
    for (const plant of ['mes-plant8', 'mes-plant9']) {
      f.app({ ns: plant, name: 'mes-web', tone: 'nginx', env: { API: 'http://mes-api' } });
      f.app({ ns: plant, name: 'mes-api', tone: 'serilog', n: 2, pod: { imagePullSecrets: [{ name: 'acr-pull' }] } });
    }
    f.secret('mes-plant8/acr-pull', ['.dockerconfigjson'], 300, 'kubernetes.io/dockerconfigjson');
    for (const p of f.pods('mes-plant9/mes-api')) {
      const image = p.spec?.containers?.[0]?.image ?? '';
      p.metadata.creationTimestamp = f.s.clock.ago(51);
      pullFails(
        f.s,
        p,
        `failed to pull and unpack image "${image}": failed to resolve reference "${image}": pull access denied, repository does not exist or may require authorization: authorization failed: no basic auth credentials`,
        51,
      );
      f.s.event(
        p,
        'FailedToRetrieveImagePullSecret',
        'Unable to retrieve some image pull secrets (acr-pull); attempting to pull the image may not succeed.',
        { first: 51, last: 0.6, count: 231 },
      );
    }
    herring.crash(f, 'mes-plant8/opc-sim', 33);
    f.say({
      app: 'mes-plant9/mes-web',
      from: 50,
      every: 30,
      lines: `connect() failed (111: Connection refused) while connecting to upstream, client: ${f.podIP('ingress-nginx/ingress-nginx-controller')}, server: _, request: "GET /api/orders HTTP/1.1", upstream: "http://${f.ip('mes-plant9/mes-api')}:80/api/orders", host: "mes9.corp.example"`,
    });
  },
});
