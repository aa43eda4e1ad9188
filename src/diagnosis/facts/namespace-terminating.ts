/** Namespaces that were deleted and stay: what the namespace controller says still holds them. */
import type { Namespace } from '../../cluster/objects.ts';
import { refOf } from '../../cluster/objects.ts';
import { statusEvidence } from '../evidence.ts';
import { defineFact, type Finding } from '../finding.ts';

/** Deleting what a namespace holds takes a while. */
const DELETES_WITHIN_MS = 10 * 60_000;
const HOLDS =
  /^Namespace(?:DeletionDiscoveryFailure|DeletionGroupVersionParsingFailure|DeletionContentFailure|ContentRemaining|FinalizersRemaining)$/;

export default defineFact({
  id: 'namespace-terminating',
  needs: ['namespaces'],
  find(state) {
    // A scope of other namespaces has nothing to do with it, and does not read them.
    const all =
      state.focus.namespaces === undefined
        ? state.list('namespaces')
        : state.focus.namespaces.flatMap((name) => namespaceNamed(state.find('namespaces', undefined, name)));
    return all.flatMap((namespace) => stuckTerminating(namespace, state.now) ?? []);
  },
});

/** undefined where it is not being deleted, or not for long. */
export function stuckTerminating(namespace: Namespace, now: number): Finding | undefined {
  const deleted = namespace.metadata.deletionTimestamp;
  const holding = (namespace.status?.conditions ?? []).filter(
    ({ type, status }) => status === 'True' && HOLDS.test(type),
  );
  const since = deleted ?? holding[0]?.lastTransitionTime;
  if (namespace.status?.phase !== 'Terminating' || !(now - Date.parse(String(since)) > DELETES_WITHIN_MS))
    return undefined;
  return {
    code: 'NamespaceStuckTerminating',
    subject: refOf(namespace),
    confidence: holding.length > 0 ? 'confirmed' : 'likely',
    params: { since, reason: holding.map(({ message }) => message).join('; ') || undefined },
    evidence: [
      statusEvidence(namespace, 'status.phase', 'Terminating'),
      ...holding.map(({ type, message, lastTransitionTime }) =>
        statusEvidence(namespace, `status.conditions[${type}].message`, message ?? '', lastTransitionTime),
      ),
    ],
    since,
  };
}

const namespaceNamed = <T>(found: T | string): T[] => (typeof found === 'string' ? [] : [found]);
