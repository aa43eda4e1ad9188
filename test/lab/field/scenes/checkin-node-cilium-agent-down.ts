import { crashLoop, creating } from '../../faults.ts';
import { herring, one } from '../herring.ts';
import { scene } from '../write.ts';

export default scene({
  id: 'checkin-node-cilium-agent-down',
  family: 'cni',
  on: 'kubeadm',
  now: '2026-10-27T04:12:00Z',
  key: 'app',
  hops: 2,
  question: 'checkin-kiosk-api is stuck at 1/2 and has been slow all night, one pod never starts (ContainerCreating)',
  scope: 'airport',
  causes: [
    {
      subjects: [
        one('DaemonSet', 'kube-system/calico-node'),
        one('Pod', 'kube-system/calico-node-*'),
        one('Node', 'kw-14'),
      ],
      says: [
        ['calico', 'cni'],
        [
          'crash',
          'fail',
          'not running',
          'not ready',
          'conflict',
          'down',
          '异常',
          '失败',
          'back-off',
          'restart',
          'exit',
        ],
      ],
    },
  ],
  symptoms: [one('Deployment', 'airport/checkin-kiosk-api')],
  not: [one('Deployment', 'airport/checkin-kiosk-api'), one('Deployment', 'airport/gate-board')],
  play: (f) => {
    f.app({ ns: 'airport', name: 'checkin-kiosk-api', tone: 'slog', n: 2 });
    f.app({ ns: 'airport', name: 'gate-board', tone: 'winston', n: 2 });
    const node = f.node(3);
    const agent = f.s
      .all('Pod', 'kube-system')
      .find((p) => p.metadata.name.startsWith('calico-node-') && p.spec?.nodeName === node.metadata.name);
    if (agent) crashLoop(f.s, agent, { exitCode: 1, restarts: 74, first: 370, last: 3.3, lasted: 4 });
    f.tones.set('kube-system/calico-node', { tone: 'golog', c: 'calico-node', key: 'app' });
    f.say({
      app: 'kube-system/calico-node',
      pods: (p) => p === agent,
      boot: true,
      lines: [
        '[INFO][8] startup/startup.go 431: Early log level set to info',
        '[INFO][8] startup/autodetection_methods.go 103: Using autodetected IPv4 address on interface ens192: 192.168.40.34/24',
        "[WARNING][8] startup/startup.go 993: Calico node 'kw-12' is already using the IPv4 address 192.168.40.34.",
        'Calico node failed to start',
      ],
    });
    const stuck = f.pod('airport/checkin-kiosk-api', 1);
    if (stuck.spec) stuck.spec.nodeName = node.metadata.name;
    stuck.metadata.creationTimestamp = f.s.clock.ago(58);
    creating(
      f.s,
      stuck,
      'FailedCreatePodSandBox',
      `Failed to create pod sandbox: rpc error: code = Unknown desc = failed to setup network for sandbox "${f.s.random.hex(64)}": plugin type="calico" failed (add): stat /var/lib/calico/nodename: no such file or directory: check that the calico/node container is running and has mounted /var/lib/calico/`,
      58,
      190,
    );
    herring.crash(f, 'airport/lounge-bot', 2);
  },
});
