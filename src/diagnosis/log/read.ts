/** A container's log as records, through the state: parsed once however many rules ask. */
import type { Pod } from '../../cluster/objects.ts';
import { objectsIn } from '../../semantics/lenient.ts';
import { type State, TAIL_BYTES, TAIL_LINES } from '../state.ts';
import { type LogRecord, recordsOf } from './records.ts';

/** Undefined where the log is not known (yet). */
export function logRecords(
  state: State,
  pod: Pod,
  container: string,
  { priority, previous = false, start = false }: { priority: number; previous?: boolean; start?: boolean },
): readonly LogRecord[] | undefined {
  const { namespace = 'default', name } = pod.metadata;
  const text = state.log({ namespace, pod: name, container, previous, start, priority });
  if (text === undefined) return undefined;
  return state.memo(`log:${namespace}/${name}/${container}/${previous}/${start}`, () =>
    recordsOf(text, new Date(state.now).getUTCFullYear()),
  );
}

/** What a container logged first: read for itself only where the end that is known is not the whole log. */
export function startRecords(
  state: State,
  pod: Pod,
  container: string,
  priority: number,
): readonly LogRecord[] | undefined {
  const end = logRecords(state, pod, container, { priority });
  const { namespace = 'default', name } = pod.metadata;
  const text = state.log({ namespace, pod: name, container, priority });
  if (end === undefined || text === undefined || isWhole(text)) return end;
  return logRecords(state, pod, container, { priority, start: true });
}

/** The reader takes half as many lines, and half again, where the end would be too large. */
const isWhole = (end: string): boolean => end.length < TAIL_BYTES / 4 && end.trimEnd().split('\n').length < TAIL_LINES;

/** The containers of a pod whose log is worth reading: its own, at most three. */
export const loggingContainers = (pod: Pod): string[] =>
  objectsIn(pod.spec?.containers)
    .slice(0, 3)
    .map(({ name }) => name);
