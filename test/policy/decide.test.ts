/** What is decided, by which rule, and what no rule can change. */
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { loadConfig, loadPolicy } from '../../src/config/load.ts';
import { createDecide } from '../../src/policy/decide.ts';
import type { Action, PolicyRule, Principal, Role } from '../../src/policy/types.ts';

const somebody = (role: Role, namespaces?: string[]): Principal => ({ name: 'somebody', role, namespaces });
const action = (more: Partial<Action> = {}): Action => ({
  tool: 'kubectl',
  effect: 'write',
  verb: 'delete',
  kind: 'pods',
  namespaces: ['shop'],
  summary: 'kubectl delete pod web-1 -n shop',
  ...more,
});
const decided = (rules: PolicyRule[], role: Role, more: Partial<Action> = {}) =>
  createDecide(rules)(somebody(role), action(more)).decision;

it('allows reads, asks for all else, and never lets a viewer change anything', () => {
  expect(decided([], 'viewer', { effect: 'read' })).toBe('allow');
  for (const effect of ['write', 'unknown'] as const) {
    expect(decided([], 'operator', { effect })).toBe('ask');
    expect(decided([], 'approver', { effect })).toBe('ask');
    expect(decided([], 'viewer', { effect })).toBe('deny');
    expect(decided([{ decision: 'allow' }], 'viewer', { effect })).toBe('deny');
    expect(decided([{ decision: 'allow' }], 'operator', { effect })).toBe('allow');
  }
});

it('lets the last rule that matches win, and no rule lift what is refused outright or leave the namespaces', () => {
  const rules: PolicyRule[] = [
    { verb: 'delete', decision: 'deny', reason: 'no' },
    { kind: 'pods', decision: 'ask' },
  ];
  expect(decided(rules, 'operator')).toBe('ask');
  expect(decided(rules, 'operator', { kind: 'services' })).toBe('deny');
  expect(decided([{ decision: 'allow' }], 'approver', { forbidden: 'never' })).toBe('deny');
  const bound = createDecide([{ decision: 'allow' }]);
  for (const namespaces of [undefined, ['pay'], ['shop', 'pay'], 'cluster'] as const)
    expect(bound(somebody('approver', ['shop']), action({ namespaces })).decision).toBe('deny');
  expect(bound(somebody('approver', ['shop']), action({ namespaces: [] })).decision).toBe('allow');
});

describe('a rule for a namespace', () => {
  it.each<[Action['namespaces'], string, string]>([
    [['kube-system'], 'deny', 'allow'],
    [['shop', 'kube-system'], 'deny', 'ask'],
    [undefined, 'deny', 'ask'],
    ['cluster', 'ask', 'ask'],
    [['shop'], 'ask', 'ask'],
    [[], 'ask', 'ask'],
  ])('restricts where any of %j matches, and permits only where all do', (namespaces, restricted, permitted) => {
    const rule = { namespace: 'kube-*' } as const;
    expect(decided([{ ...rule, decision: 'deny' }], 'operator', { namespaces })).toBe(restricted);
    expect(decided([{ ...rule, decision: 'allow' }], 'operator', { namespaces })).toBe(permitted);
  });
});

it('takes names with wildcards literally but for the star', () => {
  const hit = (kind: string) => decided([{ kind, decision: 'deny' }], 'operator', { kind: 'deployments.apps,pods' });
  expect(['pods', 'deployments', 'deployments.apps', 'dep*', '*'].map(hit)).toEqual(Array(5).fill('deny'));
  expect(['pod', 'p.ds', 'deployments.ap', '(pods|x)', ''].map(hit)).toEqual(Array(5).fill('ask'));
});

it('comes with rules that protect the cluster itself, data and rights', () => {
  const loaded = loadConfig({ env: {}, named: join(import.meta.dirname, '../../config/config.yaml') });
  const decide = createDecide(loadPolicy(loaded));
  const verdict = (more: Partial<Action>) => decide(somebody('approver'), action(more)).decision;
  expect(verdict({})).toBe('ask');
  expect(verdict({ namespaces: ['kube-system'] })).toBe('deny');
  expect(verdict({ namespaces: undefined })).toBe('deny');
  expect(verdict({ kind: 'nodes', namespaces: 'cluster' })).toBe('deny');
  expect(verdict({ verb: 'cordon', kind: 'nodes', namespaces: 'cluster' })).toBe('ask');
  expect(
    verdict({ verb: 'create', kind: 'clusterrolebindings.rbac.authorization.k8s.io', namespaces: 'cluster' }),
  ).toBe('deny');
  expect(verdict({ effect: 'read', verb: 'get', kind: 'secrets', namespaces: ['kube-system'] })).toBe('allow');
});
