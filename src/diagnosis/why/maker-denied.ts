/** Why something that an operator makes is missing: the operator's log says that it may not. */
import type { ObjectRef, Pod } from '../../cluster/objects.ts';
import { refOf } from '../../cluster/objects.ts';
import { denials, NEEDS as RBAC_KINDS, type RbacState } from '../facts/rbac-denied.ts';
import { defineWhy, type Step } from '../finding.ts';
import { loggingContainers, logRecords } from '../log/read.ts';
import { podsOf } from '../objects/workloads.ts';
import { missingOf } from '../walk/missing.ts';
import { controllers, OPERATOR_KINDS } from '../walk/operator.ts';

export default defineWhy({
  id: 'maker-denied',
  needs: [...new Set([...OPERATOR_KINDS, ...RBAC_KINDS])],
  explains: ['SecretMissing', 'ConfigMapMissing', 'ServiceAccountMissing', 'ClaimMissing', 'HostNotFound'],
  why(finding, state) {
    const missing = missingOf(finding);
    if (missing === undefined) return [];
    return controllers(state)
      .flatMap((operator) =>
        podsOf(refOf(operator), state)
          .slice(0, 2)
          .flatMap((pod) => deniedTo(pod, missing, state)),
      )
      .map(({ cause, chain }) => ({
        cause,
        chain: [{ from: missing, relation: 'controlledBy', to: chain[0]?.from ?? cause.subject }, ...chain],
      }));
  },
});

/** The denials in a log of the entries that name the thing, and those of making things of its kind in its namespace. */
function deniedTo(pod: Pod, { kind, namespace, name }: ObjectRef, state: RbacState): Step[] {
  const resource = `${kind.toLowerCase()}s`;
  return loggingContainers(pod).flatMap((container) => {
    const records = logRecords(state, pod, container, { priority: 2 }) ?? [];
    const naming = denials(
      pod,
      container,
      records.filter(({ text }) => text.includes(name)),
      state,
    );
    const all = naming.length > 0 ? naming : denials(pod, container, records, state);
    const creating = all.filter(
      ({ params }) => params?.verb === 'create' && params.resource === resource && params.where === namespace,
    );
    // Who may not make just this, else who may not hold its lease or read what it works on, makes nothing at all.
    const causes = naming.length > 0 || creating.length === 0 ? all : creating;
    return causes.map((cause) => ({
      cause,
      chain: (cause.affects ?? []).slice(0, 1).map(({ ref, relation }) => ({ from: ref, relation, to: cause.subject })),
    }));
  });
}
