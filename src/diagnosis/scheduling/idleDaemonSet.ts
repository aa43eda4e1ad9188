/** DaemonSets that are to run on no node at all, as their selector or affinity matches none. */
import type { DaemonSet } from '../../cluster/objects.ts';
import { refOf } from '../../cluster/objects.ts';
import { stringMap } from '../../semantics/lenient.ts';
import { specEvidence, statusEvidence } from '../evidence.ts';
import type { Finding } from '../finding.ts';
import type { State } from '../state.ts';
import { selector } from './details.ts';

/** undefined where it runs somewhere, or its status is not known. */
export function idleDaemonSet(set: DaemonSet, state: State<'nodes'>): Finding | undefined {
  if (set.status?.desiredNumberScheduled !== 0 || !state.complete('nodes')) return undefined;
  const spec = set.spec?.template?.spec;
  const wanted = Object.entries(stringMap(spec?.nodeSelector));
  const nodes = state.list('nodes');
  if (spec === undefined || nodes.length === 0) return undefined;
  return {
    code: 'DaemonSetMatchesNoNode',
    subject: refOf(set),
    confidence: 'confirmed',
    params: { ...selector({ apiVersion: 'v1', kind: 'Pod', metadata: { name: '' }, spec }, nodes) },
    evidence: [
      statusEvidence(set, 'status.desiredNumberScheduled', 0),
      ...wanted.map(([key, value]) => specEvidence(set, `spec.template.spec.nodeSelector.${key}`, value)),
    ],
  };
}
