/**
 * Webhook matching against the real API server: every webhook points at a port where nobody listens and fails the request,
 * so the first one that matches is named in the refusal (mutating webhooks are called one by one, in order of name).
 */
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { KubeObject, MutatingWebhookConfiguration } from '../../src/cluster/objects.ts';
import { type AdmissionRequest, matchingWebhooks } from '../../src/semantics/webhookMatch.ts';
import { kubeboxMissing } from '../kubebox.ts';
import { namespace, type RealApi, startRealApi } from './realApi.ts';

// The API server refuses a star beside other values.
const some = (...values: string[]) =>
  fc
    .uniqueArray(fc.constantFrom(...values), { minLength: 1, maxLength: 2 })
    .map((chosen) => (chosen.includes('*') ? ['*'] : chosen));

const rule = fc.record(
  {
    operations: some('CREATE', 'UPDATE', 'DELETE', '*'),
    apiGroups: some('', 'apps', 'autoscaling', '*'),
    apiVersions: some('v1', 'v2', 'v1', '*'),
    resources: fc
      .constantFrom(
        'configmaps',
        'deployments',
        'deployments/scale',
        'horizontalpodautoscalers',
        '*/scale',
        'namespaces',
        '*',
        'deployments/*',
      )
      .map((one) => [one]),
    scope: fc.constantFrom('*', 'Namespaced', 'Cluster'),
  },
  { requiredKeys: ['operations', 'apiGroups', 'apiVersions', 'resources'] },
);
const expression = fc.oneof(
  fc.record({ key: fc.constantFrom('env', 'team'), operator: fc.constantFrom('Exists', 'DoesNotExist') }),
  fc.record({
    key: fc.constantFrom('env', 'team', 'kubernetes.io/metadata.name'),
    operator: fc.constantFrom('In', 'NotIn'),
    values: some('prod', 'dev', 'red', 'n1'),
  }),
);
const selector = fc.record({ matchExpressions: fc.array(expression, { minLength: 1, maxLength: 2 }) });

const configuration = fc
  .record({
    rules: fc.array(rule, { minLength: 1, maxLength: 2 }),
    outer: selector,
    inner: selector,
    exact: fc.boolean(),
  })
  .map(({ rules, outer, inner, exact }) => ({
    clientConfig: { url: 'https://127.0.0.1:1/' },
    rules,
    namespaceSelector: outer,
    objectSelector: inner,
    matchPolicy: exact ? 'Exact' : 'Equivalent',
    failurePolicy: 'Fail',
    sideEffects: 'None',
    timeoutSeconds: 5,
    admissionReviewVersions: ['v1'],
    reinvocationPolicy: 'Never',
  }));

const COUNT = 60;
const API = 'admissionregistration.k8s.io/v1';
const configurations: MutatingWebhookConfiguration[] = fc
  .sample(configuration, { seed: 33, numRuns: COUNT })
  .map((webhook, i) => {
    const name = `w${String(i).padStart(2, '0')}`;
    return {
      apiVersion: API,
      kind: 'MutatingWebhookConfiguration',
      metadata: { name },
      webhooks: [{ ...webhook, name: `${name}.example.com` }],
    };
  });

/** Made last and called first: once it refuses, the server knows all of them. */
const canary: MutatingWebhookConfiguration = {
  apiVersion: API,
  kind: 'MutatingWebhookConfiguration',
  metadata: { name: 'a' },
  webhooks: [
    {
      name: 'canary.example.com',
      clientConfig: { url: 'https://127.0.0.1:1/' },
      rules: [{ operations: ['CREATE'], apiGroups: [''], apiVersions: ['v1'], resources: ['configmaps'] }],
      objectSelector: { matchLabels: { canary: 'yes' } },
      failurePolicy: 'Fail',
      sideEffects: 'None',
      admissionReviewVersions: ['v1'],
    },
  ],
};

const labelSets = fc.record(
  { env: fc.constantFrom('prod', 'dev'), team: fc.constantFrom('red', 'blue') },
  { requiredKeys: [] },
);
const SPACES = fc.sample(labelSets, { seed: 34, numRuns: 6 }).map((labels, i) => ({ name: `n${i}`, labels }));

interface Call {
  method: string;
  path: string;
  body: KubeObject | undefined;
  request: AdmissionRequest;
}

const template = { metadata: { labels: { a: 'b' } }, spec: { containers: [{ name: 'c', image: 'i' }] } };
const KINDS = {
  configmaps: { group: '', version: 'v1', kind: 'ConfigMap', spec: {} },
  deployments: {
    group: 'apps',
    version: 'v1',
    kind: 'Deployment',
    spec: { spec: { selector: { matchLabels: { a: 'b' } }, template } },
  },
  horizontalpodautoscalers: {
    group: 'autoscaling',
    version: 'v1',
    kind: 'HorizontalPodAutoscaler',
    spec: { spec: { maxReplicas: 2, scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'old' } } },
  },
};
type KindName = keyof typeof KINDS;

const call = fc
  .record({
    resource: fc.constantFrom<KindName | 'namespaces' | 'scale'>(
      'configmaps',
      'deployments',
      'horizontalpodautoscalers',
      'namespaces',
      'scale',
    ),
    operation: fc.constantFrom<'CREATE' | 'UPDATE' | 'DELETE'>('CREATE', 'UPDATE', 'DELETE'),
    space: fc.constantFrom(...SPACES),
    labels: labelSets,
  })
  .map(({ resource, operation, space, labels }): Call => {
    if (resource === 'namespaces') return namespaceCall(labels);
    if (resource === 'scale') return scaleCall(space);
    return objectCall(resource, operation, space, labels);
  });

const OLD_LABELS = { env: 'dev' };
const METHODS = { CREATE: 'POST', UPDATE: 'PUT', DELETE: 'DELETE' };

function withName(space: { name: string; labels: Record<string, string> }): Record<string, string> {
  return { ...space.labels, 'kubernetes.io/metadata.name': space.name };
}

function objectCall(
  resource: KindName,
  operation: 'CREATE' | 'UPDATE' | 'DELETE',
  space: { name: string; labels: Record<string, string> },
  labels: Record<string, string>,
): Call {
  const { group, version, kind, spec } = KINDS[resource];
  const apiVersion = group === '' ? version : `${group}/${version}`;
  const base = `${group === '' ? '/api/v1' : `/apis/${apiVersion}`}/namespaces/${space.name}/${resource}`;
  const name = operation === 'CREATE' ? 'new' : 'old';
  const body = { apiVersion, kind, metadata: { name, namespace: space.name, labels }, ...spec };
  const old = operation === 'CREATE' ? {} : { oldObjectLabels: OLD_LABELS };
  return {
    method: METHODS[operation],
    path: `${base}${operation === 'CREATE' ? '' : '/old'}?dryRun=All`,
    body: operation === 'DELETE' ? undefined : body,
    request: {
      operation,
      group,
      version,
      otherVersions: group === 'autoscaling' ? ['v2'] : [],
      resource,
      namespaceLabels: withName(space),
      ...(operation === 'DELETE' ? {} : { objectLabels: labels }),
      ...old,
    },
  };
}

function namespaceCall(labels: Record<string, string>): Call {
  const own = { ...labels, 'kubernetes.io/metadata.name': 'fresh' };
  return {
    method: 'POST',
    path: '/api/v1/namespaces?dryRun=All',
    body: { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'fresh', labels } },
    request: {
      operation: 'CREATE',
      group: '',
      version: 'v1',
      resource: 'namespaces',
      namespaceLabels: own,
      objectLabels: own,
    },
  };
}

function scaleCall(space: { name: string; labels: Record<string, string> }): Call {
  return {
    method: 'PUT',
    path: `/apis/apps/v1/namespaces/${space.name}/deployments/old/scale?dryRun=All`,
    body: {
      apiVersion: 'autoscaling/v1',
      kind: 'Scale',
      metadata: { name: 'old', namespace: space.name },
      spec: { replicas: 2 },
    } as KubeObject,
    request: {
      operation: 'UPDATE',
      group: 'apps',
      version: 'v1',
      resource: 'deployments',
      subresource: 'scale',
      namespaceLabels: withName(space),
      objectLabels: {},
      oldObjectLabels: {},
    },
  };
}

describe.skipIf(kubeboxMissing !== undefined)(`the real admission (${kubeboxMissing ?? 'present'})`, () => {
  let api: RealApi;
  beforeAll(async () => {
    const old = SPACES.flatMap(({ name }) =>
      Object.values(KINDS).map(({ group, version, kind, spec }) => ({
        apiVersion: group === '' ? version : `${group}/${version}`,
        kind,
        // Without a uid the server takes an update for a creation.
        metadata: { name: 'old', namespace: name, labels: OLD_LABELS, uid: `${name}-${kind}` },
        ...spec,
      })),
    );
    const spaces = SPACES.flatMap((space) => namespace(space.name, withName(space)));
    api = await startRealApi([...spaces, ...old]);
    // Made through the API, as the server's own start would be refused by them.
    for (const made of [...configurations, canary]) {
      const { status, body } = await api.send('POST', `/apis/${API}/mutatingwebhookconfigurations`, made);
      expect(status, body.message).toBe(201);
    }
    const probe = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'probe', labels: { canary: 'yes' } } };
    let refusal = '';
    for (let attempt = 0; attempt < 300 && !refusal.includes('"canary.example.com"'); attempt++) {
      refusal = (await api.send('POST', '/api/v1/namespaces/n0/configmaps?dryRun=All', probe)).body.message ?? '';
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  });
  afterAll(() => api?.stop());

  it('asks the webhooks that we name', async () => {
    const calls = fc.sample(call, { seed: 35, numRuns: 400 });
    const named = new Set<string>();
    const wrong: unknown[] = [];
    for (const { method, path, body, request } of calls) {
      const answer = await api.send(method, path, body);
      const theirs = /failed calling webhook "([^"]+)"/.exec(answer.body.message ?? '')?.[1] ?? 'none';
      const ours = matchingWebhooks(configurations, request)[0]?.webhook.name ?? 'none';
      named.add(theirs);
      if (ours !== theirs) wrong.push({ method, path, request, ours, theirs, message: answer.body.message });
    }
    expect(wrong).toEqual([]);
    expect(named.size).toBeGreaterThan(9);
    expect(named).toContain('none');
  });
});
