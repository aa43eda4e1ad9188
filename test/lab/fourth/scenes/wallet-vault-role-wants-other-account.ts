import { herring, of, one } from '../../field/herring.ts';
import { scene } from '../../field/write.ts';
import { initRuns, late } from '../kit.ts';

export default scene({
  id: 'wallet-vault-role-wants-other-account',
  family: 'identity',
  on: 'ack',
  now: '2026-06-23T06:15:00Z',
  key: 'app.kubernetes.io/name',
  hops: 1,
  question: 'wallet-core 发布卡了快 40 分钟,新 pod 一直 Init:0/1,Vault 同事说 Vault 没问题',
  scope: 'wallet',
  causes: [
    {
      subjects: [
        ...of('wallet/wallet-core'),
        one('ServiceAccount', 'wallet/default'),
        one('ServiceAccount', 'wallet/wallet-core'),
      ],
      says: [
        ['service account', 'serviceaccount', '服务账号', '服务账户'],
        ['not authorized', '403', 'denied', 'default', '未授权', '拒绝', '无权'],
      ],
    },
  ],
  not: [
    one('StatefulSet', 'vault/vault'),
    one('Deployment', 'vault/vault-agent-injector'),
    one('Deployment', 'wallet/wallet-web'),
  ],
  play: (f) => {
    f.app({
      ns: 'vault',
      name: 'vault',
      kind: 'StatefulSet',
      tone: 'glog',
      n: 3,
      image: 'hashicorp/vault:1.19.5',
      port: 8200,
      portName: 'http',
      claim: { size: '10Gi', at: '/vault/data' },
      ready: { exec: { command: ['/bin/sh', '-ec', 'vault status -tls-skip-verify'] } },
    });
    f.app({
      ns: 'vault',
      name: 'vault-agent-injector',
      tone: 'glog',
      n: 1,
      image: 'hashicorp/vault-k8s:1.6.2',
      svcPort: 443,
    });
    f.app({ ns: 'wallet', name: 'wallet-web', tone: 'nginx', n: 2, env: { CORE: 'http://wallet-core' } });
    f.put({ apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name: 'wallet-core', namespace: 'wallet' } });
    f.app({
      ns: 'wallet',
      name: 'wallet-core',
      tone: 'spring',
      n: 3,
      image: 'wallet-core:7.1.0',
      podAnnotations: {
        'vault.hashicorp.com/agent-inject': 'true',
        'vault.hashicorp.com/agent-pre-populate-only': 'true',
        'vault.hashicorp.com/role': 'wallet-core',
        'vault.hashicorp.com/agent-inject-secret-db': 'kv/data/wallet/db',
      },
    });
    const inject = (pods: ReturnType<typeof f.pods>): void => {
      for (const p of pods) {
        const c = { name: 'vault-agent-init', image: 'hashicorp/vault:1.19.5' };
        if (p.spec)
          p.spec.initContainers = [
            { ...c, args: ['-ec'], env: [{ name: 'VAULT_ADDR', value: 'http://vault.vault.svc:8200' }] },
          ];
        p.metadata.annotations = { ...p.metadata.annotations, 'vault.hashicorp.com/agent-inject-status': 'injected' };
        if (p.status)
          p.status.initContainerStatuses = [
            {
              ...c,
              ready: true,
              started: false,
              restartCount: 0,
              imageID: 'docker.io/hashicorp/vault@sha256:0f2f2e6d4ea5',
              containerID: `containerd://${f.s.random.hex(64)}`,
              lastState: {},
              state: {
                terminated: {
                  exitCode: 0,
                  reason: 'Completed',
                  startedAt: p.status.startTime ?? '',
                  finishedAt: p.status.startTime ?? '',
                },
              },
            },
          ];
      }
    };
    const { fresh, old } = f.revise(
      'wallet/wallet-core',
      38,
      (t) => {
        t.spec.serviceAccountName = 'wallet-core';
        const [c] = t.spec.containers;
        if (c) c.image = c.image.replace('7.1.0', '7.0.6');
      },
      { old: 3, fresh: 1, by: 'helm' },
    );
    inject([...fresh, ...old]);
    for (const p of fresh) initRuns(f, p, 'vault-agent-init', 38);
    late(f, 'wallet/wallet-core', 38);
    const names = new Set(fresh.map((p) => p.metadata.name));
    f.say({
      app: 'wallet/wallet-core',
      c: 'vault-agent-init',
      pods: (p) => names.has(p.metadata.name),
      raw: true,
      from: 37.5,
      every: 240,
      lines: [
        '{iso} [INFO]  agent.auth.handler: authenticating',
        '{iso} [ERROR] agent.auth.handler: error authenticating:\n  error=\n  | Error making API request.\n  | \n  | URL: PUT http://vault.vault.svc:8200/v1/auth/kubernetes/login\n  | Code: 403. Errors:\n  | \n  | * service account name not authorized\n  \n   backoff=4m12.51s',
      ],
    });
    herring.crash(f, 'wallet/coupon-sync', 14);
  },
});
