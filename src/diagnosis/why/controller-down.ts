/** Why no controller observes a change: the controller manager has no leader. */
import { defineWhy } from '../finding.ts';
import { CONTROL_PLANE_KINDS, componentDown } from '../scheduling/controlPlane.ts';

export default defineWhy({
  id: 'controller-down',
  needs: CONTROL_PLANE_KINDS,
  explains: ['ControllerNotActing'],
  why({ subject }, state) {
    const cause = componentDown('kube-controller-manager', state);
    return cause === undefined
      ? []
      : [{ cause, chain: [{ from: subject, relation: 'controlledBy', to: cause.subject }] }];
  },
});
