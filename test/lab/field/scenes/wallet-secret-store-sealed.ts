import { since, waiting } from '../../faults.ts';
import { crd } from '../acts.ts';
import { herring, of, one } from '../herring.ts';
import { scene } from '../write.ts';

export default scene({
  id: 'wallet-secret-store-sealed',
  family: 'missing-config',
  on: 'eks',
  now: '2026-01-19T12:34:00Z',
  key: 'app.kubernetes.io/name',
  hops: 4,
  question:
    'new wallet release in wallet-eu is dead: wallet-web 502, api pods CreateContainerConfigError. other regions ok. was the chart wrong?',
  scope: 'wallet-eu',
  causes: [
    {
      subjects: [
        one('ClusterSecretStore', 'vault-eu'),
        one('ExternalSecret', 'wallet-eu/wallet-signing'),
        ...of('vault/vault', 'StatefulSet'),
      ],
      says: [
        ['vault', 'secretstore', 'secret store'],
        ['sealed', '503', 'invalidproviderconfig', 'not ready', 'could not', 'unavailable', '密封'],
      ],
    },
  ],
  symptoms: [one('Deployment', 'wallet-eu/wallet-api')],
  not: [one('Deployment', 'wallet-eu/wallet-web'), one('Deployment', 'wallet-eu/wallet-api')],
  absent: ['Secret/wallet-eu/wallet-signing'],
  play: (f) => {
    f.put(
      crd('ExternalSecret', 'externalsecrets', 'external-secrets.io', 'v1'),
      crd('ClusterSecretStore', 'clustersecretstores', 'external-secrets.io', 'v1'),
    );
    f.app({
      ns: 'external-secrets',
      name: 'external-secrets',
      tone: 'ecs',
      n: 1,
      image: 'ghcr.io/external-secrets/external-secrets:v1.1.0',
      svc: false,
      ready: null,
    });
    f.app({
      ns: 'vault',
      name: 'vault',
      kind: 'StatefulSet',
      tone: 'slog',
      n: 1,
      image: 'docker.io/hashicorp/vault:1.20.4',
      port: 8200,
      portName: 'http',
      ready: { exec: { command: ['/bin/sh', '-ec', 'vault status -tls-skip-verify || [ $? -eq 2 ]'] } },
      claim: { size: '10Gi', at: '/vault/data' },
    });
    const vault = f.pod('vault/vault');
    since(f.s, [vault], 88);
    const why =
      'could not get provider client: unable to log in to auth method: unable to log in with Kubernetes auth: Error making API request. URL: PUT http://vault.vault.svc:8200/v1/auth/kubernetes/login Code: 503. Errors: * Vault is sealed';
    f.put({
      apiVersion: 'external-secrets.io/v1',
      kind: 'ClusterSecretStore',
      metadata: { name: 'vault-eu' },
      spec: { provider: { vault: { server: 'http://vault.vault.svc:8200', path: 'secret', version: 'v2' } } },
      status: {
        conditions: [
          {
            type: 'Ready',
            status: 'False',
            reason: 'InvalidProviderConfig',
            message: why,
            lastTransitionTime: f.s.clock.ago(87),
          },
        ],
      },
    });
    f.put({
      apiVersion: 'external-secrets.io/v1',
      kind: 'ExternalSecret',
      metadata: { name: 'wallet-signing', namespace: 'wallet-eu', creationTimestamp: f.s.clock.ago(40) },
      spec: {
        refreshInterval: '1h',
        secretStoreRef: { kind: 'ClusterSecretStore', name: 'vault-eu' },
        target: { name: 'wallet-signing' },
        data: [{ secretKey: 'key', remoteRef: { key: 'wallet/eu', property: 'signing' } }],
      },
      status: {
        conditions: [
          {
            type: 'Ready',
            status: 'False',
            reason: 'SecretSyncedError',
            message: 'could not get secret data from provider',
            lastTransitionTime: f.s.clock.ago(40),
          },
        ],
      },
    });
    f.s.event(
      f.get('ExternalSecret', 'wallet-eu/wallet-signing'),
      'UpdateFailed',
      `error processing spec.data[0] (key: wallet/eu), err: ClusterSecretStore "vault-eu" is not ready`,
      { first: 40, last: 2, count: 19, source: 'external-secrets' },
    );
    f.app({ ns: 'wallet-eu', name: 'wallet-web', tone: 'nginx', env: { API: 'http://wallet-api' } });
    f.app({
      ns: 'wallet-eu',
      name: 'wallet-api',
      tone: 'golog',
      n: 2,
      keys: { SIGNING_KEY: 'secret:wallet-signing:key' },
    });
    for (const p of f.pods('wallet-eu/wallet-api')) {
      since(f.s, [p], 39);
      waiting(f.s, p, 'CreateContainerConfigError', 'secret "wallet-signing" not found', { minutes: 39 });
      f.s.event(p, 'Failed', 'Error: secret "wallet-signing" not found', {
        first: 39,
        last: 0.4,
        count: 180,
        container: 'wallet-api',
      });
    }
    herring.unready(f, 'wallet-eu/wallet-fraud-lab', 14);
    f.say({ app: 'vault/vault', from: 86, level: 'info', lines: 'core: vault is sealed, waiting for unseal keys' });
    f.say({
      app: 'external-secrets/external-secrets',
      from: 50,
      every: 180,
      lines: `unable to validate store ClusterSecretStore vault-eu: ${why}`,
    });
    f.say({
      app: 'wallet-eu/wallet-web',
      from: 38,
      every: 30,
      lines: `connect() failed (111: Connection refused) while connecting to upstream, client: ${f.podIP('ingress-nginx/ingress-nginx-controller')}, server: _, request: "GET /api/balance HTTP/1.1", upstream: "http://${f.ip('wallet-eu/wallet-api')}:80/api/balance", host: "eu.wallet.example"`,
    });
  },
});
