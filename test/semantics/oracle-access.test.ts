/** Label selectors, quantities and RBAC against the real API server: lists, dry runs and SubjectAccessReviews. */
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { KubeObject, LabelSelector, Node } from '../../src/cluster/objects.ts';
import { requirementsOf, selectorMatches } from '../../src/semantics/labelSelector.ts';
import { formatQuantity, milliUnits, parseQuantity, type Quantity } from '../../src/semantics/quantity.ts';
import { type Access, accessVerdict, type Identity, serviceAccountIdentity } from '../../src/semantics/rbac.ts';
import { kubeboxMissing } from '../kubebox.ts';
import { accessRequest, rbacWorld } from './accessArbitraries.ts';
import { namespace, type RealApi, startRealApi } from './realApi.ts';

const [labelled] = fc.sample(
  fc.array(
    fc.dictionary(fc.constantFrom('app', 'tier', 'x.io/team'), fc.constantFrom('', 'a', 'b', 'c'), { maxKeys: 3 }),
    {
      minLength: 80,
      maxLength: 80,
    },
  ),
  { seed: 11, numRuns: 1 },
);
const configMaps = (labelled ?? []).map((labels, index) => ({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { name: `c${index}`, namespace: 'labels', labels },
}));
const [world] = fc.sample(rbacWorld, { seed: 12, numRuns: 1 });
if (world === undefined) throw new Error('No world was made.');

const selector: fc.Arbitrary<LabelSelector> = fc.record({
  matchLabels: fc.dictionary(fc.constantFrom('app', 'tier'), fc.constantFrom('a', 'b'), { maxKeys: 2 }),
  matchExpressions: fc.array(
    fc.oneof(
      fc.record({
        key: fc.constantFrom('app', 'tier', 'x.io/team', 'none'),
        operator: fc.constantFrom('In', 'NotIn'),
        values: fc.uniqueArray(fc.constantFrom('', 'a', 'b', 'c'), { minLength: 1, maxLength: 3 }),
      }),
      fc.record({
        key: fc.constantFrom('app', 'tier', 'x.io/team', 'none'),
        operator: fc.constantFrom('Exists', 'DoesNotExist'),
      }),
    ),
    { maxLength: 3 },
  ),
});

/** Resource lists are rounded up to thousandths, and only then written anew. */
function inThousandths(quantity: Quantity | undefined): Quantity {
  if (quantity === undefined) throw new Error('Refused.');
  return { ...quantity, nano: milliUnits(quantity) * 1_000_000n };
}

/** The selector as a query writes it. */
function queryText(chosen: LabelSelector): string {
  const terms = requirementsOf(chosen).map(({ key, operator, values }) => {
    if (operator === 'Exists') return key;
    if (operator === 'DoesNotExist') return `!${key}`;
    return `${key} ${operator.toLowerCase()} (${values.join(',')})`;
  });
  return encodeURIComponent(terms.join(','));
}

const amount = fc
  .tuple(
    fc.constantFrom('', '', '+'),
    fc.oneof(
      fc.nat(5000).map(String),
      fc.tuple(fc.nat(2000), fc.nat(999)).map(([a, b]) => `${a}.${b}`),
      fc.nat(999).map((n) => `.${n}`),
      fc.nat(99).map((n) => `${n}.`),
      fc.nat(12).map((n) => `0.${'0'.repeat(n)}1`),
      fc.bigInt({ min: 0n, max: 2n ** 66n }).map(String),
    ),
    fc.oneof(
      fc.constantFrom('', 'n', 'u', 'm', 'k', 'M', 'G', 'T', 'P', 'E', 'Ki', 'Mi', 'Gi', 'Ti', 'Pi', 'Ei'),
      fc.integer({ min: -12, max: 20 }).map((n) => `e${n}`),
      fc.integer({ min: -5, max: 9 }).map((n) => `E${n}`),
    ),
  )
  .map((parts) => parts.join(''));

describe.skipIf(kubeboxMissing !== undefined)(`the real API server (${kubeboxMissing ?? 'present'})`, () => {
  let api: RealApi;
  beforeAll(async () => {
    const { roles, clusterRoles, roleBindings, clusterRoleBindings } = world;
    const objects: KubeObject[] = [...roles, ...clusterRoles, ...roleBindings, ...clusterRoleBindings, ...configMaps];
    api = await startRealApi([...['labels', 'shop', 'ops'].flatMap((name) => namespace(name)), ...objects]);
  });
  afterAll(() => api?.stop());

  it('lists what our selectors match', async () => {
    const selectors = fc.sample(selector, { seed: 13, numRuns: 250 });
    const counts = await Promise.all(
      selectors.map(async (chosen) => {
        const path = `/api/v1/namespaces/labels/configmaps?labelSelector=${queryText(chosen)}`;
        const { body } = await api.send<{ items: KubeObject[] }>('GET', path);
        const ours = configMaps.filter(({ metadata }) => selectorMatches(chosen, metadata.labels));
        const theirs = body.items.map(({ metadata }) => metadata.name).sort();
        expect(ours.map(({ metadata }) => metadata.name).sort(), JSON.stringify(chosen)).toEqual(theirs);
        return theirs.length;
      }),
    );
    expect(counts.filter((count) => count > 0 && count < configMaps.length).length).toBeGreaterThan(100);
  });

  it('writes quantities as we do', async () => {
    const amounts = [...new Set(fc.sample(amount, { seed: 14, numRuns: 1500 }))];
    const capacity = Object.fromEntries(amounts.map((text, index) => [`kubernetes.io/q${index}`, text]));
    const node = { apiVersion: 'v1', kind: 'Node', metadata: { name: 'n' }, status: { capacity } };
    const { status, body } = await api.send<Node>('POST', '/api/v1/nodes?dryRun=All', node);
    expect(status, body.message).toBe(201);
    const theirs = amounts.map((_, index) => body.status?.capacity?.[`kubernetes.io/q${index}`]);
    const ours = amounts.map((text) => formatQuantity(inThousandths(parseQuantity(text))));
    // What needed no rounding and fits 64 bits is kept as it was typed.
    const rewritten = amounts
      .map((text, index) => ({ text, index }))
      .filter(({ text, index }) => theirs[index] !== text);
    expect(rewritten.map(({ text, index }) => [text, ours[index]])).toEqual(
      rewritten.map(({ text, index }) => [text, theirs[index]]),
    );
    expect(rewritten.length).toBeGreaterThan(500);
  });

  it.each([
    '',
    ' ',
    ' 1 ',
    'x',
    '1x',
    '1e',
    '1 Gi',
    '1ki',
    '1KI',
    '--1',
    '1.2.3',
    'e3',
    'Mi',
    '.',
    '1mi',
    '+',
    '-',
    '-.m',
    '１',
    '1e+3',
    '1e-',
    '1e 3',
    '0x10',
    '1_000',
  ])('accepts or refuses the quantity %j as we do', async (text) => {
    const node = { apiVersion: 'v1', kind: 'Node', metadata: { name: 'n' }, status: { capacity: { cpu: text } } };
    const { status } = await api.send('POST', '/api/v1/nodes?dryRun=All', node);
    expect(parseQuantity(text) === undefined).toBe(status === 400);
  });

  it('grants what our roles grant', async () => {
    const requests = fc.sample(accessRequest, { seed: 15, numRuns: 3000 });
    const answers = await inTurns(requests, 40, ([identity, access]) => reviewed(api, identity, access));
    const wrong = requests.filter(([who, access], i) => accessVerdict(who, access, world).pass !== answers[i]);
    expect(wrong).toEqual([]);
    const allowed = answers.filter((answer) => answer).length;
    expect(allowed).toBeGreaterThan(300);
    expect(allowed).toBeLessThan(2700);
  });
});

async function reviewed(api: RealApi, { user, groups }: Identity, access: Access): Promise<boolean> {
  const attributes =
    'path' in access ? { nonResourceAttributes: access } : { resourceAttributes: { version: '*', ...access } };
  const review = {
    apiVersion: 'authorization.k8s.io/v1',
    kind: 'SubjectAccessReview',
    spec: { user, groups, ...attributes },
  };
  const { body } = await api.send<{ status?: { allowed?: boolean } }>(
    'POST',
    '/apis/authorization.k8s.io/v1/subjectaccessreviews',
    review,
  );
  if (body.status?.allowed === undefined) throw new Error(`The review was refused: ${body.message}`);
  return body.status.allowed;
}

/** `work` on every item, at most `width` at a time, answers in the order of the items. */
async function inTurns<T, R>(items: readonly T[], width: number, work: (item: T) => Promise<R>): Promise<R[]> {
  const answers: R[] = [];
  let next = 0;
  const turn = async (): Promise<void> => {
    for (let index = next++; index < items.length; index = next++) answers[index] = await work(items[index] as T);
  };
  await Promise.all(Array.from({ length: width }, turn));
  return answers;
}

it('knows a ServiceAccount as its token does', () => {
  expect(serviceAccountIdentity('shop', 'web')).toEqual({
    user: 'system:serviceaccount:shop:web',
    groups: ['system:serviceaccounts', 'system:serviceaccounts:shop', 'system:authenticated'],
  });
});
