import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { stringify } from 'yaml';
import { dangling } from '../check.ts';
import type { Named, RootCause } from '../incident.ts';
import type { Kube } from '../objects.ts';
import { hash } from '../random.ts';
import { Field } from './field.ts';
import { crowd } from './neighbours.ts';
import type { FleetName } from './platforms.ts';
import { speak } from './speech.ts';

type Layout = 'one-json' | 'one-list-yaml' | 'kind-json' | 'kind-yaml' | 'ns-docs';

/** One incident: its world and fault in code, and what a senior engineer says is true. */
export interface Scene {
  id: string;
  family: string;
  on: FleetName;
  now: string;
  question: string;
  scope?: string;
  /** Label that names a workload here. */
  key?: string;
  layout?: Layout;
  nodes?: number;
  hops: number;
  /** What the capture lacks. */
  without?: ('events' | 'logs')[];
  /** What the capture may see, where its user may see only these namespaces. */
  sees?: string[];
  /** Logs begin with the kubelet's time stamps. */
  stamps?: boolean;
  causes?: RootCause[];
  symptoms?: Named[];
  not?: Named[];
  absent?: string[];
  play: (f: Field) => void;
}

/** Marks a scene, for its type. */
export const scene = (value: Scene): Scene => value;

const list = (items: Kube[]): object => ({ apiVersion: 'v1', kind: 'List', metadata: { resourceVersion: '' }, items });
const yaml = (value: object): string =>
  stringify(value, { lineWidth: 0, aliasDuplicateObjects: false, compat: 'yaml-1.1', indentSeq: false });

const FILES: Record<Layout, { name: (o: Kube) => string; text: (all: Kube[]) => string }> = {
  'one-json': { name: () => 'dump.json', text: (all) => `${JSON.stringify(list(all), null, 2)}\n` },
  'one-list-yaml': { name: () => 'everything.yaml', text: (all) => yaml(list(all)) },
  'kind-json': {
    name: (o) => `kubectl-get-${o.kind.toLowerCase()}-A.json`,
    text: (all) => `${JSON.stringify(list(all))}\n`,
  },
  'kind-yaml': { name: (o) => `${o.kind}.yaml`, text: (all) => yaml(list(all)) },
  'ns-docs': {
    name: (o) => `ns-${o.metadata.namespace ?? '0cluster'}.yaml`,
    text: (all) => all.map((o) => yaml(o)).join('---\n'),
  },
};
const LAYOUTS = Object.keys(FILES) as Layout[];

function stored(o: Kube, keep: boolean): Kube {
  const copy = JSON.parse(JSON.stringify(o)) as Kube;
  if (!keep) delete copy.metadata.managedFields;
  if (copy.kind === 'Secret' && copy.data)
    copy.data = Object.fromEntries(
      Object.entries(copy.data).map(([k, v]) => [k, k.endsWith('.crt') ? v : 'UkVEQUNURUQ=']),
    );
  return copy;
}

function caseYaml(scene: Scene): object {
  const { id, question, scope, causes, symptoms, not, hops, family } = scene;
  return {
    id,
    question,
    ...(scope ? { scope: { namespace: scope } } : {}),
    healthy: !causes?.length,
    rootCauses: causes ?? [],
    ...(symptoms ? { symptoms } : {}),
    ...(not ? { notRootCause: not } : {}),
    hops,
    family,
  };
}

const stampOf = (line: string, fallback: string): string =>
  /\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z/.exec(line)?.[0].replace(/(\.\d+)?Z$/, '.417220913Z') ?? fallback;

const kindOf = (o: Kube): string =>
  o.apiVersion === 'v1' ? `v1/${o.kind}` : `${o.apiVersion.split('/')[0]}/${o.kind}`;

/** What a capture covers whose user may see some namespaces only. */
function coverage(kept: Kube[], namespaces: string[], cluster: string): string {
  const denied =
    'nodes is forbidden: User "dev-oncall" cannot list resource "nodes" in API group "" at the cluster scope';
  return stringify({
    kinds: [...new Set(kept.map(kindOf))],
    namespaces,
    gaps: [{ what: 'nodes', why: denied }],
    cluster: { context: 'oncall', server: `https://api.${cluster}.example:6443`, version: 'v1.33' },
  });
}

/** Each line with the time at which the runtime wrote it, as `kubectl logs --timestamps` prints. */
function stamped(text: string, now: string): string {
  let last = now.replace('Z', '.000000417Z');
  return text
    .trimEnd()
    .split('\n')
    .map((l) => {
      last = stampOf(l, last);
      return `${last} ${l}\n`;
    })
    .join('');
}

/** Makes one case below a folder of cases. */
export function makeScene(scene: Scene, cases: string): string[] {
  const f = new Field(scene.id, scene.now, scene.on, scene.key ?? 'app', scene.nodes);
  crowd(f, scene.id);
  scene.play(f);
  f.settle();
  const missing = dangling(f.s).filter((r) => !(scene.absent ?? []).includes(r) && !r.startsWith('IngressClass'));
  const folder = join(cases, scene.family, scene.id);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(join(folder, 'snapshot'), { recursive: true });
  writeFileSync(
    join(folder, 'case.yaml'),
    stringify(caseYaml(scene), { lineWidth: 120, aliasDuplicateObjects: false }),
  );
  writeFileSync(join(folder, 'snapshot', 'time.txt'), `${scene.now}\n`);
  const layout = FILES[scene.layout ?? LAYOUTS[hash(`l${scene.id}`) % LAYOUTS.length] ?? 'kind-yaml'];
  const files = new Map<string, Kube[]>();
  const { sees } = scene;
  const mine = (o: Kube): boolean =>
    (o.kind === 'Namespace' ? sees?.includes(o.metadata.name) : sees?.includes(o.metadata.namespace ?? '')) ?? true;
  if (sees)
    writeFileSync(join(folder, 'snapshot', 'snapshot.yaml'), coverage(f.s.objects.filter(mine), sees, scene.on));
  for (const o of f.s.objects) {
    if (!mine(o)) continue;
    if (o.kind === 'Event' && scene.without?.includes('events')) continue;
    files.set(layout.name(o), [...(files.get(layout.name(o)) ?? []), stored(o, hash(`m${scene.id}`) % 5 < 2)]);
  }
  for (const [name, all] of files) writeFileSync(join(folder, 'snapshot', name), layout.text(all));
  if (!scene.without?.includes('logs'))
    for (const [path, text] of speak(f)) {
      if (sees && !sees.includes(path.split('/')[0] ?? '')) continue;
      const file = join(folder, 'snapshot', 'logs', path);
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, scene.stamps ? stamped(text, scene.now) : text);
    }
  return missing;
}
