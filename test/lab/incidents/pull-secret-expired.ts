import { pullFails } from '../faults.ts';
import { incident, workload } from '../incident.ts';
import { image, rollout } from '../rollout.ts';
export default incident({
  id: 'pull-secret-expired',
  family: 'image-pull',
  mode: 'forged',
  platform: 'ack',
  company: 'telco',
  now: '2026-03-11T02:26:00Z',
  question: 'notify-sms 发版失败，新 Pod 拉镜像报错，旧的还在跑',
  scope: { namespace: 'notify' },
  rootCauses: [
    {
      subjects: [{ kind: 'Secret', namespace: 'notify', name: 'acr-pull' }, ...workload('notify', 'notify-sms')],
      says: [
        ['unauthorized', '401', '403', 'forbidden', 'denied', 'credential', '认证', '授权', '凭据', '权限'],
        ['pull', 'image', 'registry', '镜像'],
      ],
    },
  ],
  notRootCause: [{ kind: 'Deployment', namespace: 'notify', name: 'notify-mail' }],
  hops: 0,
  apps: [
    {
      ns: 'notify',
      name: 'notify-sms',
      style: 'zap',
      replicas: 2,
      image: 'notify-sms:4.4.0',
      pod: { imagePullSecrets: [{ name: 'acr-pull' }] },
    },
    {
      ns: 'notify',
      name: 'notify-mail',
      style: 'pino',
      replicas: 2,
      pod: { imagePullSecrets: [{ name: 'acr-pull' }] },
    },
  ],
  extra: [
    {
      apiVersion: 'v1',
      kind: 'Secret',
      metadata: { name: 'acr-pull', namespace: 'notify' },
      type: 'kubernetes.io/dockerconfigjson',
      data: { '.dockerconfigjson': 'e30=' },
    },
  ],
  edit: (s) => {
    const { fresh } = rollout(s, 'notify/notify-sms', {
      minutes: 19,
      old: 2,
      fresh: 1,
      expired: true,
      before: image('4.4.0', '4.3.8'),
    });
    for (const p of fresh) {
      const { image: i } = s.container(p);
      pullFails(
        s,
        p,
        `rpc error: code = Unknown desc = failed to pull and unpack image "${i}": failed to resolve reference "${i}": failed to authorize: failed to fetch oauth token: unexpected status from GET request to https://dockerauth-vpc.cn-hangzhou.aliyuncs.com/auth?scope=repository%3Ayunshu%2Fnotify-sms%3Apull&service=registry.aliyuncs.com%3Acn-hangzhou%3A26842: 401 Unauthorized`,
        19,
      );
    }
  },
});
