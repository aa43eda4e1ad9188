import { one } from '../../field/herring.ts';
import { scene } from '../../field/write.ts';
import { program } from '../kit.ts';

export default scene({
  id: 'calm-dns-nxdomain-of-search-list',
  family: 'healthy',
  on: 'rke2',
  now: '2026-08-19T13:00:00Z',
  hops: 0,
  question:
    'we switched on query logging in coredns and 2/3 of answers are NXDOMAIN!! is our DNS broken? nobody complained yet',
  not: [
    one('Deployment', 'kube-system/rke2-coredns-rke2-coredns'),
    one('Service', 'kube-system/kube-dns'),
    one('ConfigMap', 'kube-system/coredns'),
    one('Deployment', 'mes/line-api'),
  ],
  play: (f) => {
    const cm = f.get('ConfigMap', 'kube-system/coredns');
    if (cm.data?.Corefile) cm.data.Corefile = cm.data.Corefile.replace('    errors\n', '    errors\n    log\n');
    f.edited(cm, 'kubectl-edit', 70, { 'f:data': { 'f:Corefile': {} } });
    program(f, 'zap', { ns: 'mes', name: 'line-api', n: 2, env: { SUPPLIER: 'https://api.supplier.example.com' } });
    f.app({ ns: 'mes', name: 'line-ui', tone: 'nginx', n: 2, env: { API: 'http://line-api' } });
    f.tones.set('kube-system/rke2-coredns-rke2-coredns', {
      tone: 'corefile',
      c: 'rke2-coredns-rke2-coredns',
      key: 'app',
    });
    const ask = (name: string, code: string, size: number): string =>
      `[INFO] 10.42.2.{o}:4{n} - {n} "A IN ${name}. udp ${size} false 512" ${code} qr,${code === 'NOERROR' ? 'aa,' : ''}rd${code === 'NOERROR' ? ',ra' : ''} ${size + 93} 0.000182s`;
    f.say({
      app: 'kube-system/rke2-coredns-rke2-coredns',
      raw: true,
      from: 48,
      every: 40,
      lines: [
        ask('api.supplier.example.com.mes.svc.cluster.local', 'NXDOMAIN', 64),
        ask('api.supplier.example.com.svc.cluster.local', 'NXDOMAIN', 60),
        ask('api.supplier.example.com.cluster.local', 'NXDOMAIN', 56),
        ask('api.supplier.example.com', 'NOERROR', 42),
      ],
    });
  },
});
