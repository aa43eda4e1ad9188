/** Runs the real kubectl: see types.ts for what a run is and is not able to do. */
import type { ConnectOptions, Environment } from '../options.ts';
import { createSlots } from '../slots.ts';
import type { Snapshot } from '../snapshot/snapshot.ts';
import { type Binary, findKubectl, SYSTEM_PATH } from './binary.ts';
import type { RedactDocument } from './forward.ts';
import { type Home, makeHome } from './home.ts';
import { type ProcessResult, runProcess } from './process.ts';
import { liveTarget, snapshotTarget, type Target } from './target.ts';
import type { Kubectl, KubectlOutcome, KubectlRun } from './types.ts';

export interface KubectlParts {
  /** The cluster; `context` of a run takes the place of the one in it. */
  connect: ConnectOptions;
  /** Set where a snapshot takes the cluster's place. */
  snapshot?: () => Promise<Snapshot>;
  env: Environment;
  /** Takes secrets out of objects before kubectl picks anything out of them by a path, where no key is beside it. */
  redact?: RedactDocument;
}

/** Each takes some 60 MB while it runs. */
const PROCESSES = 8;
const TIMEOUT_MS = 60_000;
const MAX_BYTES = 32 << 20;
const TIMED_OUT = 124;
const NOT_FOUND = 127;

/** Nothing is started, opened or written before the first run. */
export function createKubectl(parts: KubectlParts): Kubectl {
  const slots = createSlots(PROCESSES);
  const home = once(makeHome);
  const binary = once(async () => findKubectl(parts.env, (await home.get()).folder, new AbortController().signal));
  const targets = new Map<string, Once<Target>>();
  const target = (context: string | undefined) => {
    const known = targets.get(context ?? '') ?? once(() => openTarget(parts, context));
    targets.set(context ?? '', known);
    return known.get();
  };
  return {
    async run(request) {
      const opened = await target(request.context);
      const found = await binary.get();
      // It may be installed while this runs.
      if ('missing' in found) binary.forget();
      const folder = await home.get();
      request.signal.throwIfAborted();
      return slots.run(() => runIn(opened, folder, found, request, parts.env), request.signal);
    },
    async close() {
      const opened = await Promise.all([...targets.values()].map((one) => one.held()));
      await Promise.all(opened.map((one) => one?.close()));
      await (await home.held())?.remove();
    },
  };
}

function openTarget({ connect, snapshot, redact }: KubectlParts, context: string | undefined): Promise<Target> {
  if (snapshot !== undefined) return snapshot().then((one) => snapshotTarget(one, redact));
  return liveTarget(context === undefined ? connect : { ...connect, context }, redact);
}

async function runIn(
  target: Target,
  home: Home,
  binary: Binary,
  request: KubectlRun,
  env: Environment,
): Promise<KubectlOutcome> {
  const { cluster } = target;
  if ('missing' in binary) return { stdout: '', stderr: binary.missing, exitCode: NOT_FOUND, cluster };
  const pass = target.gate.pass({ writes: request.writes, namespaces: request.namespaces });
  const timeoutMs = request.timeoutMs ?? TIMEOUT_MS;
  const { pathname } = new URL(pass.url);
  try {
    const argv = request.writes ? request.argv : underPath(request.argv, pathname);
    const result = await start(target, home, binary.path, pass.url, { ...request, argv, timeoutMs }, env);
    const hide = (text: string) => target.gate.hide(text).replaceAll(pathname, '');
    return {
      stdout: hide(result.stdout),
      stderr: explained(hide(result.stderr), pass.failure()) + noteOf(result, timeoutMs),
      exitCode: result.ended === 'timeout' ? TIMED_OUT : (result.exitCode ?? 1),
      cluster,
    };
  } finally {
    pass.end();
  }
}

/** With --raw many releases of kubectl leave away the path of the server's URL, by which the gate knows the run. */
function underPath(argv: readonly string[], path: string): string[] {
  return argv.map((word, at) => {
    if (word.startsWith('--raw=')) return `--raw=${path}${word.slice('--raw='.length)}`;
    return argv[at - 1] === '--raw' && word.startsWith('/') ? `${path}${word}` : word;
  });
}

async function start(
  { context, namespace }: Target,
  home: Home,
  file: string,
  server: string,
  { argv, timeoutMs, signal }: KubectlRun & { timeoutMs: number },
  env: Environment,
): Promise<ProcessResult> {
  const KUBECONFIG = await home.kubeconfig(server, { server, context, namespace });
  const own = { ...ENVIRONMENT, ...(env.TZ === undefined ? {} : { TZ: env.TZ }), HOME: home.folder, KUBECONFIG };
  return runProcess({ file, args: argv, env: own, cwd: home.folder, timeoutMs, maxBytes: MAX_BYTES, signal });
}

/** No preferences are read, and memory is collected early: many may run in a small container. */
const ENVIRONMENT = {
  GOMEMLIMIT: '256MiB',
  PATH: SYSTEM_PATH,
  KUBERC: 'off',
  KUBECTL_KUBERC: 'false',
  LANG: 'C.UTF-8',
};

/** Where the API server could not be asked, why, in place of what kubectl makes of it. */
function explained(stderr: string, failure: string | undefined): string {
  if (failure === undefined) return stderr;
  const others = stderr.split('\n').filter((line) => !/memcache\.go|an error on the server \("unknown"\)/.test(line));
  const rest = others
    .filter((line) => !line.includes(failure))
    .join('\n')
    .trim();
  return `${failure}\n${rest === '' ? '' : `${rest}\n`}`;
}

function noteOf({ ended, exitCode }: ProcessResult, timeoutMs: number): string {
  if (ended === 'timeout') return `\nkubectl was ended after ${timeoutMs / 1000} s; ask for less, or set --timeout.\n`;
  if (ended === 'output') return `\nkubectl was ended after ${MAX_BYTES >> 20} MiB of output; ask for less.\n`;
  return exitCode === null ? '\nkubectl was killed.\n' : '';
}

interface Once<T> {
  get(): Promise<T>;
  /** What there is, if anything. */
  held(): Promise<T | undefined>;
  forget(): void;
}

/** Made at the first `get`; a failure is not kept, so that the next one tries anew. */
function once<T>(make: () => Promise<T>): Once<T> {
  let made: Promise<T> | undefined;
  return {
    get() {
      made ??= make().catch((error: unknown) => {
        made = undefined;
        throw error;
      });
      return made;
    },
    held: async () => made?.catch(() => undefined),
    forget() {
      made = undefined;
    },
  };
}
