/** Why an HTTP-01 challenge fails: the Ingress that cert-manager made for it is of a class that nobody serves. */
import { refOf } from '../../cluster/objects.ts';
import { classFindings, NEEDS } from '../facts/ingresses.ts';
import { defineWhy } from '../finding.ts';

export default defineWhy({
  id: 'challenge-not-served',
  needs: NEEDS,
  explains: ['AcmeChallengeFailing'],
  why: ({ subject }, state) =>
    state
      .list('ingresses', subject.namespace)
      .filter(({ metadata }) =>
        (metadata.ownerReferences ?? []).some(({ kind, name }) => kind === subject.kind && name === subject.name),
      )
      .flatMap((solver) =>
        classFindings(solver, state).map((cause) => ({
          cause,
          chain: [{ from: subject, relation: 'routedBy' as const, to: refOf(solver) }],
        })),
      ),
});
