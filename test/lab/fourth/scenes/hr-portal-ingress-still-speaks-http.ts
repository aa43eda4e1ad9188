import { controller, ingress } from '../../field/acts.ts';
import { herring, of, one } from '../../field/herring.ts';
import { scene } from '../../field/write.ts';
import { deployed } from '../kit.ts';

export default scene({
  id: 'hr-portal-ingress-still-speaks-http',
  family: 'ingress',
  on: 'rke2',
  now: '2026-03-19T12:14:00Z',
  key: 'app',
  hops: 1,
  question:
    'hr portal: "400 Bad Request - The plain HTTP request was sent to HTTPS port" since todays release 7.0. certificate problem?',
  scope: 'hr',
  causes: [
    {
      subjects: [one('Ingress', 'hr/hr-portal'), ...of('hr/hr-portal'), one('Service', 'hr/hr-portal')],
      says: [
        ['https', 'tls', 'backend-protocol'],
        ['http', 'plain', '明文'],
        ['backend', 'plain', 'annotation', 'protocol', '8443', '注解', '协议', '后端'],
      ],
    },
  ],
  not: [one('Deployment', 'hr/leave-calendar'), one('Deployment', 'ingress-nginx/ingress-nginx-controller')],
  play: (f) => {
    f.app({
      ns: 'ingress-nginx',
      name: 'ingress-nginx-controller',
      tone: 'glog',
      n: 2,
      image: 'registry.k8s.io/ingress-nginx/controller:v1.13.3',
    });
    f.put({
      apiVersion: 'networking.k8s.io/v1',
      kind: 'IngressClass',
      metadata: { name: 'nginx' },
      spec: { controller: 'k8s.io/ingress-nginx' },
    });
    f.app({
      ns: 'hr',
      name: 'hr-portal',
      tone: 'nginx',
      n: 2,
      image: 'hr-portal:7.0.0',
      port: 8443,
      portName: 'https',
      svcPort: 443,
      targetPort: 'https',
      svcPortName: 'https',
      ready: { httpGet: { path: '/readyz', port: 8443, scheme: 'HTTPS' } },
    });
    deployed(f, 'hr/hr-portal', 118, '6.12.1');
    f.app({ ns: 'hr', name: 'leave-calendar', tone: 'winston', n: 1 });
    ingress(f, 'hr/hr-portal', { host: 'hr.plant7.example', service: 'hr-portal', port: 443 });
    f.edited(f.get('Ingress', 'hr/hr-portal'), 'helm', 118, { 'f:spec': { 'f:rules': {} } });
    ingress(f, 'hr/leave', { host: 'leave.plant7.example', service: 'leave-calendar', port: 80 });
    controller(f);
    f.say({
      app: 'ingress-nginx/ingress-nginx-controller',
      raw: true,
      from: 48,
      every: 25,
      lines: `172.27.3.{o} - - [{clf}] "GET / HTTP/2.0" 400 650 "-" "Mozilla/5.0" 402 0.002 [hr-hr-portal-443] [] ${f.podIP('hr/hr-portal')}:8443 650 0.002 400 {hex}`,
    });
    f.say({
      app: 'hr/hr-portal',
      level: 'info',
      from: 48,
      every: 25,
      lines:
        'client sent plain HTTP request to HTTPS port while reading client request headers, client: 10.42.1.{o}, server: _, request: "GET / HTTP/1.1", host: "hr.plant7.example"',
    });
    herring.unready(f, 'hr/payroll-preview', 8);
  },
});
