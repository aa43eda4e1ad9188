/** Containers whose probes fail now: killed for it again and again, or running and not ready for longer than a start takes. */
import type { Event, Probe } from '../../cluster/objects.ts';
import { failureDeadline, type ProbeKind } from '../../semantics/probe.ts';
import { type ContainerView, eventsOf, isRecent, troubledContainers } from '../objects/containers.ts';
import type { WORKLOAD_KINDS } from '../objects/workloads.ts';
import type { State } from '../state.ts';
import { type Exit, exits } from './exits.ts';
import { killedByProbe } from './probeKill.ts';

type ProbeState = State<(typeof WORKLOAD_KINDS)[number]>;

export interface FailingProbe extends ContainerView {
  kind: ProbeKind;
  probe: Probe;
  /** The kubelet's last event about this probe. */
  event: Event | undefined;
  /** The event that says that the container is killed for it. */
  kill: Event | undefined;
  exit: Exit | undefined;
}

/** A start may take this long before an unready container is a problem. */
const STARTS_WITHIN_MS = 3 * 60_000;
/** A probe that still fails has an event that is no older than this. */
const EVENT_WITHIN_MS = 60 * 60_000;

export function failingProbes(state: ProbeState): readonly FailingProbe[] {
  return state.memo('container/unready', () => [...killed(state), ...unready(state)]);
}

function killed(state: ProbeState): FailingProbe[] {
  return exits(state).flatMap((exit) => {
    if (exit.phase === 'past' || exit.phase === 'failed') return [];
    const kill = killedByProbe(exit, state);
    const probe = kill && exit.view.spec?.[kill.kind];
    if (kill === undefined || probe === undefined) return [];
    return [
      { ...exit.view, kind: kill.kind, probe, event: lastEvent(exit.view, kill.kind, state), kill: kill.event, exit },
    ];
  });
}

function unready(state: ProbeState): FailingProbe[] {
  return troubledContainers(state).flatMap((view) => {
    const { status, spec } = view;
    const startedAt = Date.parse(status.state?.running?.startedAt ?? '');
    const probe = spec?.readinessProbe;
    if (Number.isNaN(startedAt) || status.ready || probe === undefined) return [];
    // The readiness probe does not run before the startup probe has succeeded.
    if (spec?.startupProbe !== undefined && status.started !== true) return [];
    const patience = Math.max(STARTS_WITHIN_MS, failureDeadline(probe).latest * 1000);
    if (state.now - startedAt < patience) return [];
    return [
      {
        ...view,
        kind: 'readinessProbe' as const,
        probe,
        event: lastEvent(view, 'readinessProbe', state),
        kill: undefined,
        exit: undefined,
      },
    ];
  });
}

const WORD: Readonly<Record<ProbeKind, string>> = {
  livenessProbe: 'Liveness',
  readinessProbe: 'Readiness',
  startupProbe: 'Startup',
};

function lastEvent(view: ContainerView, kind: ProbeKind, state: ProbeState): Event | undefined {
  return eventsOf(view, state).findLast(
    (event) =>
      /^(?:Unhealthy|ProbeWarning|ProbeError)$/.test(event.reason ?? '') &&
      (event.message ?? '').startsWith(`${WORD[kind]} probe`) &&
      isRecent(event, state.now, EVENT_WITHIN_MS),
  );
}
