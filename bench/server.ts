/** The bench's API server as seen from here: started, told the latency, asked what it was asked. */
import { type ChildProcess, fork } from 'node:child_process';
import { rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Order } from './server/main.ts';
import type { Problem, Size } from './synthetic/cluster.ts';

export interface BenchServer {
  url: string;
  kubeconfig: string;
  problems: Problem[];
  objects: number;
  bytes: number;
  medianPodBytes: number;
  /** Sets the latency of every answer and forgets the requests so far. */
  reset(latencyMs: number): Promise<void>;
  /** Paths with queries, in the order of arrival. */
  requests(): Promise<string[]>;
  stop(): void;
}

export async function startServer(size: Size): Promise<BenchServer> {
  const child = fork(join(import.meta.dirname, 'server/main.ts'), [JSON.stringify(size)]);
  const ready = (await nextMessage(child)) as Pick<BenchServer, 'problems' | 'objects' | 'bytes' | 'medianPodBytes'> & {
    port: number;
  };
  const order = async (message: Order) => {
    const answer = nextMessage(child);
    child.send(message);
    return (await answer) as string[];
  };
  const url = `http://127.0.0.1:${ready.port}`;
  const kubeconfig = join(tmpdir(), `aiops-bench-${child.pid}.json`);
  writeFileSync(kubeconfig, JSON.stringify(kubeconfigFor(url)), { mode: 0o600 });
  return {
    ...ready,
    url,
    kubeconfig,
    reset: async (latencyMs) => void (await order({ latencyMs })),
    requests: () => order('requests'),
    stop() {
      rmSync(kubeconfig, { force: true });
      child.disconnect();
    },
  };
}

function nextMessage(child: ChildProcess): Promise<unknown> {
  return new Promise((resolve, reject) => {
    child.once('message', resolve);
    child.once('exit', (code) => reject(new Error(`The bench's server ended with ${code}.`)));
  });
}

function kubeconfigFor(server: string): object {
  return {
    apiVersion: 'v1',
    kind: 'Config',
    clusters: [{ name: 'bench', cluster: { server } }],
    users: [{ name: 'bench', user: {} }],
    contexts: [{ name: 'bench', context: { cluster: 'bench', user: 'bench' } }],
    'current-context': 'bench',
  };
}
