/** Changes by hand that Argo CD takes back: an Application that heals itself owns what was changed. */
import type { CustomObject, ObjectRef } from '../../cluster/objects.ts';
import { refOf } from '../../cluster/objects.ts';
import { recordIn, recordsIn, textIn } from '../../semantics/lenient.ts';
import { specEvidence } from '../evidence.ts';
import { defineFact, type Finding } from '../finding.ts';
import { RELATED_KINDS } from '../objects/related.ts';
import { workloadObject } from '../objects/workloads.ts';
import { EVERYWHERE, type State } from '../state.ts';

const NEEDS = [...RELATED_KINDS, 'applications'] as const;
type HealState = State<(typeof NEEDS)[number]>;

/** Healing is what it is for: it matters where somebody wonders who undoes a change. */
const ASKED =
  /revert|undo|undone|\b(?:is|goes|went|jumps|comes|set|scaled|flips|switche[sd]) back\b|\bback (?:to|on|at|down|up)\b|by hand|manual|overwr|who(?: is|'s)? (?:doing|does|did|chang(?:es?|ing))|keeps? (?:going|coming|changing|resetting)|又变回|变回|又回到|覆盖|还原|被改回|改回|恢复成|自动恢复|手动|谁改/;

export default defineFact({
  id: 'self-heal',
  needs: NEEDS,
  find(state) {
    if (!ASKED.test(state.focus.text) || state.focus.objects.length === 0) return [];
    return state.list('applications', EVERYWHERE).flatMap((application): Finding[] => {
      const automated = recordIn(recordIn(recordIn(application.spec).syncPolicy).automated);
      if (automated.selfHeal !== true) return [];
      const changed = state.focus.objects.map(({ ref }) => ref).filter((ref) => owns(application, ref, state));
      const [first] = changed;
      if (first === undefined) return [];
      return [
        {
          code: 'ArgoSelfHeals',
          subject: refOf(application),
          confidence: 'likely',
          params: {
            object: `${first.kind} ${first.namespace}/${first.name}`,
            source: textIn(recordIn(recordIn(application.spec).source).repoURL),
          },
          evidence: [specEvidence(application, 'spec.syncPolicy.automated.selfHeal', true)],
          affects: changed.map((ref) => ({ ref, relation: 'deliveredBy' })),
        },
      ];
    });
  },
});

/** As the Application lists it, or as the object says by Argo CD's tracking, or by its destination and name. */
function owns(application: CustomObject, ref: ObjectRef, state: HealState): boolean {
  const { name } = application.metadata;
  const listed = recordsIn(recordIn(application.status).resources).some(
    (one) =>
      one.kind === ref.kind && one.name === ref.name && (textIn(one.namespace) ?? ref.namespace) === ref.namespace,
  );
  const { annotations, labels } = workloadObject(ref, state)?.metadata ?? {};
  const tracked =
    annotations?.['argocd.argoproj.io/tracking-id']?.startsWith(`${name}:`) === true ||
    labels?.['argocd.argoproj.io/instance'] === name;
  const { destination } = recordIn(application.spec);
  return listed || tracked || (recordIn(destination).namespace === ref.namespace && name === ref.name);
}
