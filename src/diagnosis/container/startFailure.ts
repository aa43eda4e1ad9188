/** Why a container could not be started, from the message of the container runtime (runc, crun, containerd, CRI-O). */
import type { Finding } from '../finding.ts';

export type StartCode =
  | 'EntryPointNotFound'
  | 'EntryPointNotExecutable'
  | 'ExecFormatError'
  | 'ContainerMountFailed'
  | 'OomKilled'
  | 'UserNotFound'
  | 'WorkingDirectoryMissing'
  | 'ContainerCreateFailed';

export interface StartFailure {
  code: StartCode;
  params: NonNullable<Finding['params']>;
}

/** The first match wins. Groups: `command`, `path`, `user`, `mount`. */
const PATTERNS: readonly (readonly [StartCode, RegExp])[] = [
  // Programs of the node that a runtime starts by itself: their absence is no fault of the command.
  [
    'ContainerCreateFailed',
    /exec: \\*"(?:apparmor_parser|runc|crun|(?:containerd-shim|nvidia-container)-[\w.-]+)\\*": executable file not found/i,
  ],
  ['OomKilled', /container init was OOM-killed|memory limit too low/i],
  [
    'ContainerMountFailed',
    /(?:error mounting|failed to mount|mounting) "?(?<mount>[^"\s]+)?"?.*(?:not a directory|no such file|read-only file system|permission denied)|Are you trying to mount a directory onto a file|failed to (?:prepare|create) subPath/is,
  ],
  ['ContainerMountFailed', /failed to generate spec: failed to (?:stat|mkdir) "(?<mount>[^"]+)"/i],
  ['UserNotFound', /unable to find (?:user|group) (?<user>\S+?)(?:: no matching|:|$)/i],
  [
    'WorkingDirectoryMissing',
    /chdir to (?:cwd )?\(?["`](?<path>[^"`]*)["`]\)?.*(?:no such file|permission denied|not a directory)/is,
  ],
  ['ExecFormatError', /exec:? "?(?<command>[^":\s]*)"?: exec format error|exec format error/i],
  [
    'EntryPointNotExecutable',
    /exec:? "?(?<command>[^":\s]+)"?: (?:permission denied|is a directory)|starting container process caused.*permission denied|open executable: permission denied/i,
  ],
  [
    'EntryPointNotFound',
    /exec:? "?(?<command>[^":]+?)"?: (?:stat [^:]+: )?(?:executable file not found|no such file or directory)|executable (?:file )?[`'"](?<path>[^`'"\s]+)[`'"] not found|(?<mount>no command specified)/i,
  ],
];

/** The failure that a runtime's message tells of; undefined where it is none of the known ones. */
export function startFailureOf(message: string): StartFailure | undefined {
  for (const [code, pattern] of PATTERNS) {
    const match = pattern.exec(message);
    if (match === null) continue;
    const { command, path, user, mount } = match.groups ?? {};
    return { code, params: { command: command ?? path, user, mount, said: tail(message) } };
  }
  return undefined;
}

/** The end of the chain of errors: what the kernel or the runtime said itself. */
function tail(message: string): string {
  const text = message
    .replace(/: unknown$/, '')
    .replace(
      /^.*?(?:unable to start container process|runc create failed|failed to start container "[^"]*"|crun): /s,
      '',
    );
  return text.slice(0, 300);
}
