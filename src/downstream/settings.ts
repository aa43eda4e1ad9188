/** One server, as the configuration describes it. */
import type { Effect } from '../policy/types.ts';

export type Mode = 'sse' | 'streamable-http' | 'stdio';

export interface Tls {
  /** Paths of PEM files. */
  ca_file?: string;
  cert_file?: string;
  key_file?: string;
  /** The name that the certificate must have, where it is not the URL's. */
  server_name?: string;
  insecure?: boolean;
}

export interface Endpoint {
  mode: Mode;
  url?: string;
  headers: Readonly<Record<string, string>>;
  command?: string;
  args: readonly string[];
  env: Readonly<Record<string, string>>;
  cwd?: string;
  timeout_seconds: number;
  tls?: Tls;
}

/** What one argument of a tool may be. All that is given must hold. */
export interface ArgumentRule {
  /** The argument is this, whatever the caller gives. */
  fix?: unknown;
  /** The caller must not give it. */
  forbid?: boolean;
  /** Bounds of a number. */
  min?: number;
  max?: number;
  /** The only values. */
  values?: readonly unknown[];
  /** A regular expression that the whole of a text must match. */
  pattern?: string;
  /** Whoever gives it asks for an approval, as for a write. */
  ask?: boolean;
  /** The same for a value that is no text which as a whole matches this expression. */
  ask_unless?: string;
}

export type ArgumentRules = Readonly<Record<string, ArgumentRule>>;

export interface ToolSettings {
  /** Default: true. */
  enabled?: boolean;
  name?: string;
  description?: string;
  effect?: Exclude<Effect, 'unknown'>;
  arguments?: ArgumentRules;
}

export interface ServerSettings {
  enabled: boolean;
  prefix?: string;
  config: Endpoint;
  /** By the name that the server gives; `*` stands for any text, and the last key that matches wins, field by field. */
  tools: Readonly<Record<string, ToolSettings>>;
}
