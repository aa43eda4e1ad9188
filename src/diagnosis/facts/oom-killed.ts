/** Containers that the kernel killed because they used more memory than their limit, or than the node had. */
import type { ObjectRef } from '../../cluster/objects.ts';
import { objectsIn, recordIn, recordsIn, stringsIn } from '../../semantics/lenient.ts';
import { type Exit, exits, isOom } from '../container/exits.ts';
import { statusEvidence } from '../evidence.ts';
import { defineFact, type Finding } from '../finding.ts';
import { byWorkload, containerField, harmed } from '../objects/containers.ts';
import { WORKLOAD_KINDS } from '../objects/workloads.ts';
import type { Evidence } from '../result.ts';
import { known, type State } from '../state.ts';

const NEEDS = [...WORKLOAD_KINDS, 'podmetrics'] as const;
type OomState = State<(typeof NEEDS)[number]>;

export default defineFact({
  id: 'oom-killed',
  needs: NEEDS,
  find(state) {
    const killed = exits(state)
      .filter(({ terminated }) => isOom(terminated))
      .map((exit) => ({ ...exit.view, exit }));
    return byWorkload(killed, state).map(({ workload, views }) =>
      findingOf(
        workload,
        views.map(({ exit }) => exit),
        state,
      ),
    );
  },
});

function findingOf(workload: ObjectRef, all: readonly Exit[], state: OomState): Finding {
  const present = all.filter(({ phase }) => phase !== 'past');
  const [exit] = (present.length > 0 ? present : all).toSorted((a, b) => b.restarts - a.restarts) as [Exit];
  const { view, terminated, path } = exit;
  const limit = view.spec?.resources?.limits?.memory ?? view.status.resources?.limits?.memory;
  const heap = heapSetting(exit);
  return {
    code: present.length > 0 ? 'OomKilled' : 'OomKilledBefore',
    subject: workload,
    about: view.name,
    confidence: 'confirmed',
    params: {
      container: view.name,
      role: view.sidecar ? 'sidecar ' : view.init ? 'init ' : undefined,
      limit,
      request: view.spec?.resources?.requests?.memory,
      code: terminated?.exitCode,
      restarts: exit.restarts,
      node: limit === undefined ? view.pod.spec?.nodeName : undefined,
      heap: heap?.value,
      pods: all.length,
      at: terminated?.finishedAt,
    },
    evidence: [
      statusEvidence(view.pod, `${path}.reason`, terminated?.reason, terminated?.finishedAt),
      statusEvidence(view.pod, `${path}.exitCode`, terminated?.exitCode),
      ...(terminated?.reason === 'OOMKilled' || !terminated?.message
        ? []
        : [statusEvidence(view.pod, `${path}.message`, terminated.message)]),
      ...(limit === undefined ? [] : [containerField(view, 'resources.limits.memory', limit)]),
      statusEvidence(view.pod, `${view.path}.restartCount`, exit.restarts),
      ...(heap === undefined ? [] : [containerField(view, heap.field, heap.value)]),
      ...usageEvidence(exit, state),
    ],
    since: all
      .map((one) => one.terminated?.finishedAt)
      .filter((at) => at !== undefined)
      .sort()[0],
    affects: harmed(
      workload,
      present.map((one) => one.view),
      'runs',
    ),
  };
}

const HEAP = /-Xmx\S+|-XX:MaxRAMPercentage=\S+|--max[-_]old[-_]space[-_]size=\S+|GOMEMLIMIT/;

/** How large the runtime is told to grow its heap, where the command line or a variable says so. */
function heapSetting({ view }: Exit): { field: string; value: string } | undefined {
  for (const { name, value } of objectsIn(view.spec?.env)) {
    if (value !== undefined && (HEAP.test(value) || name === 'GOMEMLIMIT'))
      return { field: `env[${name}].value`, value };
  }
  for (const field of ['command', 'args'] as const) {
    const index = stringsIn(view.spec?.[field]).findIndex((word) => HEAP.test(word));
    const value = stringsIn(view.spec?.[field])[index];
    if (value !== undefined) return { field: `${field}[${index}]`, value };
  }
  return undefined;
}

/** What the metrics API measured last, where the cluster serves it. */
function usageEvidence({ view }: Exit, state: OomState): Evidence[] {
  const metrics = known(state.find('podmetrics', view.pod.metadata.namespace, view.pod.metadata.name));
  const found = recordsIn(recordIn(metrics).containers).find(({ name }) => name === view.name);
  const memory = recordIn(found?.usage).memory;
  if (metrics === undefined || typeof memory !== 'string') return [];
  return [{ ...statusEvidence(metrics, `containers[${view.name}].usage.memory`, memory), source: 'metric' }];
}
