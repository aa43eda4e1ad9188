/** Whether a kubectl is there that is new enough. */
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import * as z from 'zod';
import { CHECK_TIMEOUT_MS, type Check, type Finding } from './check.ts';

const OLDEST_MINOR = 28;
const Version = z.object({ clientVersion: z.object({ gitVersion: z.string(), minor: z.string() }) });

export const kubectlCheck: Check = {
  name: 'kubectl',
  exitCode: 0,
  async run({ env }, signal) {
    const mend = `install kubectl 1.${OLDEST_MINOR} or newer on PATH; diagnoses work without it`;
    try {
      const run = promisify(execFile);
      const options = {
        env: { ...env, KUBERC: 'off' },
        signal,
        timeout: CHECK_TIMEOUT_MS,
        killSignal: 'SIGKILL',
      } as const;
      const { stdout } = await run('kubectl', ['version', '--client', '-o', 'json'], options);
      return [judge(Version.parse(JSON.parse(stdout)).clientVersion, mend)];
    } catch (error) {
      signal.throwIfAborted();
      const missing = error instanceof Error && 'code' in error && error.code === 'ENOENT';
      return [{ state: 'note', text: missing ? 'not found on PATH' : 'does not say its version', mend }];
    }
  },
};

function judge({ gitVersion, minor }: z.infer<typeof Version>['clientVersion'], mend: string): Finding {
  const isOld = Number.parseInt(minor, 10) < OLDEST_MINOR;
  return isOld ? { state: 'note', text: `${gitVersion} is too old`, mend } : { state: 'ok', text: gitVersion };
}
