/** What a CoreDNS Corefile does with a name before it looks it up. */
import { bareName } from './clusterDns.ts';

export interface Rewrite {
  /** The name that is looked up instead. */
  to: string;
  /** The directive as written. */
  line: string;
}

/**
 * The first `rewrite name` rule that applies to a name (types exact, prefix, suffix and substring; regular expressions of
 * others are not run).
 * Source: https://coredns.io/plugins/rewrite/
 */
export function rewriteOf(corefile: string, asked: string): Rewrite | undefined {
  const name = bareName(asked);
  for (const match of corefile.matchAll(RULE)) {
    const [whole, type = 'exact', from = '', to = ''] = match;
    const rewritten = REWRITES[type]?.(name, bareName(from), bareName(to));
    if (rewritten !== undefined) return { to: rewritten, line: whole.trim() };
  }
  return undefined;
}

/** Rules stand on a line of their own, or in a block `rewrite stop { name … }`. */
const RULE =
  /^[ \t]*(?:rewrite[ \t]+(?:(?:stop|continue)[ \t]+)?)?name[ \t]+(?:(exact|prefix|suffix|substring|regex)[ \t]+)?(\S+)[ \t]+([^\s{]+)/gm;

const REWRITES: Readonly<Record<string, (name: string, from: string, to: string) => string | undefined>> = {
  exact: (name, from, to) => (name === from ? to : undefined),
  prefix: (name, from, to) => (name.startsWith(from) ? to + name.slice(from.length) : undefined),
  suffix: (name, from, to) => (name.endsWith(from) ? name.slice(0, name.length - from.length) + to : undefined),
  substring: (name, from, to) => (name.includes(from) ? name.replace(from, () => to) : undefined),
};
