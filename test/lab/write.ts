import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { stringify } from 'yaml';
import type { Incident } from './incident.ts';
import type { Logs } from './logs/write.ts';
import type { Kube } from './objects.ts';
import { hash } from './random.ts';
import type { Snapshot } from './snapshot.ts';

/** Three habits of people who capture clusters: a list per kind, a list per namespace, one list of everything. */
type Layout = 'kinds' | 'namespaces' | 'one';

const layoutOf = (id: string): Layout =>
  (['kinds', 'kinds', 'namespaces', 'one'] as const)[hash(`layout:${id}`) % 4] ?? 'kinds';

const list = (items: Kube[]): object => ({ apiVersion: 'v1', items, kind: 'List', metadata: { resourceVersion: '' } });

const yaml = (value: object): string =>
  stringify(value, { lineWidth: 0, aliasDuplicateObjects: false, compat: 'yaml-1.1', indentSeq: false });

function fileOf(o: Kube, layout: Layout): string {
  if (layout === 'one') return 'cluster.json';
  if (layout === 'namespaces') return `${o.metadata.namespace ?? '_cluster'}.json`;
  return `${o.kind.toLowerCase()}s.yaml`;
}

function caseYaml(incident: Incident): object {
  const { id, question, scope, healthy, rootCauses, symptoms, notRootCause, hops, family } = incident;
  return {
    id,
    question,
    ...(scope ? { scope } : {}),
    healthy: healthy ?? false,
    rootCauses: rootCauses ?? [],
    ...(symptoms ? { symptoms } : {}),
    ...(notRootCause ? { notRootCause } : {}),
    hops,
    family,
  };
}

/** Writes a case in the layout that `aiops-copilot capture` writes and the diagnosis reads. */
export function writeCase(folder: string, incident: Incident, snapshot: Snapshot, logs: Logs): void {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(join(folder, 'snapshot', 'logs'), { recursive: true });
  writeFileSync(
    join(folder, 'case.yaml'),
    stringify(caseYaml(incident), { lineWidth: 120, aliasDuplicateObjects: false }),
  );
  writeFileSync(join(folder, 'snapshot', 'time.txt'), `${incident.now}\n`);
  const layout = layoutOf(incident.id);
  const files = new Map<string, Kube[]>();
  for (const o of snapshot.objects) files.set(fileOf(o, layout), [...(files.get(fileOf(o, layout)) ?? []), o]);
  for (const [name, items] of files) {
    const text = name.endsWith('.json') ? `${JSON.stringify(list(items), null, 1)}\n` : yaml(list(items));
    writeFileSync(join(folder, 'snapshot', name), text);
  }
  for (const [path, text] of logs) {
    const file = join(folder, 'snapshot', 'logs', path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
  }
}
