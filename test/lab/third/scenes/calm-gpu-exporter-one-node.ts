import { herring, one } from '../../field/herring.ts';
import { scene } from '../../field/write.ts';

export default scene({
  id: 'calm-gpu-exporter-one-node',
  family: 'healthy',
  on: 'rke2',
  now: '2026-02-09T09:20:00Z',
  hops: 0,
  question: 'DaemonSet gpu-exporter has only 1 pod on a 4 node cluster, 3 missing. taints? please fix',
  scope: 'monitoring',
  not: [one('DaemonSet', 'monitoring/gpu-exporter')],
  play: (f) => {
    const node = f.node(1);
    node.metadata.labels = { ...node.metadata.labels, 'plant7.example/gpu': 'l4' };
    f.app({
      ns: 'monitoring',
      name: 'gpu-exporter',
      kind: 'DaemonSet',
      tone: 'slog',
      image: 'nvcr.io/nvidia/k8s/dcgm-exporter:4.4.1',
      port: 9400,
      portName: 'metrics',
      pod: { nodeSelector: { 'plant7.example/gpu': 'l4' } },
    });
    f.app({
      ns: 'monitoring',
      name: 'node-exporter',
      kind: 'DaemonSet',
      tone: 'slog',
      image: 'quay.io/prometheus/node-exporter:v1.10.2',
      port: 9100,
      portName: 'metrics',
    });
    f.app({
      ns: 'monitoring',
      name: 'prometheus',
      kind: 'StatefulSet',
      tone: 'slog',
      n: 1,
      image: 'quay.io/prometheus/prometheus:v3.7.3',
      port: 9090,
      portName: 'web',
      claim: { size: '50Gi', at: '/prometheus' },
    });
    for (const p of f.pods('monitoring/gpu-exporter')) if (p.spec?.nodeName !== node.metadata.name) f.s.remove(p);
    f.after.push(() =>
      Object.assign(f.get('DaemonSet', 'monitoring/gpu-exporter').status ?? {}, {
        desiredNumberScheduled: 1,
        currentNumberScheduled: 1,
        numberReady: 1,
        numberAvailable: 1,
        updatedNumberScheduled: 1,
        numberUnavailable: undefined,
      }),
    );
    herring.crash(f, 'lab-sandbox/gpu-bench', 9);
  },
});
