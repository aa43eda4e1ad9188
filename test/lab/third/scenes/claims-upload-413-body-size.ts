import { controller, ingress } from '../../field/acts.ts';
import { herring, one } from '../../field/herring.ts';
import { scene } from '../../field/write.ts';

export default scene({
  id: 'claims-upload-413-body-size',
  family: 'ingress',
  on: 'eks',
  now: '2026-01-30T10:21:00Z',
  hops: 1,
  question:
    'clients complain that photos of car damage cannot be uploaded, small ones work. claims-api logs nothing at all when it happens',
  causes: [
    {
      subjects: [one('Ingress', 'claims/claims-api'), one('ConfigMap', 'ingress-nginx/ingress-nginx-controller')],
      says: [
        ['body', '413', 'too large', '请求体'],
        ['size', 'too large', '2m', '413', '大小'],
      ],
    },
  ],
  not: [one('Deployment', 'claims/claims-api'), one('Deployment', 'ingress-nginx/ingress-nginx-controller')],
  play: (f) => {
    f.app({ ns: 'claims', name: 'claims-api', tone: 'serilog', n: 3, env: { Upload__MaxBytes: '52428800' } });
    f.app({ ns: 'claims', name: 'claims-web', tone: 'nginx', n: 2 });
    ingress(f, 'claims/claims-web', { host: 'claims.insure.example', service: 'claims-web', port: 80 });
    ingress(
      f,
      'claims/claims-api',
      { host: 'claims-api.insure.example', service: 'claims-api', port: 80 },
      { 'nginx.ingress.kubernetes.io/proxy-body-size': '2m', 'nginx.ingress.kubernetes.io/proxy-read-timeout': '60' },
    );
    f.edited(f.get('Ingress', 'claims/claims-api'), 'argocd-controller', 1130, {
      'f:metadata': { 'f:annotations': { 'f:nginx.ingress.kubernetes.io/proxy-body-size': {} } },
    });
    controller(f);
    f.say({
      app: 'ingress-nginx/ingress-nginx-controller',
      raw: true,
      from: 46,
      every: 70,
      lines: [
        '{iso} [error] 41#41: *{n} client intended to send too large body: 873{n} bytes, client: 203.0.113.{o}, server: claims-api.insure.example, request: "POST /v2/claims/{n}/photos HTTP/2.0", host: "claims-api.insure.example"',
        '203.0.113.{o} - - [{clf}] "POST /v2/claims/{n}/photos HTTP/2.0" 413 176 "-" "ClaimsApp/8.1" 812 0.003 [claims-claims-api-80] [] - - - - {hex}',
      ],
    });
    herring.crash(f, 'claims/ocr-worker-old', 40);
  },
});
