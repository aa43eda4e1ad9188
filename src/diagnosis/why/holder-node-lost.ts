/** Why a volume stays attached elsewhere: the pod that uses it is on a node that is gone, and nobody detaches from there. */
import { refOf } from '../../cluster/objects.ts';
import { NODE_KINDS, nodeTroubles } from '../facts/node-not-ready.ts';
import { defineWhy } from '../finding.ts';
import { known } from '../state.ts';

export default defineWhy({
  id: 'holder-node-lost',
  needs: NODE_KINDS,
  explains: ['VolumeMultiAttach'],
  why({ subject, evidence }, state) {
    // "Volume is already used by pod(s) web-1, web-2"; the attach controller names no node.
    const holders = evidence.flatMap(
      ({ quote }) => /used by pod\(s\) ([\w., -]+)/.exec(quote)?.[1]?.split(/,\s*/) ?? [],
    );
    const nodes = new Set(
      holders.flatMap((name) => known(state.find('pods', subject.namespace, name.trim()))?.spec?.nodeName ?? []),
    );
    return [...nodes].flatMap((name) => {
      const node = known(state.find('nodes', undefined, name));
      if (node === undefined) return [];
      const chain = [{ from: subject, relation: 'runsOn' as const, to: refOf(node) }];
      return nodeTroubles(node, state).map((cause) => ({ cause, chain }));
    });
  },
});
