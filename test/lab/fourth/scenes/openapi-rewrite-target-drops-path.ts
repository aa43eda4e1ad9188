import { controller, ingress } from '../../field/acts.ts';
import { herring, one } from '../../field/herring.ts';
import { scene } from '../../field/write.ts';
export default scene({
  id: 'openapi-rewrite-target-drops-path',
  family: 'ingress',
  on: 'ack',
  now: '2026-05-06T07:30:00Z',
  hops: 1,
  question: '开放平台的合作方说接口全 404,我们内部直接调 partner-api 是好的,今天只改过网关的限流',
  causes: [
    {
      subjects: [one('Ingress', 'openplat/partner-api')],
      says: [
        ['rewrite', '重写', '改写'],
        ['404', 'path', '路径', '/'],
      ],
    },
  ],
  not: [
    one('Deployment', 'openplat/partner-api'),
    one('Service', 'openplat/partner-api'),
    one('Deployment', 'ingress-nginx/ingress-nginx-controller'),
    one('Deployment', 'openplat/dev-docs'),
  ],
  play: (f) => {
    f.app({ ns: 'openplat', name: 'partner-api', tone: 'spring', n: 3 });
    f.app({ ns: 'openplat', name: 'dev-docs', tone: 'nginx', n: 1 });
    ingress(f, 'openplat/dev-docs', { host: 'docs.open.example.cn', service: 'dev-docs', port: 80 });
    ingress(
      f,
      'openplat/partner-api',
      { host: 'open.example.cn', service: 'partner-api', port: 80, path: '/partner/v3' },
      {
        'nginx.ingress.kubernetes.io/limit-rps': '50',
        'nginx.ingress.kubernetes.io/rewrite-target': '/',
      },
    );
    f.edited(f.get('Ingress', 'openplat/partner-api'), 'kubectl-client-side-apply', 58, {
      'f:metadata': {
        'f:annotations': {
          'f:nginx.ingress.kubernetes.io/limit-rps': {},
          'f:nginx.ingress.kubernetes.io/rewrite-target': {},
        },
      },
    });
    controller(f);
    const ip = f.podIP('openplat/partner-api');
    f.say({
      app: 'ingress-nginx/ingress-nginx-controller',
      raw: true,
      from: 49,
      every: 16,
      lines: `203.0.113.{o} - - [{clf}] "POST /partner/v3/orders/query HTTP/1.1" 404 133 "-" "okhttp/4.12.0" 512 0.004 [openplat-partner-api-80] [] ${ip}:8080 133 0.004 404 {hex}`,
    });
    f.say({
      app: 'openplat/partner-api',
      level: 'warn',
      from: 49,
      every: 16,
      lines: 'org.springframework.web.servlet.resource.NoResourceFoundException: No static resource . [POST /]',
    });
    f.say({
      app: 'openplat/partner-api',
      level: 'info',
      from: 46,
      every: 400,
      lines: 'POST /partner/v3/orders/query 200 38ms (caller=internal-bi)',
    });
    herring.unready(f, 'openplat/sandbox', 21);
  },
});
