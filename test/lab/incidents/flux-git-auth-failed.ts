import { definition } from '../definition.ts';
import { incident } from '../incident.ts';

export default incident({
  id: 'flux-git-auth-failed',
  family: 'gitops',
  mode: 'forged',
  platform: 'kubeadm',
  company: 'clinic',
  now: '2026-03-06T05:42:00Z',
  onset: 300,
  question: 'Flux 不再更新 ward-config，配置停留在昨天的版本',
  scope: { namespace: 'flux-system' },
  rootCauses: [
    {
      subjects: [
        { kind: 'GitRepository', namespace: 'flux-system', name: 'wards' },
        { kind: 'Secret', namespace: 'flux-system', name: 'wards-deploy-key' },
      ],
      says: [
        ['auth', 'handshake', 'unable to authenticate', 'publickey', '认证', '鉴权'],
        ['failed', 'fail', 'unable', '失败', '无法'],
      ],
    },
  ],
  notRootCause: [
    { kind: 'Deployment', namespace: 'flux-system', name: 'source-controller' },
    { kind: 'Kustomization', namespace: 'flux-system', name: 'wards' },
  ],
  hops: 1,
  apps: [
    {
      ns: 'flux-system',
      name: 'source-controller',
      style: 'zap',
      replicas: 1,
      image: 'ghcr.io/fluxcd/source-controller:v1.7.2',
    },
    {
      ns: 'flux-system',
      name: 'kustomize-controller',
      style: 'zap',
      replicas: 1,
      service: false,
      probe: '',
      image: 'ghcr.io/fluxcd/kustomize-controller:v1.7.1',
    },
  ],
  extra: [
    definition('GitRepository', 'gitrepositories', 'source.toolkit.fluxcd.io', 'v1'),
    definition('Kustomization', 'kustomizations', 'kustomize.toolkit.fluxcd.io', 'v1'),
    {
      apiVersion: 'v1',
      kind: 'Secret',
      metadata: { name: 'wards-deploy-key', namespace: 'flux-system' },
      type: 'Opaque',
      data: { identity: 'eA==', known_hosts: 'eA==' },
    },
    {
      apiVersion: 'source.toolkit.fluxcd.io/v1',
      kind: 'GitRepository',
      metadata: { name: 'wards', namespace: 'flux-system' },
      spec: {
        interval: '5m0s',
        url: 'ssh://git@git.clinic.example/wards.git',
        secretRef: { name: 'wards-deploy-key' },
        ref: { branch: 'main' },
      },
      status: {
        conditions: [
          {
            type: 'Ready',
            status: 'False',
            reason: 'GitOperationFailed',
            message:
              "failed to checkout and determine revision: unable to list remote for 'ssh://git@git.clinic.example/wards.git': ssh: handshake failed: ssh: unable to authenticate, attempted methods [none publickey], no supported methods remain",
            lastTransitionTime: '2026-03-06T00:42:18Z',
          },
          {
            type: 'FetchFailed',
            status: 'True',
            reason: 'GitOperationFailed',
            message: 'ssh: handshake failed',
            lastTransitionTime: '2026-03-06T00:42:18Z',
          },
        ],
      },
    },
    {
      apiVersion: 'kustomize.toolkit.fluxcd.io/v1',
      kind: 'Kustomization',
      metadata: { name: 'wards', namespace: 'flux-system' },
      spec: { interval: '10m0s', path: './prod', prune: true, sourceRef: { kind: 'GitRepository', name: 'wards' } },
      status: {
        lastAppliedRevision: 'main@sha1:51c0aa9e',
        conditions: [
          {
            type: 'Ready',
            status: 'True',
            reason: 'ReconciliationSucceeded',
            message: 'Applied revision: main@sha1:51c0aa9e',
            lastTransitionTime: '2026-03-05T19:12:04Z',
          },
        ],
      },
    },
  ],
  logs: [
    {
      app: 'flux-system/source-controller',
      say: "failed to checkout and determine revision: unable to list remote for 'ssh://git@git.clinic.example/wards.git': ssh: handshake failed: ssh: unable to authenticate, attempted methods [none publickey], no supported methods remain",
      every: 300,
    },
  ],
});
