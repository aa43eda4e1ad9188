/** Every kind in scope, one file a namespace and kind, few at a time so that memory holds few of them. */
import { apiVersionOf, KIND_NAMES, KINDS, type KindName } from '../kinds.ts';
import type { KubeObject, Pod } from '../objects.ts';
import type { ClusterSource, Gap } from '../source.ts';
import type { CaptureFolder } from './folder.ts';
import { forEachOf } from './forEachOf.ts';
import type { CaptureOptions, CaptureSource } from './options.ts';
import { captureOtherKinds } from './otherKinds.ts';
import { scrub } from './scrub.ts';

/** What was read of one kind. */
export interface KindRead {
  apiVersion: string;
  kind: string;
  /** Begins the file's name, such as `deployments.apps`. */
  resource: string;
  objects: readonly KubeObject[];
  gaps: readonly Gap[];
  /** Everything in scope was read, so what is not among the objects was not there. */
  complete: boolean;
}

/** What was written of all kinds. */
export interface KindsResult {
  kinds: Omit<KindRead, 'objects'>[];
  objects: number;
  gaps: Gap[];
  pods: readonly Pod[];
}

export interface Scope {
  namespaces: readonly string[] | 'all';
  /** The namespaces that there are in scope. */
  names: readonly string[];
  /** Why `names` may lack some. */
  unsure: string | undefined;
}

type Told = CaptureOptions & { onProgress: (step: string) => void };

/** Large or sensitive: never listed in all namespaces at once. */
const BY_NAMESPACE: ReadonlySet<KindName> = new Set(['secrets', 'configmaps', 'events']);
/** Kinds at a time. */
const AT_ONCE = 4;

/** Reads and writes all kinds; what could not be read is a gap. */
export async function captureKinds(
  source: CaptureSource,
  folder: CaptureFolder,
  namespaces: readonly string[] | 'all',
  options: Told,
): Promise<KindsResult> {
  const { signal } = options;
  const result: KindsResult = { kinds: [], objects: 0, gaps: [], pods: [] };
  const scope = await scopeOf(source, namespaces, signal);
  const keep = async ({ objects, ...kind }: KindRead) => {
    await writeByNamespace(folder, kind.resource, objects, options);
    result.kinds.push(kind);
    result.objects += objects.length;
    result.gaps.push(...kind.gaps);
    if (objects.length > 0) options.onProgress(`${objects.length} ${kind.resource}`);
  };
  await forEachOf(KIND_NAMES, AT_ONCE, async (name) => {
    if (!(await source.serves(name, signal))) return;
    const read = await readKind(source, name, scope, signal);
    if (name === 'pods') result.pods = read.objects as readonly Pod[];
    await keep(read);
  });
  result.gaps.push(...(await captureOtherKinds(source, scope, keep, signal)));
  return result;
}

async function scopeOf(source: ClusterSource, namespaces: Scope['namespaces'], signal?: AbortSignal): Promise<Scope> {
  if (namespaces !== 'all') return { namespaces, names: namespaces, unsure: undefined };
  const { objects, gap } = await source.list('namespaces', undefined, signal);
  const unsure = gap === undefined ? undefined : `the namespaces could not all be listed (${gap.why})`;
  return { namespaces, names: objects.map(({ metadata }) => metadata.name), unsure };
}

async function readKind(source: ClusterSource, name: KindName, scope: Scope, signal?: AbortSignal): Promise<KindRead> {
  const { group, kind, resource = name, namespaced } = KINDS[name];
  const read =
    name === 'namespaces' && scope.namespaces !== 'all'
      ? await readNamespaces(source, scope, signal)
      : await readPlaces(source, name, namespaced, scope, signal);
  const apiVersion = read.objects[0]?.apiVersion ?? apiVersionOf(name);
  return { apiVersion, kind, resource: group === '' ? resource : `${resource}.${group}`, ...read };
}

type Found = Pick<KindRead, 'objects' | 'gaps' | 'complete'>;

async function readPlaces(
  source: ClusterSource,
  name: KindName,
  namespaced: boolean,
  { namespaces, names, unsure }: Scope,
  signal?: AbortSignal,
): Promise<Found> {
  const whole = !namespaced || (namespaces === 'all' && !BY_NAMESPACE.has(name));
  const places = whole ? [undefined] : names;
  const lists = await Promise.all(places.map((place) => source.list(name, place, signal)));
  const read = together(
    name,
    lists.flatMap(({ gap }) => gap ?? []),
    places.length,
  );
  const gaps = whole || unsure === undefined ? read : [...read, { what: `${name} in further namespaces`, why: unsure }];
  return { objects: lists.flatMap(({ objects }) => objects), gaps, complete: gaps.length === 0 };
}

/** Only those asked for, so the kind is not covered: another namespace may well exist. */
async function readNamespaces(source: ClusterSource, { names }: Scope, signal?: AbortSignal): Promise<Found> {
  const reads = await Promise.all(names.map((name) => source.get('namespaces', undefined, name, signal)));
  return {
    objects: reads.flatMap((read) => ('found' in read ? read.found : [])),
    gaps: reads.flatMap((read) => ('gap' in read ? read.gap : [])),
    complete: false,
  };
}

/** One gap instead of the same one for each of many namespaces. */
function together(name: KindName, gaps: Gap[], places: number): Gap[] {
  const why = gaps[0]?.why;
  const same = why !== undefined && gaps.length > 1 && gaps.length === places && gaps.every((gap) => gap.why === why);
  return same ? [{ what: `${name} in all captured namespaces`, why }] : gaps;
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
