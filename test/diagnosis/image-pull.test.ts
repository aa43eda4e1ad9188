import { describe, expect, it } from 'vitest';
import { pullFailureOf } from '../../src/diagnosis/container/pullFailure.ts';
import imagePull from '../../src/diagnosis/facts/image-pull.ts';
import type { Finding } from '../../src/diagnosis/finding.ts';
import { findingsOf, type StateOptions, stateOf } from '../support/state.ts';
import { DEPLOYMENT, eventYaml, NOW, podYaml } from './podYaml.ts';

const waiting = (reason: string, message: string): string =>
  `{name: app, image: "", ready: false, restartCount: 0, state: {waiting: {reason: ${reason}, message: ${JSON.stringify(message)}}}}`;

function find(yaml: string, options: StateOptions = {}): Finding[] {
  return findingsOf(stateOf(DEPLOYMENT + yaml, { now: NOW, ...options }), { facts: [imagePull] }).findings;
}

const pod = (message: string, spec = '', image = 'ghcr.io/acme/web:2'): string =>
  podYaml({
    phase: 'Pending',
    container: `{name: app, image: "${image}"}`,
    status: waiting('ImagePullBackOff', message),
    spec,
  });

describe('what registries and runtimes say', () => {
  it.each([
    [
      'tagNotFound',
      'rpc error: code = NotFound desc = failed to pull and unpack image "docker.io/library/nginx:1.99": failed to resolve reference "docker.io/library/nginx:1.99": docker.io/library/nginx:1.99: not found',
    ],
    ['tagNotFound', 'manifest for acme/web:9 not found: manifest unknown: manifest unknown'],
    [
      'repositoryNotFound',
      'failed to resolve reference "ghcr.io/a/b:1": unexpected status: NAME_UNKNOWN: repository name not known to registry',
    ],
    [
      'notFoundOrPrivate',
      'pull access denied, repository does not exist or may require authorization: server message: insufficient_scope: authorization failed',
    ],
    [
      'unauthorized',
      'failed to authorize: failed to fetch oauth token: unexpected status from GET request to https://auth.example/token: 401 Unauthorized',
    ],
    ['denied', 'failed to fetch anonymous: unexpected status from GET request to https://ghcr.io/token: 403 Forbidden'],
    ['rateLimited', '429 Too Many Requests - Server message: toomanyrequests: You have reached your pull rate limit'],
    ['platform', 'no match for platform in manifest: not found'],
    ['platform', 'no matching manifest for linux/arm64/v8 in the manifest list entries'],
    [
      'tls',
      'Head "https://reg.lan/v2/": tls: failed to verify certificate: x509: certificate signed by unknown authority',
    ],
    ['tls', 'Head "https://reg.lan:5000/v2/": http: server gave HTTP response to HTTPS client'],
    ['dns', 'dial tcp: lookup regsitry.acme.io on 10.0.0.2:53: no such host'],
    ['unreachable', 'Head "https://reg.lan/v2/": dial tcp 10.9.9.9:443: i/o timeout'],
    ['unreachable', 'net/http: TLS handshake timeout'],
    ['diskFull', 'failed to extract layer sha256:aa: write /var/lib/containerd/x: no space left on device: unknown'],
    [
      'invalidName',
      'Failed to apply default image tag "web:": couldn\'t parse image name "web:": invalid reference format',
    ],
    ['neverPulled', 'Container image "web:1" is not present with pull policy of Never'],
    ['unknown', 'Back-off pulling image "acme/not-found:1"'],
  ])('%s: %s', (failure, message) => expect(pullFailureOf(message)).toBe(failure));
});

describe('image-pull', () => {
  it('takes the reason from the event where the waiting message only says back-off', () => {
    const [finding] = find(
      pod('Back-off pulling image "ghcr.io/acme/web:2"') +
        eventYaml(
          'Failed',
          'Failed to pull image "ghcr.io/acme/web:2": rpc error: code = NotFound desc = ghcr.io/acme/web:2: not found',
        ) +
        eventYaml('Failed', 'Error: ImagePullBackOff', NOW),
    );
    expect(finding).toMatchObject({
      code: 'ImageNotFound',
      confidence: 'confirmed',
      subject: { kind: 'Deployment', namespace: 'shop', name: 'web' },
      params: { what: 'tag', whatName: '2', registry: 'ghcr.io' },
    });
    expect(finding?.affects?.map(({ ref }) => ref.kind)).toEqual(['Pod']);
    expect(finding?.evidence.map(({ source }) => source)).toContain('event');
  });

  it('names a tag of the same repository that runs here', () => {
    const other = podYaml({
      name: 'old-1',
      container: '{name: app, image: ghcr.io/acme/web:1.9}',
      status: '{name: app, image: "ghcr.io/acme/web:1.9", ready: true, restartCount: 0, state: {running: {}}}',
      ready: true,
    });
    const [finding] = find(pod('ghcr.io/acme/web:2: not found') + other);
    expect(finding?.params?.nearest).toBe('ghcr.io/acme/web:1.9');
  });

  it('blames the imagePullSecret that does not exist', () => {
    const [finding] = find(
      pod('401 Unauthorized', 'imagePullSecrets: [{name: regcred}]') +
        secret('reg-cred', 'kubernetes.io/dockerconfigjson'),
    );
    expect(finding).toMatchObject({
      code: 'ImagePullSecretMissing',
      subject: { kind: 'Secret', name: 'regcred', missing: true },
      params: { nearest: 'reg-cred' },
    });
    expect(finding?.affects?.map(({ ref, relation }) => `${ref.kind} ${relation}`)).toEqual([
      'Deployment usesSecret',
      'Pod usesSecret',
    ]);
  });

  it('knows the missing Secret from the event where Secrets are not readable', () => {
    const event = eventYaml(
      'FailedToRetrieveImagePullSecret',
      'Unable to retrieve some image pull secrets (regcred); attempting to pull the image may not succeed.',
    );
    const [finding] = find(pod('401 Unauthorized', 'imagePullSecrets: [{name: regcred}]') + event, {
      unread: ['secrets'],
    });
    expect(finding?.code).toBe('ImagePullSecretMissing');
  });

  it('does not call a Secret missing that it cannot read', () => {
    const [finding] = find(pod('401 Unauthorized', 'imagePullSecrets: [{name: regcred}]'), { unread: ['secrets'] });
    expect(finding).toMatchObject({ code: 'ImagePullUnauthorized', subject: { kind: 'Secret', name: 'regcred' } });
    expect(finding?.subject.missing).toBeUndefined();
  });

  it('tells a Secret of the wrong type', () => {
    const [finding] = find(
      pod('401 Unauthorized', 'imagePullSecrets: [{name: regcred}]') + secret('regcred', 'Opaque'),
    );
    expect(finding).toMatchObject({ code: 'ImagePullSecretWrong', params: { why: 'type Opaque' } });
  });

  it('says that no imagePullSecret is set, and what others here use', () => {
    const other = podYaml({
      name: 'other',
      container: '{name: app, image: ghcr.io/acme/api:1}',
      spec: 'imagePullSecrets: [{name: ghcr}]',
      status: '{name: app, ready: true, restartCount: 0, image: ghcr.io/acme/api:1}',
      ready: true,
    });
    const [finding] = find(pod('401 Unauthorized') + other);
    expect(finding).toMatchObject({
      code: 'ImagePullUnauthorized',
      subject: { kind: 'Deployment' },
      params: { secretName: 'ghcr' },
    });
  });

  it("reads Docker Hub's ambiguous answer without credentials as a name that does not exist", () => {
    const [finding] = find(
      pod('pull access denied, repository does not exist or may require authorization', '', 'acme/wbe:1'),
    );
    expect(finding).toMatchObject({ code: 'ImageNotFound', params: { what: 'repository', registry: 'docker.io' } });
  });

  it('blames the node whose disk is full', () => {
    const [finding] = find(pod('failed to extract layer: write x: no space left on device'));
    expect(finding).toMatchObject({ code: 'NodeImageStoreFull', subject: { kind: 'Node', name: 'n1' } });
  });

  it('is silent about a pod that is just being created, and one that was deleted', () => {
    const creating = podYaml({
      phase: 'Pending',
      status: '{name: app, ready: false, restartCount: 0, state: {waiting: {reason: ContainerCreating}}}',
    });
    const deleted = podYaml({
      name: 'gone',
      phase: 'Pending',
      metadata: 'deletionTimestamp: "2026-11-24T11:59:00Z"',
      status: waiting('ImagePullBackOff', 'x: not found'),
    });
    expect(find(creating + deleted)).toEqual([]);
  });
});

const secret = (name: string, type: string): string => `
apiVersion: v1
kind: Secret
metadata: {name: ${name}, namespace: shop}
type: ${type}
data: {".dockerconfigjson": "e30=", password: "eA=="}
---`;
