/** Kinds that the product does not read by name: custom resources, and what else this server lists. */
import type { Resource } from '../discovery.ts';
import { kindNameOf } from '../kinds.ts';
import type { Gap } from '../source.ts';
import { forEachOf } from './forEachOf.ts';
import type { KindRead, Scope } from './kinds.ts';
import type { CaptureSource } from './options.ts';

/** Kinds at a time. */
const AT_ONCE = 4;
const MAX_KINDS = 200;
const MAX_OBJECTS = 2000;
/** Copies of what is read anyway, or reports without a state. */
const NOT_WANTED: ReadonlySet<string> = new Set(['events.k8s.io/Event', '/ComponentStatus', '/Endpoints']);

/** Reads them, as far as the source offers that, and hands each to `keep`. Returns what was left out. */
export async function captureOtherKinds(
  { resources, listResource }: CaptureSource,
  scope: Scope,
  keep: (read: KindRead) => Promise<void>,
  signal?: AbortSignal,
): Promise<Gap[]> {
  if (resources === undefined || listResource === undefined) return [];
  const wanted = (await resources(signal)).filter(isOther);
  await forEachOf(wanted.slice(0, MAX_KINDS), AT_ONCE, async (resource) => {
    const places = resource.namespaced && scope.namespaces !== 'all' ? scope.namespaces : [undefined];
    const reads = await Promise.all(places.map((place) => listResource(resource, place, MAX_OBJECTS, signal)));
    const name = resource.group === '' ? resource.plural : `${resource.plural}.${resource.group}`;
    const gaps = reads.flatMap(({ why }) => (why === undefined ? [] : { what: name, why }));
    const [apiVersion, objects] = [versionOf(resource), reads.flatMap((read) => read.objects)];
    await keep({ apiVersion, kind: resource.kind, resource: name, objects, gaps, complete: gaps.length === 0 });
  });
  const more = wanted.length - MAX_KINDS;
  return more > 0
    ? [{ what: `${more} kinds of custom resources`, why: `not captured: more than ${MAX_KINDS} kinds` }]
    : [];
}

function isOther(resource: Resource): boolean {
  const known = kindNameOf(versionOf(resource), resource.kind) !== undefined;
  return resource.listable && !known && !NOT_WANTED.has(`${resource.group}/${resource.kind}`);
}

function versionOf({ group, version }: Resource): string {
  return group === '' ? version : `${group}/${version}`;
}
