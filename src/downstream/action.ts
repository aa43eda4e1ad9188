/** What one call of a server's tool would do, in the words that policy decides on. */
import type { Action, Effect } from '../policy/types.ts';
import type { EffectiveSettings } from './toolSettings.ts';

/** Characters of the arguments that an approver reads; what is longer is named by its length. */
const MAX_SUMMARY = 4000;

/** A sentence where a change does not say where. */
export function actionOf(
  tool: string,
  effect: Effect,
  given: Record<string, unknown>,
  settings: EffectiveSettings,
): Action | { invalid: string } {
  const namespaces = namespacesOf(given, settings);
  if (namespaces === undefined && effect !== 'read')
    return { invalid: `give ${settings.namespace}: a change must say which namespace it is made in` };
  return {
    tool,
    effect,
    verb: settings.verb,
    kind: kindOf(given, settings),
    namespaces,
    summary: summaryOf(tool, given),
  };
}

/** Undefined: any. A tool of which nothing is known belongs to no namespace: nobody who is kept to some may call it. */
function namespacesOf(given: Record<string, unknown>, settings: EffectiveSettings): Action['namespaces'] {
  const { namespace, everywhere } = settings;
  if (namespace === undefined) return 'cluster';
  if (everywhere !== undefined && given[everywhere] === true) return undefined;
  const value = given[namespace];
  return typeof value === 'string' && value !== '' ? [value] : undefined;
}

/** The argument is a kind, or a manifest that holds some. */
function kindOf(given: Record<string, unknown>, { kind }: EffectiveSettings): string | undefined {
  const value = kind === undefined ? undefined : given[kind];
  if (typeof value !== 'string') return undefined;
  if (/^\w+$/.test(value)) return plural(value);
  const kinds = [...value.matchAll(/["']?\bkind["']?\s*:\s*["']?(\w+)/g)].map((match) => plural(match[1] ?? ''));
  return kinds.length === 0 ? undefined : [...new Set(kinds)].join(',');
}

/** As the API names its resources. */
function plural(kind: string): string {
  const lower = kind.toLowerCase();
  if (/[^aeiou]y$/.test(lower)) return `${lower.slice(0, -1)}ies`;
  return /(?:s|x|ch)$/.test(lower) ? `${lower}es` : `${lower}s`;
}

function summaryOf(name: string, given: Record<string, unknown>): string {
  const json = JSON.stringify(given);
  if (json === '{}') return name;
  const shown = json.length <= MAX_SUMMARY ? json : `${json.slice(0, MAX_SUMMARY)} … (${json.length} characters)`;
  return `${name} ${shown}`;
}
