/** What the controllers of a cluster log about one object: more than they write into its conditions. */
import type { ObjectRef } from '../../cluster/objects.ts';
import { refOf } from '../../cluster/objects.ts';
import { logEvidence } from '../evidence.ts';
import { podsOf } from '../objects/workloads.ts';
import type { Evidence } from '../result.ts';
import type { State } from '../state.ts';
import { controllers, type OPERATOR_KINDS } from '../walk/operator.ts';
import { loggingContainers, logRecords } from './read.ts';
import type { LogRecord } from './records.ts';

export interface Said {
  evidence: Evidence;
  /** The whole record, its fields and further lines included. */
  text: string;
}

/** The last error that a controller's log has about an object, by its name and namespace; undefined where none has one. */
export function controllerSays(
  { namespace, name }: ObjectRef,
  state: State<(typeof OPERATOR_KINDS)[number]>,
): Said | undefined {
  const speaksOfIt = ({ level, text }: LogRecord): boolean =>
    level === 'error' && text.includes(name) && (namespace === undefined || text.includes(namespace));
  for (const operator of controllers(state)) {
    for (const pod of podsOf(refOf(operator), state).slice(0, 2)) {
      for (const container of loggingContainers(pod)) {
        const record = (logRecords(state, pod, container, { priority: 2 }) ?? []).findLast(speaksOfIt);
        if (record === undefined) continue;
        const at = record.at === undefined ? undefined : new Date(record.at).toISOString();
        return {
          evidence: logEvidence(pod, container, record.raw, at),
          text: [record.text, ...record.more].join('\n'),
        };
      }
    }
  }
  return undefined;
}
