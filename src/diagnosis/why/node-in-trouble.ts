/** Why no node takes a pod that one would take: that node is not ready or under pressure, and says so by its taints. */
import type { Node } from '../../cluster/objects.ts';
import { refOf } from '../../cluster/objects.ts';
import { NODE_KINDS, nodeTroubles } from '../facts/node-not-ready.ts';
import { defineWhy } from '../finding.ts';
import { known } from '../state.ts';

export default defineWhy({
  id: 'node-in-trouble',
  needs: NODE_KINDS,
  explains: ['TaintNotTolerated'],
  why(finding, state) {
    const names = String(finding.params?.troubled ?? '').split(', ');
    return names
      .flatMap((name): Node[] => {
        const node = name === '' ? undefined : known(state.find('nodes', undefined, name));
        return node === undefined ? [] : [node];
      })
      .flatMap((node) =>
        nodeTroubles(node, state).map((cause) => ({
          cause: { ...cause, affects: [...(cause.affects ?? []), ...(finding.affects ?? [])] },
          chain:
            finding.subject.kind === 'Node'
              ? []
              : [{ from: finding.subject, relation: 'scheduledBy', to: refOf(node) }],
        })),
      );
  },
});
