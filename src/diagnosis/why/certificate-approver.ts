/** Why nobody approves what kubelets ask for: the controller that is to do it does not run. */
import { defineWhy } from '../finding.ts';
import { OPERATOR_KINDS, type Operator, operatorSteps, operators, startText } from '../walk/operator.ts';

const isApprover = (one: Operator): boolean => /approver/i.test(`${one.metadata.name}\n${startText(one)}`);

export default defineWhy({
  id: 'certificate-approver',
  needs: OPERATOR_KINDS,
  explains: ['KubeletCertificatePending'],
  why: ({ subject }, state) =>
    operators(state)
      .filter(isApprover)
      .flatMap((one) => operatorSteps(subject, 'controlledBy', one, state)),
});
