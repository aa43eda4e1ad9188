/** Flags that every command of kubectl has. */
import { flagTable } from './flags.ts';

/** Flags of every command that are let through. */
export const COMMON = flagTable(
  'help/h! namespace/n context request-timeout v/v vmodule warnings-as-errors! match-server-version! disable-compression! log-flush-frequency',
);

const IDENTITY = 'it changes who asks, or which server is asked';
const WRITES = 'it writes a file';
/** Flags that no command may be given, and why. A command's own flag of the same name is another one. */
export const REFUSED_FLAGS: Readonly<Record<string, string>> = {
  ...Object.fromEntries(
    'server token kubeconfig kuberc as as-group as-uid as-user-extra user cluster certificate-authority client-certificate client-key username password insecure-skip-tls-verify tls-server-name proxy-url insecure-skip-tls-verify-backend'
      .split(' ')
      .map((name) => [name, IDENTITY]),
  ),
  'cache-dir': WRITES,
  profile: WRITES,
  'profile-output': WRITES,
  'log-file': WRITES,
  'log-dir': WRITES,
  version: 'ask with "kubectl version"',
};

/** They are read, so that it is clear where they end, and then refused. */
export const REFUSED = flagTable(
  'server/s token kubeconfig kuberc as as-group as-uid as-user-extra user cluster certificate-authority client-certificate client-key username password insecure-skip-tls-verify! tls-server-name proxy-url cache-dir profile profile-output log-file log-dir version!',
);
