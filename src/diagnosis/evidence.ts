/** Evidence: quotes of what was read. A quote is one scalar, one event message, or a part of one log line, verbatim. */
import type { Event, KubeObject, ObjectRef } from '../cluster/objects.ts';
import { refOf } from '../cluster/objects.ts';
import type { Decided } from '../semantics/verdict.ts';
import type { Evidence } from './result.ts';

/** RFC 3339: when an event was seen last. Source: the order in which kubectl reads the four time fields. */
export function eventTime(event: Event): string {
  return (
    event.series?.lastObservedTime ??
    event.lastTimestamp ??
    event.eventTime ??
    event.firstTimestamp ??
    event.metadata.creationTimestamp ??
    ''
  );
}

/** A status field: `path` is relative to the object (`status.phase`). Lists are addressed by name, not by index. */
export function statusEvidence(object: KubeObject | ObjectRef, path: string, value: unknown, at?: string): Evidence {
  return evidence(
    object,
    path.startsWith('spec') || path.startsWith('metadata') || path.startsWith('data') ? 'spec' : 'status',
    path,
    value,
    at,
  );
}

/** A field of a spec, of metadata or of data. */
export function specEvidence(object: KubeObject | ObjectRef, path: string, value: unknown, at?: string): Evidence {
  return evidence(object, 'spec', path, value, at);
}

/**
 * What decided a verdict, at most `max` quotes. A list or a map decides by its members, and only those stand in the object
 * as they are quoted.
 */
export function decidedEvidence(
  by: readonly (Omit<Decided, 'object'> & { object: KubeObject | ObjectRef })[],
  max = 6,
): Evidence[] {
  return by
    .flatMap(({ object, path, value }) =>
      scalarsIn(value, path).map((leaf) =>
        evidence(object, path.startsWith('status') ? 'status' : 'spec', leaf.path, leaf.value),
      ),
    )
    .slice(0, max);
}

function scalarsIn(value: string, path: string): { path: string; value: unknown }[] {
  if (!/^[[{]/.test(value)) return [{ path, value }];
  try {
    return leavesOf(JSON.parse(value), path);
  } catch {
    return [{ path, value }];
  }
}

function leavesOf(value: unknown, path: string): { path: string; value: unknown }[] {
  if (Array.isArray(value)) return value.flatMap((item, index) => leavesOf(item, `${path}[${index}]`));
  if (typeof value !== 'object' || value === null) return [{ path, value }];
  return Object.entries(value).flatMap(([key, field]) => leavesOf(field, `${path}.${key}`));
}

/** An event, quoted by its message; `path` is its reason. */
export function eventEvidence(event: Event): Evidence {
  const { apiVersion = 'v1', kind = '', namespace, name = '' } = event.involvedObject ?? {};
  const object =
    namespace === undefined || namespace === '' ? { apiVersion, kind, name } : { apiVersion, kind, namespace, name };
  return { ...evidence(object, 'event', event.reason ?? '', event.message ?? ''), ...at(eventTime(event)) };
}

/** A part of one log line. */
export function logEvidence(pod: KubeObject | ObjectRef, container: string, line: string, time?: string): Evidence {
  return evidence(pod, 'log', container, line.length > MAX_QUOTE ? line.slice(0, MAX_QUOTE) : line, time);
}

const MAX_QUOTE = 600;

function evidence(
  object: KubeObject | ObjectRef,
  source: Evidence['source'],
  path: string,
  value: unknown,
  time?: string,
): Evidence {
  const ref = 'metadata' in object ? refOf(object) : object;
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return { object: ref, source, path, quote: text ?? '', ...at(time) };
}

const at = (time: string | undefined) => (time === undefined || time === '' ? {} : { at: time });
