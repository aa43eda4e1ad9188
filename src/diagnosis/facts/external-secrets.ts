/** ExternalSecrets that cannot be synchronised, and the stores that they read from. */
import type { CustomObject } from '../../cluster/objects.ts';
import { refOf } from '../../cluster/objects.ts';
import { recordIn, textIn } from '../../semantics/lenient.ts';
import { specEvidence } from '../evidence.ts';
import { defineFact, type Finding } from '../finding.ts';
import { conditionEvidence, conditionIs, hasLasted, scoped } from '../objects/conditions.ts';

export default defineFact({
  id: 'external-secrets',
  needs: ['externalsecrets'],
  find: (state) => scoped('externalsecrets', state).flatMap((one) => externalSecretFails(one, state.now) ?? []),
});

/** Ready is False: the Secret that it would make is missing or stale. */
export function externalSecretFails(external: CustomObject, now: number): Finding | undefined {
  const ready = conditionIs(external, 'Ready', 'False');
  if (ready === undefined || !hasLasted(ready, now)) return undefined;
  const spec = recordIn(external.spec);
  const store = recordIn(spec.secretStoreRef);
  const { namespace, name } = external.metadata;
  const secret = textIn(recordIn(spec.target).name) ?? name;
  return {
    code: 'ExternalSecretFailing',
    subject: refOf(external),
    confidence: 'confirmed',
    params: {
      secret,
      store: `${textIn(store.kind) ?? 'SecretStore'} ${store.name}`,
      reason: ready.reason,
      message: ready.message,
    },
    evidence: [
      conditionEvidence(external, ready),
      ...(textIn(store.name) === undefined ? [] : [specEvidence(external, 'spec.secretStoreRef.name', store.name)]),
    ],
    since: ready.at,
    affects: [{ ref: { apiVersion: 'v1', kind: 'Secret', namespace, name: secret }, relation: 'controlledBy' }],
  };
}
