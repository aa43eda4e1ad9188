/** Nodes that a DaemonSet leaves out, because it does not tolerate their taint or its selector does not match their labels. */
import type { DaemonSet, Node } from '../../cluster/objects.ts';
import { refOf } from '../../cluster/objects.ts';
import { daemonCoverage, daemonPod } from '../../semantics/daemonSet.ts';
import { objectsIn } from '../../semantics/lenient.ts';
import { taintText, untoleratedTaints } from '../../semantics/scheduling/taints.ts';
import { decidedEvidence, statusEvidence } from '../evidence.ts';
import type { Finding } from '../finding.ts';
import { selector } from './details.ts';

/** undefined where it leaves none of these nodes out. */
export function skippedNodes(set: DaemonSet, among: readonly Node[], nodes: readonly Node[]): Finding | undefined {
  const names = new Set(among.map(({ metadata }) => metadata.name));
  const skipped = daemonCoverage(set, nodes, []).excluded.filter(
    ({ node, failure }) => names.has(node.metadata.name) && failure.filter !== 'NodeName' && isReady(node),
  );
  const [first] = skipped;
  const spec = set.spec?.template?.spec;
  if (first === undefined || spec === undefined) return undefined;
  const [taint] =
    first.failure.filter === 'TaintToleration' ? untoleratedTaints(first.node, daemonPod(set).spec?.tolerations) : [];
  const pod = { apiVersion: 'v1', kind: 'Pod', metadata: { name: '' }, spec };
  return {
    code: 'DaemonSetSkipsNodes',
    subject: refOf(set),
    about: skipped.map(({ node }) => node.metadata.name).join(' '),
    confidence: 'confirmed',
    params: {
      nodes: skipped.map(({ node }) => node.metadata.name).join(', '),
      count: skipped.length,
      wanted: set.status?.desiredNumberScheduled,
      taint: taint === undefined ? undefined : taintText(taint),
      selector: taint === undefined ? selector(pod, nodes).selector : undefined,
    },
    evidence: [
      ...decidedEvidence(skipped.flatMap(({ failure }) => failure.by)),
      statusEvidence(set, 'status.desiredNumberScheduled', set.status?.desiredNumberScheduled),
    ],
    affects: skipped.map(({ node }) => ({ ref: refOf(node), relation: 'runsOn' as const })),
  };
}

const isReady = ({ status }: Node): boolean =>
  objectsIn(status?.conditions).some(({ type, status: value }) => type === 'Ready' && value === 'True');
