import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** A living control plane on loopback: real controllers and scheduler, simulated kubelets. */
export interface Cluster {
  kubectl(args: string[], input?: string): Promise<string>;
  stop(): Promise<void>;
}

function program(): string {
  const named = process.env.AIOPS_KUBEBOX;
  const path = named ?? join(import.meta.dirname, '..', '..', '..', '..', 'shared', 'kube', 'kubebox');
  if (!existsSync(path)) throw new Error(`There is no kubebox at ${path}; set AIOPS_KUBEBOX to the program.`);
  return path;
}

async function readyLine(child: ChildProcess): Promise<string> {
  let text = '';
  for await (const chunk of child.stdout ?? []) {
    text += String(chunk);
    const end = text.indexOf('\n');
    if (end >= 0) return text.slice(0, end);
  }
  throw new Error('kubebox ended before it was ready; run it by hand to see why.');
}

/** Starts a cluster; it dies with this process, for its standard input closes. */
export async function startCluster(nodes = 4): Promise<Cluster> {
  const kubebox = program();
  const child = spawn(kubebox, ['cluster', '--nodes', String(nodes), '--speed', '10', '--exit-with-stdin'], {
    stdio: ['pipe', 'pipe', 'ignore'],
  });
  const exited = once(child, 'exit');
  const { kubeconfig } = JSON.parse(await readyLine(child)) as { kubeconfig: string };
  return {
    kubectl: async (args, input) => {
      const pending = run(kubebox, ['kubectl', '--kubeconfig', kubeconfig, ...args], { maxBuffer: 256 << 20 });
      if (input !== undefined) pending.child.stdin?.end(input);
      return (await pending).stdout;
    },
    stop: async () => {
      child.stdin.end();
      await exited;
    },
  };
}
