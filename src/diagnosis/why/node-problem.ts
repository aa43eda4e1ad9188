/** Why something on one node misbehaves although its pods run: the node itself reports the problem that shows in it. */
import type { Node, ObjectRef, Pod } from '../../cluster/objects.ts';
import { refOf } from '../../cluster/objects.ts';
import { NODE_KINDS, nodeTroubles } from '../facts/node-not-ready.ts';
import { defineWhy, type Finding } from '../finding.ts';
import { podsOf } from '../objects/workloads.ts';
import { known, type State } from '../state.ts';
import type { Code } from '../words/codes.ts';

type NodeState = State<(typeof NODE_KINDS)[number]>;

/** A clock that is wrong makes good certificates look not yet valid, or expired. */
const CLOCK = /not yet valid|expired|NotBefore|NotAfter|in the future/i;

/** What each condition of a node shows itself as in what runs there. */
function showsAs(trouble: Finding, effect: Finding): boolean {
  const condition = String(trouble.params?.condition ?? '');
  if (trouble.code === 'NodeClockSkewed' || condition === 'NTPProblem')
    return effect.code === 'TlsVerificationFailed' && effect.evidence.some(({ quote }) => CLOCK.test(quote));
  if (effect.code === 'TlsVerificationFailed') return false;
  if (condition === 'ReadonlyFilesystem') return true;
  return trouble.code === 'NodeProblem' && effect.code === 'WorkloadDegraded';
}

const EFFECTS: readonly Code[] = ['TlsVerificationFailed', 'ServerReadOnly', 'FileSystemReadOnly', 'WorkloadDegraded'];

export default defineWhy({
  id: 'node-problem',
  needs: NODE_KINDS,
  explains: EFFECTS,
  why: (finding, state) =>
    nodesOf(finding, state).flatMap((node) =>
      nodeTroubles(node, state)
        .filter((trouble) => showsAs(trouble, finding))
        .map((cause) => ({
          cause,
          chain: [{ from: finding.subject, relation: 'runsOn', to: refOf(node) }],
        })),
    ),
});

/** The nodes of the pods whose log shows it; without one, of all pods of the subject. */
function nodesOf({ subject, evidence }: Finding, state: NodeState): Node[] {
  const quoted = evidence.flatMap(({ object }) => podOf(object, state) ?? []);
  const pods = quoted.length > 0 ? quoted : podsOf(subject, state);
  const names = new Set(pods.flatMap(({ spec }) => spec?.nodeName ?? []));
  return [...names].sort().flatMap((name) => known(state.find('nodes', undefined, name)) ?? []);
}

const podOf = ({ kind, namespace, name }: ObjectRef, state: NodeState): Pod | undefined =>
  kind === 'Pod' ? known(state.find('pods', namespace, name)) : undefined;
