/** A container's log as records, through the state: parsed once however many rules ask. */
import type { Pod } from '../../cluster/objects.ts';
import { objectsIn } from '../../semantics/lenient.ts';
import type { State } from '../state.ts';
import { type LogRecord, recordsOf } from './records.ts';

/** Undefined where the log is not known (yet). */
export function logRecords(
  state: State,
  pod: Pod,
  container: string,
  { priority, previous = false }: { priority: number; previous?: boolean },
): readonly LogRecord[] | undefined {
  const { namespace = 'default', name } = pod.metadata;
  const text = state.log({ namespace, pod: name, container, previous, priority });
  if (text === undefined) return undefined;
  return state.memo(`log:${namespace}/${name}/${container}/${previous}`, () =>
    recordsOf(text, new Date(state.now).getUTCFullYear()),
  );
}

/** The containers of a pod whose log is worth reading: its own, at most three. */
export const loggingContainers = (pod: Pod): string[] =>
  objectsIn(pod.spec?.containers)
    .slice(0, 3)
    .map(({ name }) => name);
