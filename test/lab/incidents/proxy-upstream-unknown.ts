import { crashLoop, since } from '../faults.ts';
import { incident, workload } from '../incident.ts';
export default incident({
  id: 'proxy-upstream-unknown',
  family: 'config-host',
  mode: 'forged',
  platform: 'kubeadm',
  company: 'travel',
  now: '2026-02-10T03:27:00Z',
  onset: 33,
  question: '官网首页打不开，边缘代理一直重启',
  scope: { namespace: 'www' },
  rootCauses: [
    {
      subjects: [{ kind: 'ConfigMap', namespace: 'www', name: 'edge-proxy-config' }, ...workload('www', 'edge-proxy')],
      says: [
        ['hotel-offers', 'upstream'],
        ['host not found', 'not found', 'not exist', 'does not', 'no service', 'resolve', '不存在', '找不到', '解析'],
      ],
    },
  ],
  notRootCause: [
    { kind: 'Deployment', namespace: 'www', name: 'hotel-deals' },
    { kind: 'Deployment', namespace: 'kube-system', name: 'coredns' },
  ],
  hops: 1,
  apps: [
    {
      ns: 'www',
      name: 'edge-proxy',
      style: 'nginx',
      replicas: 2,
      image: 'nginx:1.29.3',
      ingress: { host: 'www.travel.example' },
      configMap: {
        'default.conf':
          'upstream offers {\n  server hotel-offers.www.svc.cluster.local:80;\n}\nserver {\n  listen 8080;\n  location / { proxy_pass http://offers; }\n}\n',
      },
      pod: { volumes: [{ name: 'conf', configMap: { name: 'edge-proxy-config' } }] },
      container: { volumeMounts: [{ name: 'conf', mountPath: '/etc/nginx/conf.d' }] },
    },
    { ns: 'www', name: 'hotel-deals', style: 'uvicorn', replicas: 2 },
  ],
  edit: (s) => {
    const pods = s.pods('www/edge-proxy');
    since(s, pods, 33);
    for (const p of pods) crashLoop(s, p, { exitCode: 1, first: 33, restarts: 10, lasted: 1 });
  },
  logs: [
    {
      app: 'www/edge-proxy',
      startup: true,
      raw: true,
      say: [
        '/docker-entrypoint.sh: Configuration complete; ready for start up',
        '2026/02/10 03:24:51 [emerg] 1#1: host not found in upstream "hotel-offers.www.svc.cluster.local:80" in /etc/nginx/conf.d/default.conf:2',
        'nginx: [emerg] host not found in upstream "hotel-offers.www.svc.cluster.local:80" in /etc/nginx/conf.d/default.conf:2',
      ],
    },
  ],
});
