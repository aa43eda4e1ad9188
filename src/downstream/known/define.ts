/** What can be known of a server that is often put behind this one. */
import type { CommandForm } from '../commandForm.ts';
import type { ToolSettings } from '../settings.ts';

/** What holds for some tools of a server; the configuration is laid over it. */
export interface KnownTools extends ToolSettings {
  /** Their own names; `*`: all. */
  tools: readonly string[];
  /** The argument that names the one namespace that a call reaches into; without it a call counts as one of the cluster. */
  namespace?: string;
  /** The argument that, where it is true, makes a call reach into all namespaces. */
  everywhere?: string;
  /** What is done, such as `delete`. */
  verb?: string;
  /** The argument that holds the kind, or a manifest. */
  kind?: string;
  /** They may take so long, where the configured time-out is shorter. */
  timeout_seconds?: number;
  /** What they help with: `charts` or `logs`. The agent names such tools where a question is about that. */
  topics?: readonly string[];
  /** The command that they stand for, so that a line of a runbook becomes a call. */
  command?: CommandForm;
}

export type KnownLayer = Omit<KnownTools, 'tools'>;

export interface KnownServer {
  /** Of `serverInfo`. */
  name: string;
  rules: readonly KnownTools[];
}

/** Options of the program `helm` whose names differ from the arguments of tools. */
export const HELM_OPTIONS = { n: 'namespace', i: 'install' } as const;
