/** What a command of kubectl is in the tables: what it may do, and its flags. */
import { type FlagTable, flagTable } from './flags.ts';

/**
 * What the words after the command name. `objects`: TYPE NAME…, TYPE/NAME… · `pods`: pods, or objects that own some ·
 * `nodes` · `new`: a name that is made · `none`: nothing of the cluster · `cluster`: the cluster as a whole.
 */
export type Subject = 'objects' | 'pods' | 'nodes' | 'new' | 'none' | 'cluster';

export interface Command {
  effect: 'read' | 'write';
  subject: Subject;
  flags: FlagTable;
  /** Set where it never runs: why, as one sentence. */
  refused?: string;
  /** The kind, where the command itself says it. */
  kind?: string;
  /** A kind of which there is one for the cluster, not one a namespace. */
  clusterScoped?: boolean;
}

/** A command that has commands of its own; `own` is what it does without one. */
export interface Group {
  commands: Readonly<Record<string, Command | Group>>;
  own?: Command;
}

/** Flags that many commands share: `/x` the letter, `!` a switch, `?` an optional value. */
export const PRINT = 'output/o template show-managed-fields! allow-missing-template-keys!';
export const FILES = 'filename/f kustomize/k recursive/R!';
export const CHANGE = 'dry-run? field-manager record! save-config! validate?';
export const DELETE = 'cascade? force! grace-period timeout wait!';
export const EVERYWHERE = 'all-namespaces/A!';

export const make = (effect: Command['effect'], subject: Subject, ...flags: readonly string[]): Command => ({
  effect,
  subject,
  flags: flagTable(...flags),
});
export const create = (kind: string, flags: string, clusterScoped = false): Command => ({
  ...make('write', 'new', PRINT, CHANGE, flags),
  kind,
  clusterScoped,
});
export const refuse = (refused: string): Command => ({ ...make('write', 'cluster'), refused });
