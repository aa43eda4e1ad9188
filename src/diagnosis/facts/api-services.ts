/** Aggregated APIs that are down, in a sweep of the cluster or where the question is about what they serve. */
import { defineFact } from '../finding.ts';
import { apiServiceFinding, isUnavailable } from '../walk/apiService.ts';

const ASKED = /apiservice|api service|aggregat|metrics|kubectl top|\btop\b|discovery|server api|聚合|指标/i;
/** One that is being rolled out is away for a moment. */
const LASTS_MS = 3 * 60_000;

export default defineFact({
  id: 'api-services',
  needs: ['apiservices'],
  find(state) {
    if (!ASKED.test(state.focus.text) && !(state.focus.namespaces === undefined && state.focus.text === '')) return [];
    return state
      .list('apiservices')
      .filter(isUnavailable)
      .map(apiServiceFinding)
      .filter(({ since }) => since === undefined || state.now - Date.parse(since) > LASTS_MS);
  },
});
