import { crashLoop } from '../../faults.ts';
import { herring, of, one } from '../../field/herring.ts';
import { scene } from '../../field/write.ts';
import { ABSENT, data, program, restarted, tell, words } from '../kit.ts';

export default scene({
  id: 'fraud-rules-file-has-other-extension',
  family: 'config-file',
  on: 'gke',
  now: '2026-02-24T22:40:00Z',
  hops: 2,
  question:
    'all card payments are declined with "risk unavailable" since 22:05. fraud team only reformatted yaml, no code. gateway timeouts?',
  scope: 'risk',
  causes: [
    {
      subjects: [one('ConfigMap', 'risk/fraud-rules'), ...of('risk/fraud-engine')],
      says: [['rules.yaml', 'rules.yml', '/etc/fraud'], ABSENT],
    },
  ],
  symptoms: [one('Deployment', 'risk/payment-gate')],
  not: [one('Deployment', 'risk/payment-gate'), one('Deployment', 'risk/device-fp')],
  play: (f) => {
    const cm = f.config(
      'risk/fraud-rules',
      { 'rules.yml': 'rules:\n- id: velocity\n  max: 5\n- id: geo\n  deny: [XX]\n', 'lists.yaml': 'blocked: []\n' },
      400,
    );
    f.edited(cm, 'kubectl-create', 37, data('rules.yml', 'lists.yaml'));
    program(f, 'pino', { ns: 'risk', name: 'payment-gate', n: 3, env: { FRAUD: 'http://fraud-engine' } });
    program(f, 'zap', {
      ns: 'risk',
      name: 'fraud-engine',
      n: 3,
      mounts: { '/etc/fraud': 'cm:fraud-rules' },
      over: { args: ['--rules=/etc/fraud/rules.yaml', '--lists=/etc/fraud/lists.yaml'] },
    });
    const d = f.get('Deployment', 'risk/fraud-engine');
    if (d.spec) d.spec.strategy = { type: 'Recreate' };
    restarted(f, 'risk/fraud-engine', 36);
    f.app({ ns: 'risk', name: 'device-fp', tone: 'tracing', n: 2 });
    for (const p of f.pods('risk/fraud-engine'))
      crashLoop(f.s, p, { exitCode: 1, restarts: 11, first: 35, last: 2.1, lasted: 1 });
    f.say({
      app: 'risk/fraud-engine',
      boot: true,
      lines: [
        words('info', 'cmd/main.go:41', 'fraud-engine 2.4.1 starting'),
        words('info', 'rules/load.go:22', 'loading rules from /etc/fraud/rules.yaml'),
        words('fatal', 'cmd/main.go:58', 'cannot load rules: open /etc/fraud/rules.yaml: no such file or directory'),
      ],
    });
    tell(
      f,
      'risk/payment-gate',
      `decline tx {n}: risk unavailable: connect ECONNREFUSED ${f.ip('risk/fraud-engine')}:80`,
      { from: 35, every: 7 },
    );
    herring.image(f, 'risk/graph-model', 5);
  },
});
