/** The decision on one action: a pure function of who asks, what it would do, and the rules. */
import {
  type Action,
  type Decide,
  hasRole,
  type PolicyRule,
  type Principal,
  type Role,
  type Verdict,
} from './types.ts';

/**
 * Makes the decision over rules of which the last that matches wins. Where none does, reads are allowed and all else
 * asks. No rule lifts what is refused outright, lets a caller leave its namespaces, or lets a viewer change anything.
 */
export function createDecide(rules: readonly PolicyRule[]): Decide {
  const decideOne = (principal: Principal, action: Action): Verdict => {
    if (action.forbidden !== undefined) return { decision: 'deny', reason: action.forbidden };
    const outside = namespacesOutside(principal, action);
    if (outside !== undefined) return { decision: 'deny', reason: outside };
    const rule = ruleFor(rules, principal, action);
    if (action.trusted !== undefined) return decideTrusted(principal, action, action.trusted, rule);
    const decision = rule?.decision ?? (action.effect === 'read' ? 'allow' : 'ask');
    if (decision === 'deny')
      return { decision, reason: rule?.reason ?? `The policy does not allow ${action.summary}.` };
    if (action.effect !== 'read' && !hasRole(principal, 'operator'))
      return { decision: 'deny', reason: needsOperator(principal) };
    if (decision === 'allow') return { decision };
    if (!hasRole(principal, 'operator')) return { decision: 'deny', reason: needsOperator(principal) };
    return { decision, reason: rule?.reason ?? `"${action.summary}" ${EFFECT[action.effect]} and needs an approval.` };
  };
  return (principal, action) =>
    [action, ...(action.parts ?? [])].map((one) => decideOne(principal, one)).reduce(stricter);
}

const STRICTNESS = ['allow', 'ask', 'deny'] as const;

const stricter = (one: Verdict, other: Verdict): Verdict =>
  STRICTNESS.indexOf(other.decision) > STRICTNESS.indexOf(one.decision) ? other : one;

/** Nobody can say what it reaches, so only a rule that names the tool says anything of it. */
function decideTrusted(principal: Principal, action: Action, least: Role, rule: PolicyRule | undefined): Verdict {
  if (rule?.decision === 'deny' && rule.tool !== undefined)
    return { decision: 'deny', reason: rule.reason ?? `The policy does not allow ${action.summary}.` };
  if (!hasRole(principal, least)) return { decision: 'deny', reason: needsOperator(principal) };
  if (principal.namespaces === undefined) return { decision: 'allow' };
  return {
    decision: 'deny',
    reason: `${principal.name} may ask about its namespaces only, and nobody can say what this reaches.`,
  };
}

const EFFECT = {
  read: 'is not read by everybody',
  write: 'changes something',
  unknown: 'may change something',
} as const;

const needsOperator = ({ name, role }: Principal): string =>
  `${name} is a ${role}, and changes need an operator: call with a token of that role.`;

/** The last rule that matches. */
export function ruleFor(rules: readonly PolicyRule[], principal: Principal, action: Action): PolicyRule | undefined {
  return rules.findLast((rule) => matches(rule, principal, action));
}

function matches(rule: PolicyRule, principal: Principal, action: Action): boolean {
  return (
    names(rule.tool, action.tool) &&
    names(rule.verb, action.verb) &&
    (rule.kind === undefined || kindsOf(action).some((kind) => names(rule.kind, kind))) &&
    // What cannot be classified may be a write: a rule for writes holds for it, one for reads does not.
    (rule.effect === undefined || (rule.effect === 'read') === (action.effect === 'read')) &&
    (rule.role === undefined || rule.role === principal.role) &&
    inNamespace(rule, action)
  );
}

/** `deployments.apps` is known as `deployments` too; several kinds are joined by commas. */
const kindsOf = ({ kind }: Action): (string | undefined)[] =>
  kind === undefined ? [undefined] : kind.split(',').flatMap((one) => [one, one.split('.')[0]]);

/** Permission needs all namespaces to match; a restriction any, and "any namespace" is one of them. */
function inNamespace({ namespace, decision }: PolicyRule, { namespaces }: Action): boolean {
  if (namespace === undefined) return true;
  if (namespaces === 'cluster') return false;
  if (namespaces === undefined) return decision !== 'allow';
  const hit = (one: string) => names(namespace, one);
  return decision === 'allow' ? namespaces.length > 0 && namespaces.every(hit) : namespaces.some(hit);
}

/** Whether a pattern, or one of several, names the value. `*` stands for any text. */
function names(pattern: string | readonly string[] | undefined, value: string | undefined): boolean {
  if (pattern === undefined) return true;
  if (value === undefined) return false;
  return [pattern].flat().some((one) => wildcard(one).test(value));
}

function wildcard(pattern: string): RegExp {
  const literal = pattern.replace(/[.+?^${}()|[\]\\]/g, '\\$&');
  return new RegExp(`^${literal.replaceAll('*', '.*')}$`, 'i');
}

function namespacesOutside(principal: Principal, action: Action): string | undefined {
  const own = principal.namespaces;
  if (own === undefined) return undefined;
  const may = `${principal.name} may ask about the namespaces ${own.join(', ')} only`;
  if (action.namespaces === 'cluster') return `${may}, not about what belongs to no namespace.`;
  if (action.namespaces === undefined) return `${may}: name one of them as the namespace.`;
  const foreign = action.namespaces.filter((namespace) => !own.includes(namespace));
  return foreign.length === 0 ? undefined : `${may}, not about ${foreign.join(', ')}.`;
}
