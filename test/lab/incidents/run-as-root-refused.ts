import { since, waiting } from '../faults.ts';
import { incident, workload } from '../incident.ts';
export default incident({
  id: 'run-as-root-refused',
  family: 'security-context',
  mode: 'forged',
  platform: 'aks',
  company: 'bank',
  now: '2026-01-30T15:25:00Z',
  onset: 20,
  question: 'fraud-replay shows CreateContainerConfigError',
  scope: { namespace: 'fraud-lab' },
  rootCauses: [
    { subjects: workload('fraud-lab', 'fraud-replay'), says: [['runasnonroot', 'non-root', 'root'], ['root']] },
  ],
  hops: 0,
  apps: [
    {
      ns: 'fraud-lab',
      name: 'fraud-replay',
      style: 'python',
      replicas: 1,
      pod: { securityContext: { runAsNonRoot: true } },
    },
    { ns: 'fraud-lab', name: 'notebook', style: 'uvicorn', replicas: 1 },
  ],
  edit: (s) => {
    const pods = s.pods('fraud-lab/fraud-replay');
    since(s, pods, 20);
    for (const p of pods) {
      const message = `container has runAsNonRoot and image will run as root (pod: "${p.metadata.name}_fraud-lab(${p.metadata.uid})", container: fraud-replay)`;
      waiting(s, p, 'CreateContainerConfigError', message, { minutes: 20 });
      s.event(p, 'Failed', `Error: ${message}`, { first: 20, last: 0.2, count: 92, container: 'fraud-replay' });
    }
  },
});
