import { incident, workload } from '../incident.ts';
export default incident({
  id: 'hpa-no-request',
  family: 'autoscaling',
  mode: 'forged',
  platform: 'aks',
  company: 'grocer',
  now: '2026-02-14T19:02:00Z',
  onset: 90,
  question: 'recipe search gets slower every evening and the autoscaler never adds pods',
  scope: { namespace: 'recipes' },
  rootCauses: [
    {
      subjects: [
        { kind: 'HorizontalPodAutoscaler', namespace: 'recipes', name: 'recipe-search' },
        ...workload('recipes', 'recipe-search'),
      ],
      says: [['missing request', 'request', '请求'], ['cpu']],
    },
  ],
  notRootCause: [
    { kind: 'Deployment', namespace: 'kube-system', name: 'metrics-server' },
    { kind: 'Deployment', namespace: 'recipes', name: 'recipe-web' },
  ],
  hops: 1,
  apps: [
    {
      ns: 'recipes',
      name: 'recipe-search',
      style: 'logback',
      replicas: 2,
      hpa: { min: 2, max: 10, cpu: 65 },
      container: { resources: { limits: { memory: '1Gi' }, requests: { memory: '1Gi' } } },
    },
    { ns: 'recipes', name: 'recipe-web', style: 'pino', replicas: 2, env: { SEARCH_URL: 'http://recipe-search' } },
  ],
  edit: (s) => {
    const hpa = s.find('HorizontalPodAutoscaler', 'recipes', 'recipe-search');
    const why =
      'failed to get cpu utilization: missing request for cpu in container recipe-search of Pod ' +
      s.pods('recipes/recipe-search')[0]?.metadata.name;
    hpa.status = { currentReplicas: 2, desiredReplicas: 0, currentMetrics: null };
    s.condition(
      hpa,
      'AbleToScale',
      'True',
      'SucceededGetScale',
      "the HPA controller was able to get the target's current scale",
      60 * 24 * 30,
    );
    s.condition(
      hpa,
      'ScalingActive',
      'False',
      'FailedGetResourceMetric',
      `the HPA was unable to compute the replica count: ${why}`,
      60 * 24 * 11,
    );
    s.event(hpa, 'FailedGetResourceMetric', why, {
      first: 59,
      last: 0.2,
      count: 236,
      source: 'horizontal-pod-autoscaler',
    });
    s.event(
      hpa,
      'FailedComputeMetricsReplicas',
      `invalid metrics (1 invalid out of 1), first error is: failed to get cpu resource metric value: ${why}`,
      { first: 59, last: 0.2, count: 236, source: 'horizontal-pod-autoscaler' },
    );
  },
  logs: [
    { app: 'recipes/recipe-web', level: 'warn', say: 'recipe-search slow: 4{n}ms q=pasta', every: 60 },
    {
      app: 'recipes/recipe-search',
      level: 'warn',
      say: 'executor queue saturated, 200 active, {n} waiting',
      every: 50,
    },
  ],
});
