import { unschedulable } from '../../faults.ts';
import { herring, one } from '../herring.ts';
import { scene } from '../write.ts';

export default scene({
  id: 'edge-mqtt-loadbalancer-port-taken',
  family: 'load-balancer',
  on: 'k3s',
  now: '2026-03-28T05:50:00Z',
  key: 'app',
  nodes: 2,
  hops: 2,
  question: 'sensors at the new site cannot connect to mqtt, the service has no external ip',
  scope: 'iot',
  causes: [
    {
      subjects: [
        one('DaemonSet', 'kube-system/svclb-mosquitto-7c21'),
        one('Pod', 'kube-system/svclb-mosquitto-7c21-*'),
        one('Service', 'iot/mosquitto'),
        one('Service', 'iot/legacy-broker'),
      ],
      says: [
        ['1883'],
        ['port', '端口'],
        ['free port', 'in use', 'taken', 'occupied', 'conflict', 'legacy-broker', 'already', '占用', '冲突'],
      ],
    },
  ],
  not: [one('Deployment', 'iot/mosquitto'), one('DaemonSet', 'kube-system/svclb-traefik')],
  play: (f) => {
    f.app({
      ns: 'iot',
      name: 'mosquitto',
      tone: 'golog',
      n: 1,
      image: 'docker.io/eclipse-mosquitto:2.0.20',
      port: 1883,
      portName: 'mqtt',
      svcPort: 1883,
      ready: { tcpSocket: { port: 1883 } },
      svcSpec: { type: 'LoadBalancer' },
    });
    f.app({
      ns: 'iot',
      name: 'legacy-broker',
      tone: 'golog',
      n: 1,
      image: 'docker.io/emqx/emqx:4.4',
      port: 1883,
      portName: 'mqtt',
      svcPort: 1883,
      ready: { tcpSocket: { port: 1883 } },
      svcSpec: { type: 'LoadBalancer' },
    });
    f.app({ ns: 'iot', name: 'sensor-hub', tone: 'gunicorn', n: 1 });
    const svc = f.get('Service', 'iot/mosquitto');
    svc.metadata.creationTimestamp = f.s.clock.ago(50);
    svc.status = { loadBalancer: {} };
    f.get('Service', 'iot/legacy-broker').status = {
      loadBalancer: {
        ingress: [
          { ip: '192.168.88.20', ipMode: 'VIP' },
          { ip: '192.168.88.27', ipMode: 'VIP' },
        ],
      },
    };
    for (const [name, of] of [
      ['svclb-mosquitto-7c21', 'mosquitto'],
      ['svclb-legacy-broker-19aa', 'legacy-broker'],
    ] as const)
      f.put({
        apiVersion: 'apps/v1',
        kind: 'DaemonSet',
        metadata: {
          name,
          namespace: 'kube-system',
          labels: {
            objectset: 'x',
            'svccontroller.k3s.cattle.io/svcname': of,
            'svccontroller.k3s.cattle.io/svcnamespace': 'iot',
          },
        },
        spec: {
          selector: { matchLabels: { app: name } },
          template: {
            metadata: { labels: { app: name, 'svccontroller.k3s.cattle.io/svcname': of } },
            spec: {
              containers: [
                {
                  name: 'lb-tcp-1883',
                  image: 'rancher/klipper-lb:v0.4.13',
                  ports: [{ name: 'lb-tcp-1883', containerPort: 1883, hostPort: 1883, protocol: 'TCP' }],
                  env: [{ name: 'SRC_PORT', value: '1883' }],
                },
              ],
              tolerations: [{ operator: 'Exists' }],
            },
          },
        },
      });
    for (const p of f.pods('kube-system/svclb-mosquitto-7c21'))
      unschedulable(
        f.s,
        p,
        "0/2 nodes are available: 1 node(s) didn't have free ports for the requested pod ports, 1 node(s) didn't match Pod's node affinity/selector. preemption: 0/2 nodes are available: 1 No preemption victims found for incoming pod, 1 Preemption is not helpful for scheduling.",
        49,
      );
    herring.crash(f, 'lab-sandbox/lora-test', 15);
  },
});
