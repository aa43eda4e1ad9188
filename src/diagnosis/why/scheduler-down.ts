/** Why no scheduler looks at a pod: the one that it names does not run. */
import { defineWhy, type Step } from '../finding.ts';
import { CONTROL_PLANE_KINDS, componentDown } from '../scheduling/controlPlane.ts';
import { OPERATOR_KINDS, type Operator, operatorSteps, operators, startText } from '../walk/operator.ts';

export default defineWhy({
  id: 'scheduler-down',
  needs: [...OPERATOR_KINDS, ...CONTROL_PLANE_KINDS],
  explains: ['NotScheduled'],
  why({ subject, params }, state): Step[] {
    const scheduler = String(params?.scheduler);
    if (scheduler !== 'default-scheduler') {
      const isIt = (one: Operator): boolean => one.metadata.name === scheduler || startText(one).includes(scheduler);
      return operators(state)
        .filter(isIt)
        .flatMap((one) => operatorSteps(subject, 'scheduledBy', one, state));
    }
    const cause = componentDown('kube-scheduler', state);
    return cause === undefined
      ? []
      : [{ cause, chain: [{ from: subject, relation: 'scheduledBy', to: cause.subject }] }];
  },
});
