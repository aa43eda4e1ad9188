/** What a HorizontalPodAutoscaler wants and what holds it back. https://kubernetes.io/docs/tasks/run-application/horizontal-pod-autoscale/ */
import type { HorizontalPodAutoscaler } from '../cluster/objects.ts';
import { objectsIn, recordIn } from './lenient.ts';
import { parseQuantity, unitsAsNumber } from './quantity.ts';
import { decided, fail, PASS, type Verdict } from './verdict.ts';

/** The autoscaler leaves a difference of a tenth alone. */
const TOLERANCE = 0.1;

/** Replicas for one metric: current × value / target, rounded up; unchanged within the tolerance. */
export function desiredReplicas(current: number, value: number, target: number, tolerance = TOLERANCE): number {
  if (!(target > 0) || current <= 0) return current;
  const ratio = value / target;
  return Math.abs(ratio - 1) <= tolerance ? current : Math.ceil(current * ratio);
}

export interface MetricReading {
  /** Such as `cpu` or `http_requests`. */
  name: string;
  /** Value and target in the same unit (percent for utilisation); undefined where there is no value. */
  value?: number;
  target?: number;
  desired?: number;
}

function amount(value: unknown): number | undefined {
  const quantity = parseQuantity(value);
  return quantity === undefined ? undefined : unitsAsNumber(quantity);
}

function metricName(metric: Record<string, unknown>): string {
  return String(metric.name ?? recordIn(metric.metric).name ?? '');
}

/** Source of a metric, which hangs under a field named as its type: `Resource` → `resource`. */
function sourceOf(metric: unknown): Record<string, unknown> {
  const { type } = recordIn(metric);
  const key = typeof type === 'string' ? type.charAt(0).toLowerCase() + type.slice(1) : '';
  return recordIn(recordIn(metric)[key]);
}

/** Every metric of the spec with its value in the status, and the replicas that it asks for. */
export function metricReadings(hpa: HorizontalPodAutoscaler): MetricReading[] {
  const current = hpa.status?.currentReplicas ?? 0;
  const known = objectsIn(hpa.status?.currentMetrics);
  return objectsIn(hpa.spec?.metrics).map((metric) => {
    const source = sourceOf(metric);
    const target = recordIn(source.target);
    const name = metricName(source);
    const found = known.find((other) => other.type === metric.type && metricName(sourceOf(other)) === name);
    const now = recordIn(sourceOf(found).current);
    const field =
      target.type === 'Utilization' ? 'averageUtilization' : target.type === 'Value' ? 'value' : 'averageValue';
    const [value, wanted] = [amount(now[field]), amount(target[field])];
    if (value === undefined || wanted === undefined) return { name, target: wanted };
    return { name, value, target: wanted, desired: desiredReplicas(current, value, wanted) };
  });
}

/**
 * Whether the autoscaler works and is not held at a limit. Its conditions decide: AbleToScale and ScalingActive must not be
 * False; ScalingLimited at the maximum means that the load asks for more than it may have.
 */
export function hpaVerdict(hpa: HorizontalPodAutoscaler): Verdict {
  const conditions = objectsIn(hpa.status?.conditions);
  const at = (type: string) => conditions.find((condition) => condition.type === type);
  for (const type of ['AbleToScale', 'ScalingActive']) {
    const condition = at(type);
    // Scaling is inactive by intent where the target was set to zero replicas.
    if (condition?.status !== 'False' || condition.reason === 'ScalingDisabled') continue;
    const detail = condition.message || `${type} is False`;
    return fail(
      condition.reason || type,
      detail,
      decided(hpa, `status.conditions[${type}].message`, condition.message),
    );
  }
  const limited = at('ScalingLimited');
  const most = hpa.spec?.maxReplicas;
  const desired = hpa.status?.desiredReplicas ?? 0;
  if (limited?.status === 'True' && limited.reason === 'TooManyReplicas' && most !== undefined && desired >= most) {
    return fail(
      'AtMaximum',
      `the load asks for more than the maximum of ${most} replicas`,
      decided(hpa, 'spec.maxReplicas', most),
      decided(hpa, 'status.conditions[ScalingLimited].message', limited.message),
    );
  }
  return PASS;
}
