/** Containers that keep ending. A symptom: `crash-cause` says why. Kills for memory and by probes have facts of their own. */
import type { ObjectRef } from '../../cluster/objects.ts';
import { exitMeaning } from '../../semantics/exitCode.ts';
import { type Exit, exits, isOom, onsetOf } from '../container/exits.ts';
import { killedByProbe } from '../container/probeKill.ts';
import { statusEvidence } from '../evidence.ts';
import { defineFact, type Finding } from '../finding.ts';
import { byWorkload, harmed } from '../objects/containers.ts';
import { WORKLOAD_KINDS } from '../objects/workloads.ts';
import type { Evidence } from '../result.ts';
import type { State } from '../state.ts';

type ExitState = State<(typeof WORKLOAD_KINDS)[number]>;

export default defineFact({
  id: 'container-exits',
  needs: WORKLOAD_KINDS,
  find: (state) => [
    ...crashes(state).map(({ workload, exits: group }) => crashing(workload, group)),
    ...past(state).map(({ workload, exits: group }) => restartedBefore(workload, group)),
  ],
});

export interface Crash {
  workload: ObjectRef;
  name: string;
  /** Of the pods of that workload, the one that was restarted most often first. */
  exits: Exit[];
}

/** The exits that are going on and that the process has a reason of its own for, by workload and container. */
export function crashes(state: ExitState): readonly Crash[] {
  return state.memo('container-exits', () =>
    grouped(
      exits(state).filter(
        (exit) => exit.phase !== 'past' && !isOom(exit.terminated) && killedByProbe(exit, state) === undefined,
      ),
      state,
    ),
  );
}

const past = (state: ExitState): readonly Crash[] =>
  grouped(
    exits(state).filter(({ phase, terminated }) => phase === 'past' && !isOom(terminated)),
    state,
  );

function grouped(all: readonly Exit[], state: ExitState): Crash[] {
  const views = all.map((exit) => ({ ...exit.view, exit }));
  return byWorkload(views, state).map(({ workload, name, views: group }) => ({
    workload,
    name,
    exits: group
      .map(({ exit }) => exit)
      .sort((a, b) => b.restarts - a.restarts || a.view.pod.metadata.name.localeCompare(b.view.pod.metadata.name)),
  }));
}

/** What the status says about an exit, the most telling first. */
export function exitEvidence({ view, terminated, path, restarts }: Exit): Evidence[] {
  const { reason, message } = view.status.state?.waiting ?? {};
  return [
    ...(terminated === undefined
      ? []
      : [statusEvidence(view.pod, `${path}.exitCode`, terminated.exitCode, terminated.finishedAt)]),
    ...(terminated?.message ? [statusEvidence(view.pod, `${path}.message`, terminated.message)] : []),
    ...(reason === undefined ? [] : [statusEvidence(view.pod, `${view.path}.state.waiting.reason`, reason)]),
    ...(message && !/^back-off/.test(message)
      ? [statusEvidence(view.pod, `${view.path}.state.waiting.message`, message)]
      : []),
    ...(restarts === 0 ? [] : [statusEvidence(view.pod, `${view.path}.restartCount`, restarts)]),
  ];
}

/** Values that the words of every exit may use. */
export function exitParams({ view, terminated, restarts }: Exit): NonNullable<Finding['params']> {
  const meaning = exitMeaning(terminated?.exitCode, terminated?.signal);
  return {
    container: view.name,
    pod: view.pod.metadata.name,
    podNamespace: view.pod.metadata.namespace,
    image: view.spec?.image,
    code: terminated?.exitCode ?? 'unknown',
    meaning: meaning.meaning,
    waiting: view.status.state?.waiting?.reason,
    restarts: restarts === 0 ? undefined : restarts,
  };
}

function crashing(workload: ObjectRef, group: readonly Exit[]): Finding {
  const [exit] = group as [Exit];
  return {
    code: 'ContainerCrashing',
    subject: workload,
    about: exit.view.name,
    confidence: 'confirmed',
    params: { ...exitParams(exit), restarts: exit.restarts },
    evidence: exitEvidence(exit),
    since: onsetOf(exit.view.pod, exit.terminated?.finishedAt),
    affects: harmed(
      workload,
      group.map(({ view }) => view),
      'runs',
    ),
  };
}

function restartedBefore(workload: ObjectRef, group: readonly Exit[]): Finding {
  const [exit] = group as [Exit];
  return {
    code: 'RestartedBefore',
    subject: workload,
    about: exit.view.name,
    confidence: 'confirmed',
    params: { ...exitParams(exit), restarts: exit.restarts, at: exit.terminated?.finishedAt ?? '?' },
    evidence: exitEvidence(exit),
    since: exit.terminated?.finishedAt,
  };
}
