/** Why an ExternalSecret fails: the store that it names is not there, or is not ready. */
import { refOf } from '../../cluster/objects.ts';
import { recordIn, textIn } from '../../semantics/lenient.ts';
import { specEvidence } from '../evidence.ts';
import { defineWhy, type Finding } from '../finding.ts';
import { conditionEvidence, conditionIs } from '../objects/conditions.ts';
import { ABSENT, known } from '../state.ts';

export default defineWhy({
  id: 'external-secret-failing',
  needs: ['externalsecrets', 'secretstores', 'clustersecretstores'],
  explains: ['ExternalSecretFailing'],
  why(finding, state) {
    const { namespace, name } = finding.subject;
    const external = known(state.find('externalsecrets', namespace, name));
    if (external === undefined) return [];
    const store = recordIn(recordIn(external.spec).secretStoreRef);
    const storeName = textIn(store.name);
    if (storeName === undefined) return [];
    const wide = store.kind === 'ClusterSecretStore';
    const found = wide
      ? state.find('clustersecretstores', undefined, storeName)
      : state.find('secretstores', namespace, storeName);
    const ref = {
      apiVersion: external.apiVersion,
      kind: wide ? 'ClusterSecretStore' : 'SecretStore',
      ...(wide ? {} : { namespace }),
      name: storeName,
    };
    const chain = [{ from: finding.subject, relation: 'uses', to: ref }];
    const proof = specEvidence(external, 'spec.secretStoreRef.name', storeName);
    const object = known(found);
    const bad = object && conditionIs(object, 'Ready', 'False');
    if (found !== ABSENT && (object === undefined || bad === undefined)) return [];
    const cause: Finding = {
      code: 'SecretStoreNotReady',
      subject: object === undefined ? { ...ref, missing: true } : refOf(object),
      confidence: 'confirmed',
      params: { problem: bad?.message || bad?.reason || 'it does not exist (not found)' },
      evidence:
        object === undefined || bad === undefined
          ? [...finding.evidence, proof]
          : [conditionEvidence(object, bad), proof],
      since: bad?.at ?? finding.since,
    };
    return [{ cause, chain }];
  },
});
