/**
 * Controllers that were told to hold still, one row a kind: Flux `spec.suspend`, the pause annotations of KEDA, Argo CD and
 * Strimzi. A cause for who misses what they would have done; on purpose where somebody wrote why.
 */
import type { CustomObject } from '../../cluster/objects.ts';
import { refKey, refOf } from '../../cluster/objects.ts';
import { recordIn } from '../../semantics/lenient.ts';
import { specEvidence } from '../evidence.ts';
import { type Affected, defineFact, type Finding } from '../finding.ts';
import { deliveredBy } from '../gitops/delivered.ts';
import { deliveries, GITOPS_NEEDS, type GitOpsState } from '../gitops/deliveries.ts';
import { scoped } from '../objects/conditions.ts';
import { isExplained } from '../objects/onPurpose.ts';
import { mentions } from '../question.ts';
import type { State } from '../state.ts';
import { madeBy } from './reporting-resources.ts';

const MARKED_KINDS = ['scaledobjects', 'kafkas', 'kafkatopics'] as const;
const NEEDS = [...GITOPS_NEEDS, ...MARKED_KINDS] as const;

/** Annotations that make a controller pass an object by; `false` undoes the switches among them. */
const MARKS = [
  'autoscaling.keda.sh/paused',
  'autoscaling.keda.sh/paused-replicas',
  'strimzi.io/pause-reconciliation',
  'argocd.argoproj.io/skip-reconcile',
];

export default defineFact({
  id: 'left-paused',
  needs: NEEDS,
  find: (state) => [
    ...deliveries(state).flatMap((one) =>
      pausedFinding(
        one,
        deliveredBy(one, state).map((ref) => ({ ref, relation: 'deliveredBy' as const })),
        state,
      ),
    ),
    ...MARKED_KINDS.flatMap((kind) =>
      scoped(kind, state).flatMap((one) => pausedFinding(one, madeBy(kind, one), state)),
    ),
  ],
});

function pausedFinding(object: CustomObject, affects: Affected[], state: Pick<GitOpsState, 'focus'>): Finding[] {
  const pause = pauseOf(object);
  if (pause === undefined) return [];
  return [
    {
      code: !isExplained(object) && isMissed(object, affects, state) ? 'ControllerPaused' : 'ControllerIsPaused',
      subject: refOf(object),
      confidence: 'confirmed',
      params: { path: pause.path, value: pause.value },
      evidence: [specEvidence(object, pause.path, pause.value)],
      affects,
    },
  ];
}

/** Where it is told to hold still. */
function pauseOf({ metadata, spec }: CustomObject): { path: string; value: string } | undefined {
  const { suspend } = recordIn(spec);
  if (suspend === true) return { path: 'spec.suspend', value: 'true' };
  const mark = MARKS.find((key) => ![undefined, '', 'false'].includes(metadata.annotations?.[key]));
  return mark === undefined
    ? undefined
    : { path: `metadata.annotations[${mark}]`, value: String(metadata.annotations?.[mark]) };
}

/** Whether the question is about it, or about what it moves. */
function isMissed({ metadata, kind }: CustomObject, affects: readonly Affected[], { focus }: Pick<State, 'focus'>) {
  const asked = new Set(focus.objects.map(({ ref }) => refKey(ref)));
  const about = mentions(focus.text, metadata.name) || mentions(focus.text, kind.toLowerCase());
  return about || affects.some(({ ref }) => asked.has(refKey(ref)));
}
