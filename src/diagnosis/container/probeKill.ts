/** Whether it was the kubelet that ended a container, because a probe failed. */
import type { Event } from '../../cluster/objects.ts';
import { failureDeadline } from '../../semantics/probe.ts';
import { eventTime } from '../evidence.ts';
import { eventsOf } from '../objects/containers.ts';
import type { State } from '../state.ts';
import { type Exit, isOom } from './exits.ts';

export interface ProbeKill {
  kind: 'livenessProbe' | 'startupProbe';
  /** What the kubelet said; undefined where only the times tell. */
  event: Event | undefined;
}

const KILL = /^Container (\S+) failed (liveness|startup) probe, will be restarted/;
/** An event this long before the end may be about it: events are counted together, and ends take their grace period. */
const SLACK_MS = 10 * 60_000;
/** The grace period that a pod has where it names none. */
const GRACE_SECONDS = 30;

/** The probe that ended the container; undefined where none did. */
export function killedByProbe(exit: Exit, state: Pick<State, 'events'>): ProbeKill | undefined {
  const { view, terminated } = exit;
  const { livenessProbe, startupProbe } = view.spec ?? {};
  if (isOom(terminated) || (livenessProbe === undefined && startupProbe === undefined)) return undefined;
  const ended = Date.parse(terminated?.finishedAt ?? '');
  const kill = eventsOf(view, state).findLast(
    ({ reason, message = '' }) => reason === 'Killing' && KILL.exec(message)?.[1] === view.name,
  );
  if (kill !== undefined && !(Date.parse(eventTime(kill)) < ended - SLACK_MS)) {
    return { kind: /startup probe/.test(kill.message ?? '') ? 'startupProbe' : 'livenessProbe', event: kill };
  }
  return byTimes(exit);
}

/** Killed by SIGKILL or SIGTERM just when the probe's patience is over. */
function byTimes({ view, terminated }: Exit): ProbeKill | undefined {
  if (terminated?.exitCode !== 137 && terminated?.exitCode !== 143) return undefined;
  const kind = view.spec?.startupProbe === undefined ? 'livenessProbe' : 'startupProbe';
  const probe = view.spec?.[kind];
  if (probe === undefined) return undefined;
  const ran = (Date.parse(terminated.finishedAt ?? '') - Date.parse(terminated.startedAt ?? '')) / 1000;
  const { earliest, latest } = failureDeadline(probe);
  const grace = probe.terminationGracePeriodSeconds ?? view.pod.spec?.terminationGracePeriodSeconds ?? GRACE_SECONDS;
  return ran >= earliest && ran <= latest + grace + 5 ? { kind, event: undefined } : undefined;
}
