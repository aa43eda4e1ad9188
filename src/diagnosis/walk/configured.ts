/** What a workload is configured to call, and where that is broken: the way to a cause that no log names. */
import type { ObjectRef } from '../../cluster/objects.ts';
import { refKey, refOf } from '../../cluster/objects.ts';
import type { Step } from '../finding.ts';
import { DEPENDENCY_KINDS, dependenciesOf } from '../objects/dependencies.ts';
import { workloadsBehind } from '../objects/related.ts';
import { podsOf } from '../objects/workloads.ts';
import type { State } from '../state.ts';
import { SERVICE_WALK_KINDS } from './call.ts';
import { serviceSteps } from './service.ts';

export const CONFIGURED_WALK_KINDS = [...SERVICE_WALK_KINDS, ...DEPENDENCY_KINDS, 'ingresses'] as const;

/** Calls go through at most so many services before the reason would be far-fetched. */
const MAX_DEPTH = 3;
/** What does not hold without a caller that complains: somebody may have wanted it so. */
const NEEDS_A_CALLER: ReadonlySet<string> = new Set(['ScaledToZero', 'ServiceSelectsNothing']);

/** @param complaining Whether the caller's log tells of a failing call, of which only the target is not known. */
export function configuredSteps(
  caller: ObjectRef,
  state: State<(typeof CONFIGURED_WALK_KINDS)[number]>,
  complaining: boolean,
): Step[] {
  const seen = new Set([refKey(caller)]);
  const behind = (from: ObjectRef, depth: number): Step[] => {
    const [pod] = podsOf(from, state);
    return dependenciesOf(from, state).flatMap(({ service, port }) => {
      const link = { from, relation: 'calls', to: refOf(service) };
      const broken = serviceSteps({ service, port, from: pod, fails: complaining }, state).filter(
        ({ cause }) =>
          cause.code !== 'WorkloadDegraded' &&
          (complaining || !NEEDS_A_CALLER.has(cause.code)) &&
          refKey(cause.subject) !== refKey(caller),
      );
      const steps =
        broken.length > 0 || depth + 1 >= MAX_DEPTH
          ? broken
          : further(service.metadata.namespace, service.metadata.name, depth);
      return steps.map(({ cause, chain }) => ({ cause, chain: [link, ...chain] }));
    });
  };
  const further = (namespace: string | undefined, name: string, depth: number): Step[] =>
    workloadsBehind(namespace, name, state)
      .filter((ref) => !seen.has(refKey(ref)) && seen.add(refKey(ref)))
      .flatMap((ref) => {
        const link = { from: { apiVersion: 'v1', kind: 'Service', namespace, name }, relation: 'backedBy', to: ref };
        return behind(ref, depth + 1).map(({ cause, chain }) => ({ cause, chain: [link, ...chain] }));
      });
  return behind(caller, 0);
}
