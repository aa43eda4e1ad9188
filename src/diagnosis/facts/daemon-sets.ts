/** DaemonSets that were asked about and run on no node: elsewhere that is a choice, as for nodes that a cluster may have. */
import { refKey, refOf } from '../../cluster/objects.ts';
import { defineFact } from '../finding.ts';
import { idleDaemonSet } from '../scheduling/idleDaemonSet.ts';

export default defineFact({
  id: 'daemon-sets',
  needs: ['daemonsets', 'nodes'],
  find: (state) =>
    state
      .list('daemonsets')
      .filter((set) => state.focus.objects.some(({ ref }) => refKey(ref) === refKey(refOf(set))))
      // Its nodes are read only where it has none.
      .filter(({ status }) => status?.desiredNumberScheduled === 0)
      .filter((set) => state.list('nodes').length > 0 && idleDaemonSet(set, state) !== undefined)
      .flatMap((set) => idleDaemonSet(set, state) ?? []),
});
