/** Nodes that were away a while ago and are ready again: worth a word, no problem. */
import { refOf } from '../../cluster/objects.ts';
import { statusEvidence } from '../evidence.ts';
import { defineFact, type Finding } from '../finding.ts';

const LATELY_MS = 6 * 3_600_000;
/** A new node takes so long until it is ready for the first time. */
const JOINS_WITHIN_MS = 15 * 60_000;

export default defineFact({
  id: 'node-recovered',
  needs: ['nodes'],
  find(state) {
    if (!/\bnodes?\b|节点|主机|机器/.test(state.focus.text)) return [];
    return state.list('nodes').flatMap((node): Finding[] => {
      const ready = node.status?.conditions?.find(({ type }) => type === 'Ready');
      const since = ready?.lastTransitionTime ?? '';
      const joined = Date.parse(node.metadata.creationTimestamp ?? '');
      if (ready?.status !== 'True' || !(state.now - Date.parse(since) < LATELY_MS)) return [];
      if (!(Date.parse(since) - joined > JOINS_WITHIN_MS)) return [];
      return [
        {
          code: 'NodeRecovered',
          subject: refOf(node),
          confidence: 'confirmed',
          params: { since, message: ready.message },
          evidence: [statusEvidence(node, 'status.conditions[Ready].lastTransitionTime', since, since)],
          since,
        },
      ];
    });
  },
});
