/** Deliveries that do not arrive: Flux and Argo CD resources that say why they cannot fetch, render, apply or keep healthy. */
import type { CustomObject, ObjectRef } from '../../cluster/objects.ts';
import { refOf } from '../../cluster/objects.ts';
import { recordIn, textIn } from '../../semantics/lenient.ts';
import { specEvidence } from '../evidence.ts';
import { defineFact, type Finding } from '../finding.ts';
import { argoFindings } from '../gitops/argo.ts';
import { deliveredBy } from '../gitops/delivered.ts';
import { asksOfDelivery, deliveries, GITOPS_NEEDS, type GitOpsState } from '../gitops/deliveries.ts';
import { conditionEvidence, conditionIs, hasLasted } from '../objects/conditions.ts';
import type { Code } from '../words/codes.ts';

export default defineFact({
  id: 'gitops',
  needs: GITOPS_NEEDS,
  find: (state) =>
    deliveries(state).flatMap((object): Finding[] =>
      object.kind === 'Application' ? argoFindings(object, state) : fluxFindings(object, state),
    ),
});

const CODES: Readonly<Record<string, Code>> = {
  HelmRelease: 'HelmReleaseNotReady',
  Kustomization: 'KustomizationNotReady',
};

/** Flux: Ready or Stalled in its own words; suspended by somebody is a choice. Source: kstatus conditions of the toolkit. */
export function fluxFindings(object: CustomObject, state: GitOpsState): Finding[] {
  if (recordIn(object.spec).suspend === true) return [];
  const ready = conditionIs(object, 'Ready', 'False');
  if (ready === undefined || !hasLasted(ready, state.now)) return [];
  const more = (['Stalled', 'FetchFailed', 'Remediated', 'Released', 'TestSuccess'] as const).flatMap((type) => {
    const bad = conditionIs(object, type, type === 'Stalled' || type === 'FetchFailed' ? 'True' : 'False');
    return bad === undefined || bad.message === '' ? [] : [conditionEvidence(object, bad)];
  });
  const url = textIn(recordIn(object.spec).url);
  const code = CODES[object.kind] ?? 'SourceNotFetched';
  return [
    {
      code,
      subject: refOf(object),
      confidence: 'confirmed',
      answers: asksOfDelivery(state.focus.text),
      params: { reason: ready.reason, message: ready.message || ready.reason, url, secret: secretOf(object) },
      evidence: [
        conditionEvidence(object, ready),
        ...more,
        ...(url === undefined ? [] : [specEvidence(object, 'spec.url', url)]),
      ],
      since: ready.at,
      affects: [...deliveredBy(object, state), ...fedBy(object, state)].map((ref: ObjectRef) => ({
        ref,
        relation: 'deliveredBy' as const,
      })),
    },
  ];
}

/** The Kustomizations and HelmReleases that take what they deliver from a source, and what that is. */
const fedBy = ({ kind, metadata }: CustomObject, state: GitOpsState): ObjectRef[] =>
  /Repository$/.test(kind)
    ? deliveries(state)
        .filter((one) => sourcesIn(one).some((source) => source.kind === kind && source.name === metadata.name))
        .flatMap((one) => [refOf(one), ...deliveredBy(one, state)])
    : [];

const sourcesIn = ({ spec }: CustomObject): Record<string, unknown>[] => [
  recordIn(recordIn(spec).sourceRef),
  recordIn(recordIn(recordIn(recordIn(spec).chart).spec).sourceRef),
];

const secretOf = ({ spec }: CustomObject): string | undefined => textIn(recordIn(recordIn(spec).secretRef).name);
