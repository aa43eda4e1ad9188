/** Every kind in scope, one file a namespace and kind, few at a time so that memory holds few of them. */
import type { Resource } from '../discovery.ts';
import { apiVersionOf, KIND_NAMES, KINDS, type KindName, kindNameOf } from '../kinds.ts';
import type { LiveSource } from '../live.ts';
import type { KubeObject, Pod } from '../objects.ts';
import type { ClusterSource, Gap } from '../source.ts';
import type { CaptureFolder } from './folder.ts';
import { forEachOf } from './forEachOf.ts';
import type { CaptureOptions } from './options.ts';
import { scrub } from './scrub.ts';

export interface KindResult {
  apiVersion: string;
  kind: string;
  /** Everything in scope was read. */
  complete: boolean;
}

export interface KindsResult {
  results: KindResult[];
  objects: number;
  gaps: Gap[];
  pods: readonly Pod[];
}

type Source = ClusterSource & Partial<Pick<LiveSource, 'resources' | 'listResource'>>;
type Told = CaptureOptions & { onProgress: (step: string) => void };

/** Large or sensitive: never listed in all namespaces at once. */
const BY_NAMESPACE: ReadonlySet<KindName> = new Set(['secrets', 'configmaps', 'events']);
const AT_ONCE = 4;
const MAX_OTHER_KINDS = 200;
const MAX_OTHER_OBJECTS = 2000;
/** Copies of what is read anyway, or reports without a state. */
const NOT_WANTED: ReadonlySet<string> = new Set(['events.k8s.io/Event', '/ComponentStatus', '/Endpoints']);

/** Reads and writes all kinds; what could not be read is a gap. */
export async function captureKinds(
  source: Source,
  folder: CaptureFolder,
  namespaces: readonly string[] | 'all',
  options: Told,
): Promise<KindsResult> {
  const { signal } = options;
  const result: KindsResult = { results: [], objects: 0, gaps: [], pods: [] };
  const every = namespaces === 'all' ? await source.list('namespaces', undefined, signal) : undefined;
  const names = namespaces === 'all' ? (every?.objects ?? []).map(({ metadata }) => metadata.name) : namespaces;
  const write = async (resource: string, kind: KindResult, objects: readonly KubeObject[], gaps: readonly Gap[]) => {
    await writeByNamespace(folder, resource, objects, options);
    result.results.push(kind);
    result.objects += objects.length;
    result.gaps.push(...gaps);
    if (objects.length > 0) options.onProgress(`${objects.length} ${resource}`);
  };
  await forEachOf(KIND_NAMES, AT_ONCE, async (name) => {
    if (!(await source.serves(name, signal))) return;
    const read = await readKind(source, name, namespaces, names, signal);
    if (name === 'pods') result.pods = read.objects as readonly Pod[];
    const [apiVersion, kind] = [read.objects[0]?.apiVersion ?? apiVersionOf(name), KINDS[name].kind];
    await write(fileName(name), { apiVersion, kind, complete: read.complete }, read.objects, read.gaps);
  });
  const others = otherKinds((await source.resources?.(signal)) ?? []);
  const { listResource } = source;
  if (listResource === undefined) return result;
  if (others.length > MAX_OTHER_KINDS)
    result.gaps.push({
      what: `${others.length - MAX_OTHER_KINDS} kinds of custom resources`,
      why: `not captured: more than ${MAX_OTHER_KINDS} kinds`,
    });
  await forEachOf(others.slice(0, MAX_OTHER_KINDS), AT_ONCE, async (resource) => {
    const places = resource.namespaced && namespaces !== 'all' ? namespaces : [undefined];
    const reads = await Promise.all(places.map((place) => listResource(resource, place, MAX_OTHER_OBJECTS, signal)));
    const what = `${resource.plural}${resource.group === '' ? '' : `.${resource.group}`}`;
    const gaps = reads.flatMap(({ why }) => (why === undefined ? [] : [{ what, why }]));
    const apiVersion = resource.group === '' ? resource.version : `${resource.group}/${resource.version}`;
    await write(
      what,
      { apiVersion, kind: resource.kind, complete: gaps.length === 0 },
      reads.flatMap(({ objects }) => objects),
      gaps,
    );
  });
  return result;
}

interface KindRead {
  objects: readonly KubeObject[];
  gaps: Gap[];
  complete: boolean;
}

async function readKind(
  source: Source,
  name: KindName,
  scope: readonly string[] | 'all',
  names: readonly string[],
  signal: AbortSignal | undefined,
): Promise<KindRead> {
  if (name === 'namespaces' && scope !== 'all') return readNamespaces(source, scope, signal);
  const whole = !KINDS[name].namespaced || (scope === 'all' && !BY_NAMESPACE.has(name));
  const places = whole ? [undefined] : names;
  const lists = await Promise.all(places.map((place) => source.list(name, place, signal)));
  const gaps = lists.flatMap(({ gap }) => (gap === undefined ? [] : [gap]));
  return {
    objects: lists.flatMap(({ objects }) => objects),
    gaps: together(name, gaps, places.length),
    complete: gaps.length === 0,
  };
}

/** Only those asked for, so the kind is not covered: another namespace may well exist. */
async function readNamespaces(
  source: Source,
  names: readonly string[],
  signal: AbortSignal | undefined,
): Promise<KindRead> {
  const reads = await Promise.all(names.map((name) => source.get('namespaces', undefined, name, signal)));
  return {
    objects: reads.flatMap((read) => ('found' in read ? [read.found] : [])),
    gaps: reads.flatMap((read) => ('gap' in read ? [read.gap] : [])),
    complete: false,
  };
}

/** One gap instead of the same one for each of many namespaces. */
function together(name: KindName, gaps: Gap[], places: number): Gap[] {
  const why = gaps[0]?.why;
  const same = why !== undefined && gaps.length > 1 && gaps.length === places && gaps.every((gap) => gap.why === why);
  return same ? [{ what: `${name} in all captured namespaces`, why }] : gaps;
}

function fileName(name: KindName): string {
  const { group, resource } = KINDS[name];
  return `${resource ?? name}${group === '' ? '' : `.${group}`}`;
}

async function writeByNamespace(
  folder: CaptureFolder,
  resource: string,
  objects: readonly KubeObject[],
  { redact, signal }: Told,
): Promise<void> {
  for (const [namespace, group] of Map.groupBy(objects, ({ metadata }) => metadata.namespace)) {
    signal?.throwIfAborted();
    // Masking holds the thread; Ctrl-C and other reads get their turn in between.
    await new Promise(setImmediate);
    await folder.writeObjects(
      namespace,
      resource,
      group.map((object) => scrub(object, redact.object)),
    );
  }
}

/** What the server lists beyond the kinds that the product reads by name. */
function otherKinds(resources: readonly Resource[]): Resource[] {
  return resources.filter(({ group, version, kind, listable }) => {
    const known = kindNameOf(group === '' ? version : `${group}/${version}`, kind) !== undefined;
    return listable && !known && !NOT_WANTED.has(`${group}/${kind}`);
  });
}
