/** The policy of this process: the rules, and what holds whatever they say. */
import { type LoadedConfig, loadPolicy } from '../config/load.ts';
import { createDecide } from '../policy/decide.ts';
import type { Decide, PolicyRule } from '../policy/types.ts';

export interface Policy {
  decide: Decide;
  rules: () => readonly PolicyRule[];
}

/**
 * A file that the configuration names is read at once, so that a mistake in it ends the start; the program's own rules
 * are read with the first decision.
 * @throws ConfigError for a file that cannot be used.
 */
export function createPolicy(loaded: LoadedConfig, isSnapshot: boolean): Policy {
  let rules: readonly PolicyRule[] | undefined;
  const rulesOnce = () => {
    rules ??= loadPolicy(loaded);
    return rules;
  };
  if (loaded.config.policy.file !== undefined) rulesOnce();
  let byRules: Decide | undefined;
  const decide: Decide = (principal, action) => {
    if (isSnapshot && action.effect !== 'read' && action.forbidden === undefined)
      return { decision: 'deny', reason: 'A snapshot is a captured state and cannot be changed.' };
    byRules ??= createDecide(rulesOnce());
    return byRules(principal, action);
  };
  return { decide, rules: rulesOnce };
}
