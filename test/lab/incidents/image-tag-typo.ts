import { pullFails } from '../faults.ts';
import { incident, workload } from '../incident.ts';
import { image, rollout } from '../rollout.ts';

export default incident({
  id: 'image-tag-typo',
  family: 'demo',
  mode: 'forged',
  platform: 'eks',
  company: 'grocer',
  now: '2026-02-11T09:14:00Z',
  question: 'the new release of parcel-label does not come up, what is wrong?',
  scope: { namespace: 'parcels' },
  rootCauses: [
    {
      subjects: workload('parcels', 'parcel-label'),
      says: [
        ['2.41.O', 'image', '镜像'],
        ['not found', 'does not exist', 'no such', '不存在'],
      ],
    },
  ],
  notRootCause: [{ kind: 'Deployment', namespace: 'parcels', name: 'parcel-track' }],
  hops: 0,
  apps: [
    {
      ns: 'parcels',
      name: 'parcel-label',
      style: 'zap',
      replicas: 3,
      image: 'parcel-label:2.41.O',
      pdb: { minAvailable: 1 },
    },
    {
      ns: 'parcels',
      name: 'parcel-track',
      style: 'pino',
      replicas: 2,
      env: { LABEL_URL: 'http://parcel-label' },
      ingress: { host: 'track.parcels.example' },
    },
  ],
  edit: (s) => {
    const { fresh } = rollout(s, 'parcels/parcel-label', {
      minutes: 22,
      old: 3,
      fresh: 1,
      expired: true,
      before: image('2.41.O', '2.40.3'),
    });
    for (const pod of fresh) {
      const { image } = s.container(pod);
      pullFails(
        s,
        pod,
        `rpc error: code = NotFound desc = failed to pull and unpack image "${image}": failed to resolve reference "${image}": ${image}: not found`,
        22,
      );
    }
  },
});
