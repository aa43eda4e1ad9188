/** The commands that may be run: one table, by name. */
import type { CheckArguments, CommandSpec } from './command.ts';
import { FILES } from './commands/files.ts';
import { FILTERS } from './commands/filters.ts';
import { checkFind } from './commands/find.ts';
import { checkDig, checkIp, checkNslookup, NETWORK } from './commands/network.ts';
import { PROGRAMS } from './commands/programs.ts';
import { checkPs, unambiguousPs } from './commands/ps.ts';
import { SYSTEM } from './commands/system.ts';

export const COMMANDS: ReadonlyMap<string, CommandSpec> = new Map(
  [FILTERS, FILES, PROGRAMS, SYSTEM, NETWORK].flatMap((rows) => Object.entries(rows)),
);

export interface Grammar {
  check: CheckArguments;
  host: boolean;
  /** The same arguments as the program is to get them. */
  rewrite?: (args: readonly string[]) => string[];
}

/** Those whose arguments have a grammar of their own. */
export const GRAMMARS: ReadonlyMap<string, Grammar> = new Map<string, Grammar>([
  ['find', { check: checkFind, host: true }],
  ['ps', { check: checkPs, host: true, rewrite: unambiguousPs }],
  ['ip', { check: checkIp, host: true }],
  ['dig', { check: checkDig, host: false }],
  ['nslookup', { check: checkNslookup, host: false }],
]);

/** What people try, and what to use instead. */
export const INSTEAD: ReadonlyMap<string, string> = new Map([
  ...['curl', 'wget', 'nc', 'ncat', 'telnet', 'ssh', 'scp'].map(
    (name) => [name, 'it could send data anywhere; use kubectl or promql'] as const,
  ),
  ...[
    'bash',
    'sh',
    'dash',
    'zsh',
    'eval',
    'source',
    '.',
    'exec',
    'env',
    'sudo',
    'su',
    'nohup',
    'watch',
    'parallel',
  ].map((name) => [name, 'it could run anything; write the command itself'] as const),
  ...['python', 'python3', 'perl', 'ruby', 'node', 'php', 'lua'].map(
    (name) => [name, 'a program in it cannot be judged; use awk, jq or sed'] as const,
  ),
  ...['vi', 'vim', 'nano', 'less', 'more', 'man'].map(
    (name) => [name, 'nobody could answer it; use cat, head or tail'] as const,
  ),
  ...['base64', 'xxd', 'od', 'rev', 'openssl'].map(
    (name) => [name, 'it could hide secrets from being masked'] as const,
  ),
  ['tee', 'nothing may be written'],
  ['zgrep', 'use zcat FILE | grep'],
  ['helm', 'use the tools of a Helm MCP server'],
]);
