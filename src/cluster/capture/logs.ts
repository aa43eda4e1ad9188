/** Logs of a capture: first of containers that are in trouble, then of the others, as many as fit. */
import { list, record } from '../lenient.ts';
import type { ContainerStatus, Pod } from '../objects.ts';
import type { ClusterSource, Gap } from '../source.ts';
import type { CaptureFolder } from './folder.ts';
import { forEachOf } from './forEachOf.ts';
import type { CaptureOptions } from './options.ts';

const MAX_LOGS = 300;
const TAIL_LINES = 500;
const LIMIT_BYTES = 262_144;
const AT_ONCE = 8;

/** One log that could be read. */
export interface Candidate {
  namespace: string;
  pod: string;
  container: string;
  previous: boolean;
  /** The container is not ready, has restarted or has failed. */
  troubled: boolean;
}

/** Reads and writes logs, each line with its timestamp and without credentials. */
export async function captureLogs(
  source: ClusterSource,
  folder: CaptureFolder,
  pods: readonly Pod[],
  { signal, redact, onProgress }: CaptureOptions & { onProgress: (step: string) => void },
): Promise<{ written: number; gaps: Gap[] }> {
  const wanted = candidates(pods);
  const gaps: Gap[] = [];
  let written = 0;
  await forEachOf(wanted.slice(0, MAX_LOGS), AT_ONCE, async ({ namespace, pod, container, previous }) => {
    const read = await source.log(
      { namespace, pod, container, previous, tailLines: TAIL_LINES, limitBytes: LIMIT_BYTES },
      signal,
    );
    if ('gap' in read) {
      gaps.push(read.gap);
      return;
    }
    await folder.writeLog(namespace, pod, container, previous, redact.text(read.text));
    written += 1;
  });
  if (wanted.length > MAX_LOGS)
    gaps.push({
      what: `logs of ${wanted.length - MAX_LOGS} more containers`,
      why: `not captured: a capture holds at most ${MAX_LOGS} logs`,
    });
  if (written > 0) onProgress(`${written} logs`);
  return { written, gaps };
}

/** Every log that there may be, in the order in which they are worth reading; a container that never started has none. */
export function candidates(pods: readonly Pod[]): Candidate[] {
  const all = pods.flatMap((pod) => statuses(pod).flatMap((status) => logsOf(pod, status)));
  return [...all.filter(({ troubled }) => troubled), ...all.filter(({ troubled }) => !troubled)];
}

function statuses({ status }: Pod): ContainerStatus[] {
  const lists = [status?.containerStatuses, status?.initContainerStatuses, status?.ephemeralContainerStatuses];
  return lists
    .flatMap((entries) => list(entries) as ContainerStatus[])
    .filter((entry) => typeof record(entry).name === 'string');
}

function logsOf({ metadata, status: { phase } = {} }: Pod, status: ContainerStatus): Candidate[] {
  const { running, terminated } = record(status.state) as ContainerStatus['state'] & object;
  const last = record(status.lastState).terminated;
  const done = terminated?.exitCode === 0 && phase !== 'Failed';
  const troubled = !done && (status.ready !== true || Number(status.restartCount) > 0);
  const one = { namespace: metadata.namespace ?? 'default', pod: metadata.name, container: status.name, troubled };
  const started = running !== undefined || terminated !== undefined || last !== undefined;
  return [
    ...(started ? [{ ...one, previous: false }] : []),
    ...(last === undefined ? [] : [{ ...one, previous: true }]),
  ];
}
