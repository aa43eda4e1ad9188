/**
 * The served snapshot beside a real API server that holds the same folder: the same command line prints the same. Ages
 * are compared as printed: both servers are asked at the same time by a clock that both share.
 */
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { loadSnapshot } from '../../src/cluster/snapshot/load.ts';
import { type ServedSnapshot, serveSnapshot } from '../../src/cluster/snapshot/serve.ts';
import type { Snapshot } from '../../src/cluster/snapshot/snapshot.ts';
import { type Kubebox, kubeboxKubectl, kubeboxMissing, startKubebox } from '../kubebox.ts';
import { ANY, LOGS, ZOO } from './kubectlLines.ts';

const CASES = join(import.meta.dirname, '../cases');
const SNAPSHOTS: [name: string, folder: string, lines: readonly string[]][] = [
  ['every kind', join(import.meta.dirname, 'zoo'), [...ANY, ...ZOO]],
  ['objects of a living control plane', join(CASES, 'oom-change/thumbnails-fail-after-memory-tuning/snapshot'), ANY],
  ['one JSON file', join(CASES, 'pod-security/billing-api-gone-after-restart/snapshot'), ANY],
];

interface Printed {
  code: number;
  stdout: string;
  /** The first line that is no warning: a snapshot warns of what was not captured. */
  complaint: string;
}

function kubectl(kubeconfig: string, line: string): Promise<Printed> {
  const [program, ...first] = kubeboxKubectl;
  return new Promise((resolve) => {
    const env = { ...process.env, KUBECONFIG: kubeconfig, KUBERC: 'off' };
    const options = { env, maxBuffer: 64 * 1024 * 1024 };
    execFile(program, [...first, ...words(line)], options, (error, stdout, stderr) => {
      const complaint = stderr.split('\n').find((text) => text !== '' && !text.startsWith('Warning:')) ?? '';
      resolve({ code: Number(error?.code ?? 0), stdout: comparable(stdout), complaint: comparable(complaint) });
    });
  });
}

/** Words of a command line, as a shell splits them: quotes are the only thing that is special in these lines. */
function words(line: string): string[] {
  return [...line.matchAll(/(?:[^\s']|'[^']*')+/g)].map(([word]) => word.replaceAll("'", ''));
}

/** Rows of a LimitRange: kubectl prints them in the order of a Go map, which differs from one run to the next. */
const LIMIT_ROWS = /(?:^ ?(?:Container|Pod|PersistentVolumeClaim) {2,}.*\n)+/gm;

/** Without revisions, which the real server gives anew, and Secret values. */
function comparable(text: string): string {
  return text
    .replace(LIMIT_ROWS, (rows) => rows.split('\n').sort().join('\n'))
    .replace(/^(\s*"?resourceVersion"?: ).*$/gim, '$1N')
    .replace(/^(\s*Resource Version:\s+).*$/gm, '$1N')
    .replace(/^(\s*)(\S+): [A-Za-z0-9+/]+={0,2}$/gm, (all, indent: string, key: string) =>
      indent === '    ' && SECRET_KEYS.has(key) ? `${indent}${key}: …` : all,
    );
}

const SECRET_KEYS = new Set<string>();

function learnSecretKeys(snapshot: Snapshot): void {
  for (const object of snapshot.objects) {
    if (object.kind !== 'Secret' || !('data' in object) || typeof object.data !== 'object') continue;
    for (const key of Object.keys(object.data ?? {})) SECRET_KEYS.add(key);
  }
}

/** Ages step on by themselves: two answers that differ are asked for once more. */
async function both(served: ServedSnapshot, real: Kubebox, line: string): Promise<[Printed, Printed]> {
  const ask = () => Promise.all([kubectl(served.kubeconfigPath, line), kubectl(real.kubeconfig, line)]);
  const [ours, theirs] = await ask();
  return JSON.stringify(ours) === JSON.stringify(theirs) ? [ours, theirs] : ask();
}

describe.skipIf(kubeboxMissing !== undefined)(
  `kubectl prints the same (${kubeboxMissing ?? 'real API server found'})`,
  () => {
    for (const [name, folder, lines] of SNAPSHOTS) {
      describe(name, () => {
        let live: ServedSnapshot;
        let captured: ServedSnapshot;
        let real: Kubebox;

        beforeAll(async () => {
          const snapshot = await loadSnapshot(folder);
          learnSecretKeys(snapshot);
          captured = await serveSnapshot(snapshot);
          // Ages of the real server are relative to the clock; so are these.
          live = await serveSnapshot({
            ...snapshot,
            get now() {
              return new Date();
            },
          });
          real = await startKubebox(['serve', '--snapshot', snapshot.folder ?? folder]);
          expect(real.ready.skipped).toEqual([]);
        }, 60_000);

        afterAll(async () => {
          await Promise.all([live?.close(), captured?.close(), real?.stop()]);
        });

        test.concurrent.for(lines)('%s', { timeout: 60_000 }, async (line, { expect }) => {
          const [ours, theirs] = await both(live, real, line);
          expect(ours).toEqual(theirs);
        });

        if (name !== 'every kind') return;
        test.concurrent.for(LOGS)('%s', { timeout: 60_000 }, async (line, { expect }) => {
          const [ours, theirs] = await both(captured, real, line);
          expect(ours).toEqual(theirs);
        });
      });
    }
  },
);
