/** Pods that do not start because an init container still runs: it waits for something. A symptom: `init-waiting` says for what. */
import type { ObjectRef } from '../../cluster/objects.ts';
import { logEvidence, statusEvidence } from '../evidence.ts';
import { defineFact, type Finding } from '../finding.ts';
import { logRecords } from '../log/read.ts';
import { byWorkload, type ContainerView, harmed, troubledContainers } from '../objects/containers.ts';
import { WORKLOAD_KINDS } from '../objects/workloads.ts';
import type { State } from '../state.ts';

/** An init container may work for so long before it counts as waiting. */
const WORKS_WITHIN_MS = 3 * 60_000;

export default defineFact({
  id: 'init-waiting',
  needs: WORKLOAD_KINDS,
  find: (state) => waitingInits(state).map(({ workload, views }) => findingOf(workload, views, state)),
});

export interface WaitingInit {
  workload: ObjectRef;
  name: string;
  views: ContainerView[];
}

type InitState = State<(typeof WORKLOAD_KINDS)[number]>;

export function waitingInits(state: InitState): readonly WaitingInit[] {
  return state.memo('init-waiting', () =>
    byWorkload(
      troubledContainers(state).filter(({ init, sidecar, status, pod }) => {
        const started = Date.parse(status.state?.running?.startedAt ?? '');
        return init && !sidecar && pod.status?.phase === 'Pending' && state.now - started > WORKS_WITHIN_MS;
      }),
      state,
    ),
  );
}

function findingOf(workload: ObjectRef, views: readonly ContainerView[], state: InitState): Finding {
  const [{ pod, name, path, status }] = views as [ContainerView];
  const since = status.state?.running?.startedAt;
  // Whatever it says again and again is what it waits for, known pattern or not.
  const said = (logRecords(state, pod, name, { priority: 1 }) ?? []).findLast(({ level }) => level !== 'info');
  return {
    code: 'InitContainerWaiting',
    subject: workload,
    about: name,
    confidence: 'confirmed',
    params: { container: name, since, pods: views.length, said: said?.raw.slice(0, 200) },
    evidence: [
      ...(said === undefined ? [] : [logEvidence(pod, name, said.raw)]),
      statusEvidence(pod, `${path}.state.running.startedAt`, since, since),
    ],
    since,
    affects: harmed(workload, views, 'runs'),
  };
}
