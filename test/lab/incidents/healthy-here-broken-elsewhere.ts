import { crashLoop, pullFails } from '../faults.ts';
import { incident } from '../incident.ts';
export default incident({
  id: 'healthy-here-broken-elsewhere',
  family: 'healthy',
  mode: 'forged',
  platform: 'kubeadm',
  company: 'travel',
  now: '2026-03-07T22:14:00Z',
  onset: 30,
  question: 'flights are down!!! check namespace flights',
  scope: { namespace: 'flights' },
  healthy: true,
  notRootCause: [
    { kind: 'Deployment', namespace: 'flights', name: 'fare-search' },
    { kind: 'Deployment', namespace: 'labs-sandbox', name: 'llm-demo' },
    { kind: 'Deployment', namespace: 'labs-sandbox', name: 'poc-graph' },
  ],
  hops: 0,
  apps: [
    { ns: 'labs-sandbox', name: 'llm-demo', style: 'python', replicas: 1 },
    { ns: 'labs-sandbox', name: 'poc-graph', style: 'rust', replicas: 1 },
  ],
  edit: (s) => {
    for (const p of s.pods('labs-sandbox/llm-demo'))
      crashLoop(s, p, { exitCode: 1, first: 9000, restarts: 1800, lasted: 4 });
    for (const p of s.pods('labs-sandbox/poc-graph'))
      pullFails(
        s,
        p,
        `rpc error: code = NotFound desc = failed to pull and unpack image "${s.container(p).image}": failed to resolve reference "${s.container(p).image}": ${s.container(p).image}: not found`,
        9000,
      );
  },
  logs: [
    {
      app: 'labs-sandbox/llm-demo',
      startup: true,
      say: [
        'loading weights',
        'Traceback (most recent call last):',
        "FileNotFoundError: [Errno 2] No such file or directory: '/models/demo.gguf'",
      ],
    },
  ],
});
