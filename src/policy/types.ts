/** What policy talks about: who acts, what an action would do, and what may be done with it. */

export const ROLES = ['viewer', 'operator', 'approver'] as const;
export type Role = (typeof ROLES)[number];

/** Who calls. Made where a caller is authenticated, never from what a caller says. */
export interface Principal {
  /** Such as `stdio`, `anonymous`, or the name of a token. */
  name: string;
  role: Role;
  /** The only namespaces that this caller may ask about; undefined: all. */
  namespaces?: readonly string[];
}

/** `unknown`: nobody could say; policy treats it no better than a write. */
export type Effect = 'read' | 'write' | 'unknown';

/** One call of a tool, classified: what it would do, before it does it. */
export interface Action {
  tool: string;
  effect: Effect;
  /** What is done, such as `get` or `delete`, where the tool knows verbs. */
  verb?: string;
  /** To what, as the API's plural such as `pods` or `deployments.apps`; undefined: not known, or none. */
  kind?: string;
  /**
   * The namespaces it reaches into; undefined: any; empty: nothing of a cluster (or only what the same caller was given
   * before); `cluster`: objects that belong to no namespace.
   */
  namespaces?: readonly string[] | 'cluster';
  /** Set where no role, rule or approval makes it run: why, as one sentence. */
  forbidden?: string;
  /** What it is made of, where that is more than one: each is decided on too, and the strictest verdict holds. */
  parts?: readonly Action[];
  /** The administrator lets this role and those above it do anything here, without an approval; all others nothing. */
  trusted?: Role;
  /** The call as a person would say it, such as `diagnose pod/web-1 in shop`. */
  summary: string;
}

/** `ask`: not before a person with the right role has approved it. The reason is one sentence. */
export type Verdict = { decision: 'allow' } | { decision: 'ask' | 'deny'; reason: string };

/** A rule of the policy, as it is written in the configuration. What it does not name, it does not ask about. */
export interface PolicyRule {
  tool?: string | readonly string[];
  verb?: string | readonly string[];
  kind?: string | readonly string[];
  namespace?: string | readonly string[];
  effect?: Effect;
  role?: Role;
  decision: Verdict['decision'];
  reason?: string;
}

/** A pure function of who and what; never of what a model or a log said. */
export type Decide = (principal: Principal, action: Action) => Verdict;

/** Whether a role includes another: viewer < operator < approver. */
export function hasRole(principal: Principal, least: Role): boolean {
  return ROLES.indexOf(principal.role) >= ROLES.indexOf(least);
}
