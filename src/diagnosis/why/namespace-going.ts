/** Why something cannot be made: the API server refuses new objects in a namespace that is being deleted, and it stays so. */
import { refOf } from '../../cluster/objects.ts';
import { stuckTerminating } from '../facts/namespace-terminating.ts';
import { defineWhy } from '../finding.ts';
import { known } from '../state.ts';

/** Source: k8s.io/apiserver `NamespaceLifecycle`. */
const REFUSED = /unable to create new content in namespace (?<name>[a-z0-9-]+) because it is being terminated/;

export default defineWhy({
  id: 'namespace-going',
  needs: ['namespaces'],
  explains: [
    'ApplicationCrash',
    'ApplicationFailing',
    'HelmReleaseNotReady',
    'KustomizationNotReady',
    'ArgoSyncFailed',
  ],
  why({ subject, params, evidence }, state) {
    const said = [params?.message, ...evidence.map(({ quote }) => quote)].join('\n');
    const name = REFUSED.exec(said)?.groups?.name;
    const namespace = name === undefined ? undefined : known(state.find('namespaces', undefined, name));
    const cause = namespace && stuckTerminating(namespace, state.now);
    if (namespace === undefined || cause === undefined) return [];
    return [{ cause, chain: [{ from: subject, relation: 'uses', to: refOf(namespace) }] }];
  },
});
