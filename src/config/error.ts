/** The configuration or the command line cannot be used; the message is one sentence that says what to change. Exit code 2. */
export class ConfigError extends Error {
  override name = 'ConfigError';
}
