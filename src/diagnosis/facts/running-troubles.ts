/**
 * What containers that run and are ready keep reporting about their own surroundings: a full disk, a file that is not there, a
 * refused write, a configuration that cannot be read. Other rules tell it of containers that end.
 */
import type { Pod } from '../../cluster/objects.ts';
import { isReady } from '../../semantics/endpoints.ts';
import { type CrashState, NEEDS, runningFinding } from '../container/crashFinding.ts';
import { type LogCause, type LogCauseCode, logCauseOf } from '../container/logCauses.ts';
import { defineFact, type Finding } from '../finding.ts';
import { failingCall } from '../log/calls.ts';
import { complaintOf } from '../log/complaints.ts';
import { isLasting } from '../log/lasting.ts';
import { logRecords } from '../log/read.ts';
import type { LogRecord } from '../log/records.ts';
import { wantedLogs } from '../log/wanted.ts';
import { type ContainerView, containerViews } from '../objects/containers.ts';

export default defineFact({
  id: 'running-troubles',
  needs: NEEDS,
  find: (state) =>
    wantedLogs(state)
      .filter(({ pod }) => pod.status?.phase === 'Running' && isReady(pod))
      .flatMap(({ pod, priority }) =>
        containerViews(pod)
          .filter(({ init, sidecar }) => !init || sidecar)
          .slice(0, 3)
          .flatMap((view) => troublesIn(logRecords(state, pod, view.name, { priority }) ?? [], view, pod, state)),
      ),
});

/** What a running process may report and go on: only these are told, and all but a full disk as errors only. */
const TOLD: ReadonlySet<LogCauseCode> = new Set([
  'DiskFull',
  'FileSystemReadOnly',
  'FilePermissionDenied',
  'FileMissing',
  'EnvVarMissing',
  'ConfigurationInvalid',
  'HeapExhausted',
]);
/** A request that is refused as invalid tells of its sender; a configuration is named as one. */
const CONFIGURATION = /config|reload|settings|properties|\.(?:ya?ml|json|toml|conf|ini|properties)\b|配置/i;

/** A client that repeats its database: whose disk is full is the server's to tell. */
const SERVER_SAID = /\bSQLSTATE|(?:Operational|Database|Internal)Error|SQLException|PG::|\bpq: /;

function troublesIn(records: readonly LogRecord[], view: ContainerView, pod: Pod, state: CrashState): Finding[] {
  const hits = records.flatMap((record) => {
    const cause = causeIn(record);
    return cause === undefined ? [] : [{ record, cause }];
  });
  const groups = Map.groupBy(hits, ({ cause }) => `${cause.code} ${kindOf(cause.params.path ?? cause.params.name)}`);
  return [...groups.values()].flatMap((group) => {
    const last = group.at(-1);
    const reports = group.map(({ record }) => record);
    if (last === undefined || !isLasting(reports, records, pod, state.now)) return [];
    return [runningFinding(view, last.cause, reports, state)];
  });
}

/** Files of one kind differ in their numbers only. */
const kindOf = (name: string | number | undefined): string => String(name ?? '').replace(/\d+/g, '0');

function causeIn(record: LogRecord): LogCause | undefined {
  if (record.level === 'info' || failingCall(record) !== undefined) return undefined;
  if ((complaintOf(record)?.code ?? 'ApplicationErrors') !== 'ApplicationErrors') return undefined;
  const cause = [record.text, ...record.more.slice(0, 20)].map(logCauseOf).find((one) => one !== undefined);
  if (cause === undefined || !TOLD.has(cause.code)) return undefined;
  if (cause.code === 'DiskFull' && SERVER_SAID.test(record.text)) return undefined;
  if (cause.code === 'ConfigurationInvalid' && !CONFIGURATION.test(record.text)) return undefined;
  return cause.code === 'DiskFull' || record.level === 'error' ? cause : undefined;
}
