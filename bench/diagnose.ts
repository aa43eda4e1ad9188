/** `diagnose` against the floor: the same lists, read by a program that does nothing else. */
import { resolve } from 'node:path';
import { alternate, run, type Sample } from './measure.ts';
import type { BenchServer } from './server.ts';

const PROGRAM = resolve('dist/main.js');
const FLOOR = resolve(import.meta.dirname, 'floor.js');

export interface Comparison {
  diagnose: Sample;
  floor: Sample;
  requests: { all: number; lists: number; other: number };
  /** Broken applications that the diagnosis names, of those that there are in its scope. */
  found: number;
  broken: number;
}

/** @param scope such as `['-A']` or `['-n', 'shop-00']`. */
export async function compare(
  server: BenchServer,
  scope: readonly string[],
  latencyMs: number,
  rounds: number,
): Promise<Comparison> {
  const args = [PROGRAM, 'diagnose', ...scope, '-o', 'json', '--kubeconfig', server.kubeconfig];
  await server.reset(latencyMs);
  const { stdout } = await run(args, '');
  const requests = await server.requests();
  const lists = firstPages(requests);
  const input = JSON.stringify({ server: server.url, lists });
  const [diagnose, floor] = await alternate(rounds, [() => run(args, ''), () => run([FLOOR], input)]);
  if (diagnose === undefined || floor === undefined) throw new Error('Nothing was measured.');
  const pages = requests.filter(isList).length;
  return {
    diagnose,
    floor,
    requests: { all: requests.length, lists: pages, other: requests.length - pages },
    ...foundIn(stdout, server, scope),
  };
}

/** Reads of many objects; a probe of a right (`limit=1`) is none. */
function isList(request: string): boolean {
  const limit = new URL(request, 'http://localhost').searchParams.get('limit');
  return limit !== null && Number(limit) > 1;
}

/** Each list once, as it was first asked for. */
function firstPages(requests: readonly string[]): string[] {
  return [...new Set(requests.filter((request) => isList(request) && !request.includes('continue=')))];
}

interface Subject {
  namespace?: string;
  name: string;
}

function foundIn(stdout: string, server: BenchServer, scope: readonly string[]): { found: number; broken: number } {
  const { rootCauses } = JSON.parse(stdout) as { rootCauses: { subject: Subject; symptoms: { object: Subject }[] }[] };
  const named = rootCauses.flatMap(({ subject, symptoms }) => [subject, ...symptoms.map(({ object }) => object)]);
  const namespace = scope[0] === '-n' ? scope[1] : undefined;
  const broken = server.problems.filter((problem) => namespace === undefined || problem.namespace === namespace);
  const found = broken.filter(({ namespace: where, deployment }) =>
    named.some((subject) => subject.namespace === where && subject.name.startsWith(deployment)),
  );
  return { found: found.length, broken: broken.length };
}
