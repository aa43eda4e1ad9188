/** Limit ranges and quotas against the real API server: pods, claims and services by dry run. */
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type {
  KubeObject,
  LimitRange,
  PersistentVolumeClaim,
  Pod,
  ResourceQuota,
  Service,
} from '../../src/cluster/objects.ts';
import { claimLimitViolations, limitRangeViolations, withLimitRangeDefaults } from '../../src/semantics/limitRange.ts';
import { qosClass } from '../../src/semantics/podResources.ts';
import { quotaViolations } from '../../src/semantics/quota.ts';
import type { Failed } from '../../src/semantics/verdict.ts';
import { kubeboxMissing } from '../kubebox.ts';
import { namespace, type RealApi, startRealApi } from './realApi.ts';

const SPACES = 8;
const PODS = 60;
const SEED = 4711;

const cpu = fc.constantFrom('50m', '100m', '250m', '1', '1.5', '3');
const memory = fc.constantFrom('32Mi', '100M', '128Mi', '1Gi', '1.5Gi');
const amounts = fc.record({ cpu, memory, 'ephemeral-storage': fc.constantFrom('1Gi', '4Gi') }, { requiredKeys: [] });

const limitItem = fc.oneof(
  fc.record({
    type: fc.constant('Container'),
    max: fc.constantFrom(undefined, { cpu: '2' }, { cpu: '2', memory: '1Gi' }),
    min: fc.constantFrom(undefined, { cpu: '60m' }, { memory: '64Mi' }),
    default: fc.constantFrom(undefined, { cpu: '500m' }, { cpu: '500m', memory: '256Mi' }),
    defaultRequest: fc.constantFrom(undefined, { cpu: '100m' }, { cpu: '100m', memory: '128Mi' }),
    maxLimitRequestRatio: fc.constantFrom(undefined, undefined, { cpu: '4' }, { memory: '2' }),
  }),
  fc.record({
    type: fc.constant('Pod'),
    max: fc.constantFrom({ cpu: '3' }, { memory: '2Gi' }),
    min: fc.constantFrom(undefined, { cpu: '200m' }),
  }),
);

const quotaSpec = fc.record({
  hard: fc.constantFrom<Record<string, string>>(
    { pods: '5', 'requests.cpu': '4' },
    { 'limits.memory': '3Gi', 'requests.memory': '2Gi' },
    { cpu: '3', memory: '3Gi', 'count/pods': '9' },
    { 'requests.ephemeral-storage': '10Gi' },
    { 'limits.cpu': '5' },
  ),
  usedShare: fc.constantFrom(0, 0.5, 0.9, 1),
  scope: fc.constantFrom<Record<string, unknown>>(
    {},
    {},
    {},
    { scopes: ['NotTerminating'] },
    { scopes: ['Terminating'] },
    { scopes: ['NotBestEffort'] },
    { scopeSelector: { matchExpressions: [{ scopeName: 'PriorityClass', operator: 'NotIn', values: ['high'] }] } },
    { scopeSelector: { matchExpressions: [{ scopeName: 'PriorityClass', operator: 'In', values: ['high'] }] } },
    { scopeSelector: { matchExpressions: [{ scopeName: 'PriorityClass', operator: 'Exists' }] } },
  ),
});

const container = (name: string) =>
  fc.record({ requests: amounts, limits: amounts }).map(({ requests, limits }) => ({
    name,
    image: 'registry.example/a:1',
    // Validation refuses a request above the limit, which is not what is asked here.
    resources: { limits, requests: Object.fromEntries(Object.entries(requests).filter(([key]) => !(key in limits))) },
    ...(name === 'proxy' && { restartPolicy: 'Always' }),
  }));

const pod = fc
  .record({
    main: container('main'),
    side: fc.option(container('side'), { nil: undefined, freq: 1 }),
    init: fc.option(container('init'), { nil: undefined, freq: 1 }),
    proxy: fc.option(container('proxy'), { nil: undefined, freq: 1 }),
    bare: fc.integer({ min: 0, max: 4 }),
    deadline: fc.constantFrom(undefined, undefined, 60),
    priority: fc.constantFrom(undefined, undefined, 'high'),
  })
  .map(({ main, side, init, proxy, bare, deadline, priority }): Pod => {
    const containers = [main, side].filter((one) => one !== undefined);
    return {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name: 'made' },
      spec: {
        containers: bare === 0 ? [{ name: 'main', image: 'registry.example/a:1' }] : containers,
        initContainers: bare === 0 ? [] : [init, proxy].filter((one) => one !== undefined),
        activeDeadlineSeconds: deadline,
        priorityClassName: priority,
      },
    };
  });

const claim = fc
  .record({
    size: fc.constantFrom('500Mi', '1Gi', '5Gi', '20Gi'),
    storageClassName: fc.constantFrom('', 'gold', 'silver'),
  })
  .map(
    ({ size, storageClassName }): PersistentVolumeClaim => ({
      apiVersion: 'v1',
      kind: 'PersistentVolumeClaim',
      metadata: { name: 'made' },
      spec: { accessModes: ['ReadWriteOnce'], storageClassName, resources: { requests: { storage: size } } },
    }),
  );

const service = fc
  .record({
    type: fc.constantFrom('ClusterIP', 'NodePort', 'LoadBalancer'),
    ports: fc.integer({ min: 1, max: 3 }),
    allocate: fc.constantFrom(undefined, false),
  })
  .map(
    ({ type, ports, allocate }): Service => ({
      apiVersion: 'v1',
      kind: 'Service',
      metadata: { name: 'made' },
      spec: {
        type,
        ...(type === 'LoadBalancer' && { allocateLoadBalancerNodePorts: allocate }),
        ports: Array.from({ length: ports }, (_, index) => ({ name: `p${index}`, port: 80 + index })),
      },
    }),
  );

/** A quota with its status: a share of every hard limit is used. */
function quota(name: string, space: string, hard: Record<string, string>, share: number, scope: object): ResourceQuota {
  const used = Object.entries(hard).map(([key, value]) => {
    const [, number = '0', unit = ''] = /^([\d.]+)(.*)$/.exec(value) ?? [];
    const part = Number(number) * share;
    return [
      key,
      Number.isInteger(part)
        ? `${part}${unit}`
        : unit === ''
          ? `${Math.round(part * 1000)}m`
          : `${Math.floor(part)}${unit}`,
    ];
  });
  const whole = used.map(([key = '', value = '']) => [
    key,
    /pods/.test(key) ? String(Math.floor(Number(value.replace(/m$/, 'e-3')))) : value,
  ]);
  return {
    apiVersion: 'v1',
    kind: 'ResourceQuota',
    metadata: { name, namespace: space },
    spec: { hard, ...scope },
    status: { hard, used: Object.fromEntries(whole) },
  };
}

interface Space {
  name: string;
  ranges: LimitRange[];
  quotas: ResourceQuota[];
}

const spaces: Space[] = fc
  .sample(fc.record({ items: fc.array(limitItem, { maxLength: 2 }), quotas: fc.array(quotaSpec, { maxLength: 2 }) }), {
    seed: SEED,
    numRuns: SPACES,
  })
  .map(({ items, quotas }, index) => {
    const name = `space-${index}`;
    const range = {
      apiVersion: 'v1',
      kind: 'LimitRange',
      metadata: { name: 'limits', namespace: name },
      spec: { limits: items },
    };
    return {
      name,
      ranges: items.length > 0 ? [range as LimitRange] : [],
      quotas: quotas.map(({ hard, usedShare, scope }, at) => {
        // BestEffort scopes may only limit pods, and a scope of amounts excludes nothing else.
        return quota(`quota-${at}`, name, hard, usedShare, scope);
      }),
    };
  });

const storage: Space = {
  name: 'storage',
  ranges: [
    {
      apiVersion: 'v1',
      kind: 'LimitRange',
      metadata: { name: 'limits', namespace: 'storage' },
      spec: { limits: [{ type: 'PersistentVolumeClaim', min: { storage: '1Gi' }, max: { storage: '10Gi' } }] },
    },
  ],
  quotas: [
    quota(
      'claims',
      'storage',
      {
        persistentvolumeclaims: '4',
        'requests.storage': '12Gi',
        'gold.storageclass.storage.k8s.io/requests.storage': '4Gi',
      },
      0.5,
      {},
    ),
    quota('services', 'storage', { services: '10', 'services.nodeports': '2', 'services.loadbalancers': '1' }, 0.5, {}),
  ],
};

const HIGH: KubeObject = {
  apiVersion: 'scheduling.k8s.io/v1',
  kind: 'PriorityClass',
  metadata: { name: 'high' },
  ...{ value: 1000 },
};

/** What a refusal says about quotas: the quota and its resources. */
function saidOfQuota(message: string): string | undefined {
  const exceeded = /exceeded quota: ([^,]+), requested: (.*), used: /.exec(message);
  if (exceeded)
    return `${exceeded[1]} exceeds ${exceeded[2]
      ?.split(',')
      .map((part) => part.split('=')[0])
      .sort()
      .join()}`;
  const unstated = /failed quota: ([^:]+): must specify (.*)$/.exec(message);
  return unstated ? `${unstated[1]} misses ${unstated[2]?.split('; ').sort().join('; ')}` : undefined;
}

/** The same of the rules, one line a quota. */
function thoughtOfQuota(object: KubeObject, quotas: readonly ResourceQuota[]): string[] {
  const violations = quotaViolations(object, quotas);
  return quotas.flatMap((one) => {
    const own = violations.filter(({ quota }) => quota === one);
    const exceeded = own.filter(({ kind }) => kind === 'exceeded').map(({ resource }) => resource);
    const missing = own.flatMap((violation) =>
      violation.kind === 'mustSpecify' ? [`${violation.resource} for: ${violation.containers.join(',')}`] : [],
    );
    if (missing.length > 0) return [`${one.metadata.name} misses ${missing.sort().join('; ')}`];
    return exceeded.length > 0 ? [`${one.metadata.name} exceeds ${exceeded.sort().join()}`] : [];
  });
}

const LIMIT_WORDS = /(?:minimum|maximum) [\w-]+ usage per|max limit to request ratio per/g;

interface Judgement {
  status: number;
  message: string;
}

/** What differs between the server and the rules; undefined where they agree. */
function difference(
  { status, message }: Judgement,
  limits: readonly Failed[],
  quota: readonly string[],
): string | undefined {
  if (limits.length > 0) {
    const said = message.match(LIMIT_WORDS)?.length ?? 0;
    const quoted = limits.every(({ detail }) => message.includes(detail));
    return status === 403 && said === limits.length && quoted
      ? undefined
      : `limits: ${limits.map(({ detail }) => detail)}`;
  }
  if (quota.length === 0) return status === 201 ? undefined : 'admitted';
  // The server stops at the first quota that refuses; which one that is, it does not promise.
  return status === 403 && quota.includes(saidOfQuota(message) ?? '') ? undefined : `quota: ${quota}`;
}

/** Waits until the server can give addresses to Services. */
async function addressesReady(api: RealApi): Promise<void> {
  const plain = { apiVersion: 'v1', kind: 'Service', metadata: { name: 'any' }, spec: { ports: [{ port: 80 }] } };
  for (const end = Date.now() + 20_000; Date.now() < end; ) {
    const { status } = await api.send('POST', '/api/v1/namespaces/default/services?dryRun=All', plain);
    if (status === 201) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error('the server gives no addresses to Services');
}

describe.skipIf(kubeboxMissing !== undefined)(
  `quotas and limit ranges, as the real API server ${kubeboxMissing ?? ''}`,
  () => {
    let api: RealApi;
    beforeAll(async () => {
      const all = [...spaces, storage];
      const objects = all.flatMap(({ name, ranges, quotas }) => [...namespace(name), ...ranges, ...quotas]);
      // The server's own start-up jobs make the range of addresses that Services need.
      api = await startRealApi([HIGH, ...objects], { args: ['--defaults'] });
    });
    afterAll(async () => api?.stop());

    it('judges pods', async () => {
      const differences: string[] = [];
      const seen = { limits: 0, quota: 0, admitted: 0 };
      for (const { name, ranges, quotas } of spaces) {
        const stored = await api.send<{ items: LimitRange[] }>('GET', `/api/v1/namespaces/${name}/limitranges`);
        for (const made of fc.sample(pod, { seed: SEED + 1, numRuns: PODS })) {
          const answer = await api.send<Pod>('POST', `/api/v1/namespaces/${name}/pods?dryRun=All`, made);
          if (answer.status === 422) continue;
          const asked = withLimitRangeDefaults(
            { ...made, metadata: { name: 'made', namespace: name } },
            stored.body.items,
          );
          const limits = limitRangeViolations(asked, stored.body.items);
          const quota = thoughtOfQuota(asked, quotas);
          const message = answer.body.message ?? '';
          const wrong = difference({ status: answer.status, message }, limits, quota);
          if (wrong !== undefined)
            differences.push(
              JSON.stringify({
                wrong,
                message,
                made: made.spec,
                ranges: ranges[0]?.spec,
                quotas: quotas.map(({ spec, status }) => ({ spec, status })),
              }),
            );
          if (answer.status === 201 && qosClass(asked) !== answer.body.status?.qosClass)
            differences.push(`${qosClass(asked)} is ${answer.body.status?.qosClass}: ${JSON.stringify(asked.spec)}`);
          seen[limits.length > 0 ? 'limits' : quota.length > 0 ? 'quota' : 'admitted'] += 1;
        }
      }
      expect(differences).toEqual([]);
      expect(Math.min(seen.limits, seen.quota, seen.admitted), JSON.stringify(seen)).toBeGreaterThan(20);
    });

    it('judges claims and services', async () => {
      const { name, ranges, quotas } = storage;
      await addressesReady(api);
      const differences: string[] = [];
      let admitted = 0;
      for (const made of fc.sample<KubeObject>(fc.oneof(claim, service), { seed: SEED, numRuns: 60 })) {
        const plural = made.kind === 'Service' ? 'services' : 'persistentvolumeclaims';
        const answer = await api.send('POST', `/api/v1/namespaces/${name}/${plural}?dryRun=All`, made);
        const asked = { ...made, metadata: { name: 'made', namespace: name } };
        const limits = made.kind === 'Service' ? [] : claimLimitViolations(asked as PersistentVolumeClaim, ranges);
        const message = answer.body.message ?? '';
        const wrong = difference({ status: answer.status, message }, limits, thoughtOfQuota(asked, quotas));
        if (wrong !== undefined) differences.push(JSON.stringify({ wrong, message, made }));
        if (answer.status === 201) admitted += 1;
      }
      expect(differences).toEqual([]);
      expect(admitted).toBeGreaterThan(5);
      expect(admitted).toBeLessThan(50);
    });
  },
);
