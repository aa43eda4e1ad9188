/** Why an API or a namespace's deletion hangs: an aggregated API is down, which discovery needs, and what stands behind it. */
import { defineWhy } from '../finding.ts';
import { known } from '../state.ts';
import { API_SERVICE_KINDS, apiServiceSteps, isUnavailable, stepsBehind } from '../walk/apiService.ts';

export default defineWhy({
  id: 'api-unavailable',
  needs: API_SERVICE_KINDS,
  explains: ['NamespaceStuckTerminating', 'ApiServiceUnavailable'],
  why({ code, subject, params }, state) {
    if (code === 'ApiServiceUnavailable') {
      const spec = known(state.find('apiservices', undefined, subject.name))?.spec?.service;
      const to = { apiVersion: 'v1', kind: 'Service', namespace: spec?.namespace, name: spec?.name ?? '' };
      return stepsBehind(spec?.namespace, spec?.name ?? '', spec?.port, state).map(({ cause, chain }) => ({
        cause,
        chain: [{ from: subject, relation: 'servedBy', to }, ...chain],
      }));
    }
    // The namespace controller cannot know what is left while it cannot list every kind.
    const said = String(params?.reason ?? '');
    if (!/discovery|server APIs/i.test(said)) return [];
    return state
      .list('apiservices')
      .filter((one) => isUnavailable(one) && said.includes(`${one.spec?.group}/${one.spec?.version}`))
      .flatMap((one) => apiServiceSteps(subject, 'blockedBy', one, state));
  },
});
