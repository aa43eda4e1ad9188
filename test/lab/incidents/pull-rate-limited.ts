import { pullFails, since } from '../faults.ts';
import { incident, workload } from '../incident.ts';
export default incident({
  id: 'pull-rate-limited',
  family: 'image-pull',
  mode: 'forged',
  platform: 'kubeadm',
  company: 'school',
  now: '2026-05-04T09:55:00Z',
  question: 'after draining a node the moodle cron pod does not start, same image runs fine elsewhere',
  scope: { namespace: 'moodle' },
  rootCauses: [
    {
      subjects: [...workload('moodle', 'moodle-cron'), { kind: 'Node', name: 'kw-*' }],
      says: [['toomanyrequests', 'rate limit', '429', 'too many requests', '限流', '速率']],
    },
  ],
  notRootCause: [{ kind: 'Deployment', namespace: 'moodle', name: 'moodle-web' }],
  hops: 0,
  apps: [
    {
      ns: 'moodle',
      name: 'moodle-cron',
      style: 'php',
      replicas: 1,
      service: false,
      probe: '',
      image: 'docker.io/bitnamilegacy/moodle:5.0.2',
    },
    {
      ns: 'moodle',
      name: 'moodle-web',
      style: 'php',
      replicas: 2,
      image: 'docker.io/bitnamilegacy/moodle:5.0.2',
      ingress: { host: 'moodle.school.example' },
    },
  ],
  edit: (s) => {
    const pods = s.pods('moodle/moodle-cron');
    since(s, pods, 31);
    for (const p of pods)
      pullFails(
        s,
        p,
        'failed to pull and unpack image "docker.io/bitnamilegacy/moodle:5.0.2": failed to copy: httpReadSeeker: failed open: unexpected status code https://registry-1.docker.io/v2/bitnamilegacy/moodle/manifests/sha256:5a1cf0a2b6cdd02c0a9e1f7cbd1b35d6ac0ea1bf6a7a3c2f8f0b8ff3b2c8a6de: 429 Too Many Requests - Server message: toomanyrequests: You have reached your unauthenticated pull rate limit. https://www.docker.com/increase-rate-limit',
        31,
      );
  },
});
