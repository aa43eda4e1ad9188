/**
 * An application whose own errors of one kind fill its log: the end of a chain where nothing else explains it. Single errors
 * among much work that succeeds are no trouble.
 */
import type { Pod } from '../../cluster/objects.ts';
import { refKey } from '../../cluster/objects.ts';
import { logEvidence } from '../evidence.ts';
import { defineFact, type Finding } from '../finding.ts';
import { failingCall } from '../log/calls.ts';
import { complaintOf } from '../log/complaints.ts';
import { isLasting } from '../log/lasting.ts';
import { loggingContainers, logRecords } from '../log/read.ts';
import type { LogRecord } from '../log/records.ts';
import { shapeOf } from '../log/shape.ts';
import { wantedLogs } from '../log/wanted.ts';
import { RELATED_KINDS, relatedTo } from '../objects/related.ts';
import { workloadOf } from '../objects/workloads.ts';
import type { State } from '../state.ts';

type ErrorState = State<(typeof RELATED_KINDS)[number]>;

export default defineFact({
  id: 'application-errors',
  needs: RELATED_KINDS,
  find(state) {
    const asked = new Set(
      state.focus.objects.flatMap(({ ref }) => [ref, ...relatedTo(ref, state)].map((one) => refKey(one))),
    );
    return wantedLogs(state)
      .filter(({ pod }) => asked.has(refKey(workloadOf(pod, state))))
      .flatMap(({ pod, priority }) =>
        loggingContainers(pod).flatMap((container) => {
          const records = logRecords(state, pod, container, { priority }) ?? [];
          return applicationErrors(records, pod, container, state, 'asked');
        }),
      );
  },
});

/** So many errors of one kind, and such a share of what was logged since the first, count as failing. */
const ENOUGH = { asked: { count: 5, share: 0.25 }, called: { count: 3, share: 0.15 } } as const;

/** @param why Asked about, or called by somebody who complains: then fewer errors tell. */
export function applicationErrors(
  records: readonly LogRecord[],
  pod: Pod,
  container: string,
  state: ErrorState,
  why: keyof typeof ENOUGH,
): Finding[] {
  const own = records.filter(
    (record) =>
      record.level === 'error' &&
      complaintOf(record)?.code === 'ApplicationErrors' &&
      failingCall(record) === undefined,
  );
  const groups = [...Map.groupBy(own, shapeOf)].sort(([, a], [, b]) => b.length - a.length);
  const [shape, group] = groups[0] ?? [];
  const [first, last] = [group?.[0], group?.at(-1)];
  if (group === undefined || shape === undefined || first === undefined || last === undefined) return [];
  const { count, share } = ENOUGH[why];
  const since = records.length - first.index;
  if (group.length < count || group.length / since < share || !isLasting(group, records, pod, state.now)) return [];
  const iso = ({ at }: LogRecord) => (at === undefined ? undefined : new Date(at).toISOString());
  return [
    {
      code: 'ApplicationFailing',
      subject: workloadOf(pod, state),
      about: shape.slice(0, 80),
      confidence: 'possible',
      params: { count: group.length, sample: last.text.slice(0, 160), first: iso(first), last: iso(last) },
      evidence: [
        logEvidence(pod, container, last.raw, iso(last)),
        ...reasonsIn(last).map((line) => logEvidence(pod, container, line, iso(last))),
      ],
      since: iso(first),
    },
  ];
}

/** Below the first line: what stands next, and the innermost of a chain of exceptions. */
function reasonsIn({ more }: LogRecord): string[] {
  const innermost = more.findLast((line) => /^(?:Caused by:|-+> )|^\S*(?:Exception|Error)\b: ./.test(line));
  return [...new Set([more[0], innermost].filter((line) => line !== undefined))];
}
