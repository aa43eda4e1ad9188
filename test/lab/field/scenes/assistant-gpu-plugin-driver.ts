import { crashLoop, unschedulable } from '../../faults.ts';
import { herring, nobody, one } from '../herring.ts';
import { scene } from '../write.ts';

export default scene({
  id: 'assistant-gpu-plugin-driver',
  family: 'scheduling',
  on: 'kubeadm',
  now: '2026-05-27T09:30:00Z',
  key: 'app',
  hops: 4,
  question: 'the in-house chat assistant says "model unavailable" for all users since the kernel update weekend',
  causes: [
    {
      subjects: [
        one('DaemonSet', 'kube-system/nvidia-device-plugin'),
        one('Pod', 'kube-system/nvidia-device-plugin-*'),
        one('Node', 'kw-13'),
      ],
      says: [
        ['nvidia', 'gpu', 'nvml'],
        ['device-plugin', 'device plugin', 'driver', 'nvml', '驱动'],
      ],
    },
  ],
  symptoms: [one('Deployment', 'llm/llm-gateway'), one('Deployment', 'llm/vllm-qwen')],
  not: [one('Deployment', 'llm/llm-gateway'), one('Deployment', 'llm/chat-ui')],
  play: (f) => {
    f.app({ ns: 'llm', name: 'chat-ui', tone: 'nginx', env: { GATEWAY: 'http://llm-gateway:4000' } });
    f.app({
      ns: 'llm',
      name: 'llm-gateway',
      tone: 'gunicorn',
      n: 2,
      port: 4000,
      svcPort: 4000,
      env: { QWEN_BASE_URL: 'http://vllm-qwen:8000/v1' },
    });
    f.app({
      ns: 'llm',
      name: 'vllm-qwen',
      tone: 'gunicorn',
      n: 1,
      port: 8000,
      svcPort: 8000,
      image: 'docker.io/vllm/vllm-openai:v0.11.2',
      pod: { nodeSelector: { 'nvidia.com/gpu.present': 'true' } },
      over: {
        resources: {
          requests: { cpu: '2', memory: '16Gi', 'nvidia.com/gpu': '1' },
          limits: { memory: '32Gi', 'nvidia.com/gpu': '1' },
        },
      },
    });
    const node = f.node(2);
    node.metadata.labels = {
      ...node.metadata.labels,
      'nvidia.com/gpu.present': 'true',
      'nvidia.com/gpu.product': 'NVIDIA-L40S',
    };
    for (const where of ['capacity', 'allocatable'])
      if (node.status)
        node.status[where] = { ...(node.status[where] as object), 'nvidia.com/gpu': where === 'capacity' ? '2' : '0' };
    f.put({
      apiVersion: 'apps/v1',
      kind: 'DaemonSet',
      metadata: { name: 'nvidia-device-plugin', namespace: 'kube-system', labels: { app: 'nvidia-device-plugin' } },
      spec: {
        selector: { matchLabels: { app: 'nvidia-device-plugin' } },
        template: {
          metadata: { labels: { app: 'nvidia-device-plugin' } },
          spec: {
            nodeSelector: { 'nvidia.com/gpu.present': 'true' },
            priorityClassName: 'system-node-critical',
            containers: [
              {
                name: 'nvidia-device-plugin-ctr',
                image: 'nvcr.io/nvidia/k8s-device-plugin:v0.17.4',
                env: [{ name: 'FAIL_ON_INIT_ERROR', value: 'true' }],
              },
            ],
          },
        },
      },
    });
    for (const p of f.pods('kube-system/nvidia-device-plugin'))
      if (p.spec?.nodeName !== node.metadata.name) f.s.remove(p);
    f.after.push(() => {
      Object.assign(f.get('DaemonSet', 'kube-system/nvidia-device-plugin').status ?? {}, {
        desiredNumberScheduled: 1,
        numberUnavailable: 1,
      });
    });
    crashLoop(f.s, f.pod('kube-system/nvidia-device-plugin'), {
      exitCode: 1,
      restarts: 611,
      first: 3200,
      last: 2.2,
      lasted: 2,
    });
    f.tones.set('kube-system/nvidia-device-plugin', { tone: 'glog', c: 'nvidia-device-plugin-ctr', key: 'app' });
    f.say({
      app: 'kube-system/nvidia-device-plugin',
      boot: true,
      lines: [
        'Starting NVIDIA Device Plugin',
        'Incompatible strategy detected auto',
        'error starting plugins: error creating plugin manager: unable to create plugin manager: nvml init failed: ERROR_LIB_RM_VERSION_MISMATCH: Driver/library version mismatch',
      ],
    });
    const pod = f.pod('llm/vllm-qwen');
    pod.metadata.creationTimestamp = f.s.clock.ago(3100);
    unschedulable(
      f.s,
      pod,
      nobody(f, "1 Insufficient nvidia.com/gpu, 3 node(s) didn't match Pod's node affinity/selector"),
      3100,
    );
    herring.image(f, 'llm/whisper-poc', 20);
    f.say({
      app: 'llm/llm-gateway',
      from: 48,
      every: 30,
      lines:
        'litellm.InternalServerError: Connection error. model=qwen3-32b api_base=http://vllm-qwen:8000/v1 [Errno 111] Connection refused',
    });
  },
});
