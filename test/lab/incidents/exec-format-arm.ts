import { crashLoop } from '../faults.ts';
import { incident, workload } from '../incident.ts';
import { image, rollout } from '../rollout.ts';

export default incident({
  id: 'exec-format-arm',
  family: 'image-arch',
  mode: 'forged',
  platform: 'gke',
  company: 'studio',
  now: '2026-02-25T10:02:00Z',
  question: '为什么 thumbnail 服务升级后一直 CrashLoopBackOff？本地跑是好的',
  scope: { namespace: 'media' },
  rootCauses: [
    {
      subjects: workload('media', 'thumbnail'),
      says: [['exec format error', 'architecture', '架构', 'arm64', 'amd64']],
    },
  ],
  symptoms: [],
  notRootCause: [{ kind: 'Deployment', namespace: 'media', name: 'media-front' }],
  hops: 0,
  apps: [
    { ns: 'media', name: 'thumbnail', style: 'rust', replicas: 2, image: 'thumbnail:0.19.0' },
    { ns: 'media', name: 'media-front', style: 'nginx', replicas: 2, ingress: { host: 'media.studio.example' } },
  ],
  edit: (s) => {
    const { fresh } = rollout(s, 'media/thumbnail', {
      minutes: 16,
      old: 2,
      fresh: 1,
      expired: true,
      before: image('0.19.0', '0.18.2'),
    });
    for (const p of fresh) crashLoop(s, p, { exitCode: 255, first: 16, restarts: 7 });
  },
  logs: [
    {
      app: 'media/thumbnail',
      startup: true,
      raw: true,
      onlyFailed: true,
      say: 'exec /usr/local/bin/thumbnail: exec format error',
    },
  ],
});
