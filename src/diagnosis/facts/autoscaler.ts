/** Autoscalers that cannot scale: no metrics, no requests, no target, or held at their maximum under load. */
import type { HorizontalPodAutoscaler, ObjectRef } from '../../cluster/objects.ts';
import { refOf } from '../../cluster/objects.ts';
import { hpaVerdict, metricReadings } from '../../semantics/hpa.ts';
import type { Failed } from '../../semantics/verdict.ts';
import { specEvidence, statusEvidence } from '../evidence.ts';
import { defineFact, type Finding } from '../finding.ts';
import type { Code } from '../words/codes.ts';

export default defineFact({
  id: 'autoscaler',
  needs: ['horizontalpodautoscalers'],
  find: (state) =>
    state.list('horizontalpodautoscalers').flatMap((hpa) => {
      const verdict = hpaVerdict(hpa);
      if (verdict.pass || (verdict.reason === 'AtMaximum' && isPlanned(hpa))) return [];
      return [findingOf(hpa, verdict)];
    }),
});

/** Somebody wrote on it that the maximum is meant to be one. */
const isPlanned = ({ metadata }: HorizontalPodAutoscaler): boolean =>
  Object.entries(metadata.annotations ?? {}).some(
    ([key, value]) =>
      !/last-applied|^kubectl|^meta\.helm/.test(key) &&
      /capacity|(?:max|limit|ceiling|cap)\w* .{0,40}(?:planned|agreed|on purpose|fixed|budget)|压测|容量|上限固定/i.test(
        `${key} ${value}`,
      ),
  );

/** Which code a failing condition stands for: by its reason, and for missing requests by the controller's own words. */
function codeOf({ reason, detail }: Failed): Code {
  if (reason === 'AtMaximum') return 'HpaAtMaximum';
  if (/missing request for/.test(detail)) return 'HpaMissingRequests';
  return /^(?:FailedGetScale|InvalidSelector|AmbiguousSelector)$/.test(reason) ? 'HpaTargetInvalid' : 'HpaNoMetrics';
}

function findingOf(hpa: HorizontalPodAutoscaler, verdict: Failed): Finding {
  const { apiVersion = 'apps/v1', kind = 'Deployment', name = '' } = hpa.spec?.scaleTargetRef ?? {};
  const target: ObjectRef = { apiVersion, kind, namespace: hpa.metadata.namespace, name };
  const [reading] = metricReadings(hpa);
  const code = codeOf(verdict);
  const condition = hpa.status?.conditions?.find(({ message }) => message === verdict.detail);
  return {
    code,
    subject: refOf(hpa),
    confidence: 'confirmed',
    params: {
      target: `${kind} ${name}`,
      maximum: hpa.spec?.maxReplicas,
      current: hpa.status?.currentReplicas,
      metric: reading?.name,
      reason: verdict.reason,
      message: verdict.detail,
    },
    evidence: [
      ...verdict.by.map(({ object, path, value }) =>
        path.startsWith('spec') ? specEvidence(object, path, value) : statusEvidence(object, path, value),
      ),
      ...(hpa.status?.currentMetrics ?? []).slice(0, 2).flatMap((metric) => currentEvidence(hpa, metric)),
    ],
    since: condition?.lastTransitionTime,
    affects: [{ ref: target, relation: 'scaledBy' }],
  };
}

function currentEvidence(
  hpa: HorizontalPodAutoscaler,
  metric: NonNullable<NonNullable<HorizontalPodAutoscaler['status']>['currentMetrics']>[number],
) {
  const { name, current } = metric.resource ?? {};
  const value = current?.averageUtilization;
  return value === undefined
    ? []
    : [statusEvidence(hpa, `status.currentMetrics[${name}].current.averageUtilization`, value)];
}
