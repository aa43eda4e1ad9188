/** The only reader of `process.env`. Everything else is handed what it needs. */

/** The environment variables of this process. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** A copy of the process's environment; an empty variable counts as unset. */
export function readEnvironment(): Environment {
  return Object.fromEntries(Object.entries(process.env).filter(([, value]) => value !== undefined && value !== ''));
}
