/** Why an autoscaler gets no metrics: the aggregated API that serves them, its Service, what stands behind it. */
import { defineWhy } from '../finding.ts';
import { API_SERVICE_KINDS, apiServiceSteps, isUnavailable } from '../walk/apiService.ts';

/** The group that serves each kind of metric. Source: HorizontalPodAutoscaler controller. */
const GROUPS: readonly (readonly [RegExp, string])[] = [
  [/External/, 'external.metrics.k8s.io'],
  [/Pods|Object|Custom/, 'custom.metrics.k8s.io'],
  [/Resource|metrics/, 'metrics.k8s.io'],
];

export default defineWhy({
  id: 'metrics-unavailable',
  needs: API_SERVICE_KINDS,
  explains: ['HpaNoMetrics'],
  why({ subject, params }, state) {
    const text = `${params?.reason} ${params?.message}`;
    const group = GROUPS.find(([pattern]) => pattern.test(text))?.[1];
    const service = state.list('apiservices').find((one) => one.spec?.group === group && isUnavailable(one));
    return service === undefined ? [] : apiServiceSteps(subject, 'measuredBy', service, state);
  },
});
