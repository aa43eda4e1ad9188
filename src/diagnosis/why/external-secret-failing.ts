/** Why an ExternalSecret fails: the store that it names is not there, or is not ready. */
import { refOf } from '../../cluster/objects.ts';
import { recordIn, textIn } from '../../semantics/lenient.ts';
import { specEvidence } from '../evidence.ts';
import { defineWhy, type Finding } from '../finding.ts';
import { controllerSays } from '../log/controllerSays.ts';
import { conditionEvidence, conditionIs } from '../objects/conditions.ts';
import { ABSENT, known } from '../state.ts';
import { OPERATOR_KINDS } from '../walk/operator.ts';

export default defineWhy({
  id: 'external-secret-failing',
  needs: ['externalsecrets', 'secretstores', 'clustersecretstores', ...OPERATOR_KINDS],
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
    const said = object && controllerSays(refOf(object), state);
    const cause: Finding = {
      code: 'SecretStoreNotReady',
      subject: object === undefined ? { ...ref, missing: true } : refOf(object),
      confidence: 'confirmed',
      params: {
        problem: bad?.message || bad?.reason || 'it does not exist (not found)',
        said: said && errorIn(said.text),
      },
      evidence:
        object === undefined || bad === undefined
          ? [...finding.evidence, proof]
          : [conditionEvidence(object, bad), proof, ...(said === undefined ? [] : [said.evidence])],
      since: bad?.at ?? finding.since,
    };
    return [{ cause, chain }];
  },
});

/** The last sentences of a record, where errors that wrap each other have the first one. */
const errorIn = (text: string): string => text.replace(/\s+/g, ' ').trim().slice(-MAX_SAID);
const MAX_SAID = 200;
