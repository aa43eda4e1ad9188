import { crashLoop } from '../../faults.ts';
import { herring, of, one } from '../herring.ts';
import { PLACES } from '../neighbours.ts';
import { scene } from '../write.ts';

export default scene({
  id: 'payroll-vault-agent-sidecar-oom',
  family: 'oom-sidecar',
  on: 'openshift',
  now: '2026-11-17T06:33:00Z',
  key: 'app',
  hops: 1,
  question: 'payroll-run pods flap 1/2 <-> 2/2 and payslips endpoint drops connections. java heap is fine',
  scope: 'payroll',
  causes: [{ subjects: of('payroll/payroll-run'), says: [['vault-agent'], ['oom', '137', 'out of memory', '内存']] }],
  not: [one('Deployment', 'payroll/payslip-web')],
  sees: ['payroll', ...PLACES],
  play: (f) => {
    f.app({ ns: 'payroll', name: 'payslip-web', tone: 'nginx', env: { RUN: 'http://payroll-run' } });
    f.app({
      ns: 'payroll',
      name: 'payroll-run',
      tone: 'spring',
      n: 2,
      mem: ['1Gi', '2Gi'],
      podAnnotations: { 'vault.hashicorp.com/agent-inject': 'true', 'vault.hashicorp.com/role': 'payroll' },
      side: [
        {
          name: 'vault-agent',
          image: 'registry.connect.redhat.com/hashicorp/vault:1.18.2',
          args: ['agent', '-config=/vault/configs/config.hcl'],
          resources: { requests: { cpu: '20m', memory: '32Mi' }, limits: { cpu: '100m', memory: '32Mi' } },
          readinessProbe: { tcpSocket: { port: 8200 } },
        },
      ],
    });
    for (const p of f.pods('payroll/payroll-run'))
      crashLoop(f.s, p, {
        container: 'vault-agent',
        exitCode: 137,
        reason: 'OOMKilled',
        restarts: 21,
        first: 160,
        last: 1.2,
        lasted: 55,
      });
    herring.pending(f, 'payroll/tax-sim-2027', 6);
    f.say({
      app: 'payroll/payslip-web',
      from: 55,
      every: 60,
      lines: `recv() failed (104: Connection reset by peer) while reading response header from upstream, client: 10.128.0.2, server: _, request: "GET /payslips/{n} HTTP/1.1", upstream: "http://${f.ip('payroll/payroll-run')}:80/payslips", host: "pay.corp.lan"`,
    });
    f.say({
      app: 'payroll/payroll-run',
      c: 'vault-agent',
      boot: true,
      level: 'info',
      lines: [
        '[INFO]  agent.auth.handler: authentication successful, sending token to sinks',
        '[INFO]  agent: (runner) rendered "(dynamic)" => "/vault/secrets/db"',
      ],
    });
  },
});
