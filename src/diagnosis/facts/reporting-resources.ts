/**
 * Custom resources that report in their own conditions that they cannot be carried out, with what they would have made or
 * moved. One row a kind: the controller's message is the proof, so no rule needs to know what the resource is about.
 */
import type { CustomObject, ObjectRef } from '../../cluster/objects.ts';
import { refOf } from '../../cluster/objects.ts';
import { recordIn, textIn } from '../../semantics/lenient.ts';
import { eventEvidence, statusEvidence } from '../evidence.ts';
import { type Affected, defineFact, type Finding } from '../finding.ts';
import { type Condition, conditionEvidence, conditionIs, hasLasted, scoped } from '../objects/conditions.ts';
import type { State } from '../state.ts';

export const REPORTING_KINDS = ['sealedsecrets', 'scaledobjects', 'rollouts', 'kafkas', 'kafkatopics'] as const;
type Reporting = (typeof REPORTING_KINDS)[number];

interface Row {
  /** Condition types that are to be True. */
  healthy: readonly string[];
  /** What it makes or moves: the trouble of those is explained by it. */
  makes: (object: CustomObject) => Affected[];
}

const ROWS: { readonly [K in Reporting]: Row } = {
  sealedsecrets: {
    healthy: ['Synced'],
    makes: ({ metadata, spec }) => {
      const name = textIn(recordIn(recordIn(recordIn(spec).template).metadata).name) ?? metadata.name;
      return [made({ apiVersion: 'v1', kind: 'Secret', namespace: metadata.namespace, name }, 'controlledBy')];
    },
  },
  scaledobjects: {
    healthy: ['Ready'],
    makes: ({ metadata: { namespace, name }, spec, status }) => {
      const target = recordIn(recordIn(spec).scaleTargetRef);
      const hpa = textIn(recordIn(status).hpaName) ?? `keda-hpa-${name}`;
      const kind = textIn(target.kind) ?? 'Deployment';
      const apiVersion = textIn(target.apiVersion) ?? 'apps/v1';
      return [
        made({ apiVersion: 'autoscaling/v2', kind: 'HorizontalPodAutoscaler', namespace, name: hpa }, 'controlledBy'),
        made({ apiVersion, kind, namespace, name: textIn(target.name) ?? '' }, 'scaledBy'),
      ];
    },
  },
  rollouts: { healthy: ['Available', 'InvalidSpec'], makes: () => [] },
  kafkas: { healthy: ['Ready'], makes: () => [] },
  kafkatopics: { healthy: ['Ready'], makes: () => [] },
};

/** Conditions that name a fault rather than a state: True is bad. */
const FAULTS: ReadonlySet<string> = new Set(['InvalidSpec']);

/** What it makes or moves. */
export const madeBy = (kind: Reporting, object: CustomObject): Affected[] => ROWS[kind].makes(object);

const made = (ref: ObjectRef, relation: Affected['relation']): Affected => ({ ref, relation });

export default defineFact({
  id: 'reporting-resources',
  needs: REPORTING_KINDS,
  find: (state) =>
    REPORTING_KINDS.flatMap((kind) => scoped(kind, state).flatMap((one) => notCarriedOut(kind, one, state) ?? [])),
});

/** undefined where the resource says nothing of the kind, or only for a moment. */
export function notCarriedOut(
  kind: Reporting,
  object: CustomObject,
  { now, events }: Pick<State, 'now' | 'events'>,
): Finding | undefined {
  const bad = ROWS[kind].healthy
    .map((type) => conditionIs(object, type, FAULTS.has(type) ? 'True' : 'False'))
    .find((condition) => condition !== undefined && hasLasted(condition, now));
  const degraded = recordIn(object.status).phase === 'Degraded';
  if (bad === undefined && !degraded) return undefined;
  // A condition may only say that it failed; what failed stands in the controller's event.
  const warning = events({ ...refOf(object) }).findLast(({ type }) => type === 'Warning');
  return {
    code: 'ResourceNotCarriedOut',
    subject: refOf(object),
    confidence: 'confirmed',
    params: {
      reason: bad?.reason || undefined,
      message: [messageOf(object, bad), warning?.message].filter(Boolean).join(' ← '),
    },
    evidence: [
      ...(bad === undefined ? [] : [conditionEvidence(object, bad)]),
      ...(warning === undefined ? [] : [eventEvidence(warning)]),
      ...(degraded ? [statusEvidence(object, 'status.phase', 'Degraded')] : []),
    ],
    since: bad?.at,
    affects: ROWS[kind].makes(object),
  };
}

const messageOf = ({ status }: CustomObject, bad: Condition | undefined): string =>
  bad?.message || textIn(recordIn(status).message) || bad?.reason || 'Degraded';
