/** Who is configured to call an object. */
import type { ObjectRef } from '../../cluster/objects.ts';
import { refKey, refOf } from '../../cluster/objects.ts';
import type { State } from '../state.ts';
import { DEPENDENCY_KINDS, dependenciesOf } from './dependencies.ts';
import { RELATED_KINDS, workloadsBehind } from './related.ts';
import { workloadsInScope } from './workloads.ts';

const KINDS = [...RELATED_KINDS, ...DEPENDENCY_KINDS] as const;

/** The workloads asked about whose configuration names one of these objects, or a Service in front of it. */
export function callersOf(called: readonly ObjectRef[], state: State<(typeof KINDS)[number]>): ObjectRef[] {
  const keys = new Set(called.map(refKey));
  if (keys.size === 0) return [];
  return workloadsInScope(state)
    .map(refOf)
    .filter((caller) =>
      dependenciesOf(caller, state).some(
        ({ service }) =>
          keys.has(refKey(refOf(service))) ||
          workloadsBehind(service.metadata.namespace, service.metadata.name, state).some((one) =>
            keys.has(refKey(one)),
          ),
      ),
    );
}
