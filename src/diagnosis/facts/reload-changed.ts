/** A process that read its configuration anew and complains since, of what it never complained of before. */
import type { Pod } from '../../cluster/objects.ts';
import { refKey } from '../../cluster/objects.ts';
import { configEdited, RELOADED } from '../change/configEdit.ts';
import { editsOf } from '../change/edits.ts';
import { logEvidence } from '../evidence.ts';
import { defineFact, type Finding } from '../finding.ts';
import { isLasting } from '../log/lasting.ts';
import { loggingContainers, logRecords } from '../log/read.ts';
import type { LogRecord } from '../log/records.ts';
import { shapeOf } from '../log/shape.ts';
import { wantedLogs } from '../log/wanted.ts';
import { configOf } from '../objects/configOrigin.ts';
import { RELATED_KINDS } from '../objects/related.ts';
import { workloadOf } from '../objects/workloads.ts';
import { known, type State } from '../state.ts';

export const NEEDS = [...RELATED_KINDS, 'configmaps'] as const;
type ReloadState = State<(typeof NEEDS)[number]>;

/** The kubelet brings an edit into a mounted file within two minutes; a watcher sees it at once. */
const SYNCED_MS = 5 * 60_000;
/** So many complaints of one kind are no accident. */
const ENOUGH = 4;

export default defineFact({
  id: 'reload-changed',
  needs: NEEDS,
  find: (state) =>
    wantedLogs(state).flatMap(({ pod, priority }) =>
      loggingContainers(pod).flatMap((container) =>
        afterReload(logRecords(state, pod, container, { priority }) ?? [], pod, container, state),
      ),
    ),
});

/** The edit behind a reload in one log, where complaints of a new kind begin with it. */
export function afterReload(records: readonly LogRecord[], pod: Pod, container: string, state: ReloadState): Finding[] {
  const reload = records.findLast(({ text, at }) => at !== undefined && RELOADED.test(text));
  const newly = reload === undefined ? [] : newComplaints(records, reload);
  const [first] = newly;
  if (reload?.at === undefined || first?.at === undefined || !isLasting(newly, records, pod, state.now)) return [];
  const { at } = reload;
  const workload = workloadOf(pod, state);
  const maps = new Map(
    configOf(workload, state)
      .filter(({ object }) => object.kind === 'ConfigMap')
      .map(({ object }) => [refKey(object), object]),
  );
  // What it says while it takes the new settings over is worth a quote: many print the old and the new value.
  const said = records.slice(reload.index, reload.index + 3).filter((one) => (one.at ?? at) - at < 5000);
  const quotes = [...new Set([...said, first])].map((one) =>
    logEvidence(pod, container, one.raw, one.at === undefined ? undefined : new Date(one.at).toISOString()),
  );
  return [...maps.values()].flatMap((ref) => {
    const map = known(state.find('configmaps', ref.namespace, ref.name));
    const edit =
      map && editsOf(map).find((one) => at - Date.parse(one.at) >= 0 && at - Date.parse(one.at) <= SYNCED_MS);
    return map === undefined || edit === undefined ? [] : [configEdited(map, edit, workload, first.at ?? at, quotes)];
  });
}

/** Complaints of the kind that came most often since the reload, and never before it. */
function newComplaints(records: readonly LogRecord[], reload: LogRecord): LogRecord[] {
  const before = records.slice(0, reload.index);
  if (before.length === 0) return [];
  const known = new Set(before.flatMap((one) => kindOf(one) ?? []));
  const after = records.slice(reload.index + 1).filter((one) => !known.has(kindOf(one) ?? ''));
  const groups = [...Map.groupBy(after, kindOf)]
    .flatMap(([kind, group]) => (kind === undefined ? [] : [group]))
    .sort((a, b) => b.length - a.length);
  return (groups[0]?.length ?? 0) >= ENOUGH ? (groups[0] ?? []) : [];
}

/** What a record complains of; an access log does so by a status of 4xx or 5xx, and the beginning of the path. */
function kindOf(record: LogRecord): string | undefined {
  const { path, status } = ACCESS.exec(record.text)?.groups ?? {};
  if (status !== undefined) return `${status} ${path}`;
  return record.level === 'info' ? undefined : shapeOf(record);
}

const ACCESS = /"[A-Z]{3,7} (?<path>(?:\/[\w.-]*){1,3})[^"]*" (?<status>[45]\d\d)\b/;
