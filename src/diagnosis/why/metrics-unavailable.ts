/** Why an autoscaler gets no metrics: the aggregated API that serves them, its Service, what stands behind it. */
import { refOf } from '../../cluster/objects.ts';
import { specEvidence, statusEvidence } from '../evidence.ts';
import { defineWhy, type Finding, type Step } from '../finding.ts';
import { known } from '../state.ts';
import { SERVICE_WALK_KINDS } from '../walk/call.ts';
import { serviceSteps } from '../walk/service.ts';

/** The group that serves each kind of metric. Source: HorizontalPodAutoscaler controller. */
const GROUPS: readonly (readonly [RegExp, string])[] = [
  [/External/, 'external.metrics.k8s.io'],
  [/Pods|Object|Custom/, 'custom.metrics.k8s.io'],
  [/Resource|metrics/, 'metrics.k8s.io'],
];

export default defineWhy({
  id: 'metrics-unavailable',
  needs: [...SERVICE_WALK_KINDS, 'apiservices'],
  explains: ['HpaNoMetrics'],
  why(finding, state) {
    const text = `${finding.params?.reason} ${finding.params?.message}`;
    const group = GROUPS.find(([pattern]) => pattern.test(text))?.[1];
    const service = state
      .list('apiservices')
      .find(
        ({ spec, status }) =>
          spec?.group === group &&
          status?.conditions?.some(({ type, status: value }) => type === 'Available' && value !== 'True'),
      );
    if (service === undefined) return [];
    const condition = service.status?.conditions?.find(({ type }) => type === 'Available');
    const { namespace, name = '', port } = service.spec?.service ?? {};
    const measured = { from: finding.subject, relation: 'measuredBy', to: refOf(service) };
    const backend = known(state.find('services', namespace, name));
    const behind =
      backend === undefined
        ? []
        : serviceSteps({ service: backend, port: port ?? 443, from: undefined }, state).filter(
            ({ cause }) => cause.code !== 'WorkloadDegraded',
          );
    const served = {
      from: refOf(service),
      relation: 'servedBy',
      to: { apiVersion: 'v1', kind: 'Service', namespace, name },
    };
    if (behind.length > 0)
      return behind.map(
        ({ cause, chain }): Step => ({
          cause: withQuote(cause, service, condition?.message),
          chain: [measured, served, ...chain],
        }),
      );
    const cause: Finding = {
      code: 'ApiServiceUnavailable',
      subject: refOf(service),
      confidence: 'confirmed',
      params: { message: condition?.message, service: `${namespace}/${name}` },
      evidence: [
        statusEvidence(
          service,
          'status.conditions[Available].message',
          condition?.message ?? '',
          condition?.lastTransitionTime,
        ),
        specEvidence(service, 'spec.service.name', name),
      ],
      since: condition?.lastTransitionTime,
    };
    return [{ cause, chain: [measured] }];
  },
});

/** The aggregator's own sentence belongs to the proof of whatever stands behind. */
function withQuote(cause: Finding, service: Parameters<typeof refOf>[0], message: string | undefined): Finding {
  return message === undefined
    ? cause
    : {
        ...cause,
        evidence: [...cause.evidence, statusEvidence(service, 'status.conditions[Available].message', message)],
      };
}
