/** One process with arguments as they are: no shell, no input, its own process group, bounded time and output. */
import { type ChildProcess, spawn } from 'node:child_process';

export interface ProcessRequest {
  file: string;
  args: readonly string[];
  env: Readonly<Record<string, string>>;
  cwd: string;
  timeoutMs: number;
  /** Bytes of standard output and of standard error, each. */
  maxBytes: number;
  signal: AbortSignal;
}

export interface ProcessResult {
  stdout: string;
  stderr: string;
  /** Null where it was killed. */
  exitCode: number | null;
  /** Why it was killed by us. */
  ended?: 'timeout' | 'output';
}

/**
 * Resolves when the process is gone.
 * @throws the error of the spawn where it could not be started; the signal's reason where that aborted.
 */
export async function runProcess(request: ProcessRequest): Promise<ProcessResult> {
  const { file, args, env, cwd, signal, timeoutMs, maxBytes } = request;
  signal.throwIfAborted();
  // A group of its own, so that what it starts ends with it.
  const child = spawn(file, args, { env, cwd, stdio: ['ignore', 'pipe', 'pipe'], detached: true, windowsHide: true });
  let ended: ProcessResult['ended'];
  const end = (why?: ProcessResult['ended']) => {
    ended ??= why;
    killGroup(child);
  };
  const onAbort = () => end();
  const timer = setTimeout(() => end('timeout'), timeoutMs);
  signal.addEventListener('abort', onAbort, { once: true });
  try {
    const stdout = collect(child.stdout, maxBytes, () => end('output'));
    const stderr = collect(child.stderr, maxBytes, () => end('output'));
    const exitCode = await new Promise<number | null>((resolve, reject) => {
      child.once('error', reject);
      child.once('close', resolve);
    });
    signal.throwIfAborted();
    return { stdout: stdout(), stderr: stderr(), exitCode, ...(ended === undefined ? {} : { ended }) };
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', onAbort);
  }
}

function killGroup(child: ChildProcess): void {
  if (child.pid === undefined) return;
  try {
    process.kill(-child.pid, 'SIGKILL');
  } catch {
    child.kill('SIGKILL');
  }
}

/** The text so far, of at most so many bytes. */
function collect(stream: NodeJS.ReadableStream, maxBytes: number, onFull: () => void): () => string {
  const chunks: Buffer[] = [];
  let size = 0;
  stream.on('data', (chunk: Buffer) => {
    if (size >= maxBytes) return;
    chunks.push(chunk.subarray(0, maxBytes - size));
    size += chunk.length;
    if (size >= maxBytes) onFull();
  });
  return () => Buffer.concat(chunks).toString('utf8');
}
