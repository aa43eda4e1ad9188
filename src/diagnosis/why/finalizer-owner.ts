/** Why what is deleted stays: a finalizer on it, whose controller does not run. */
import { defineWhy } from '../finding.ts';
import { OPERATOR_KINDS, type Operator, operatorSteps, operators, startText } from '../walk/operator.ts';

/** What the namespace controller says of finalizers: `group/name in 2 resource instances`. */
const FINALIZER = /([a-z0-9][a-z0-9.-]*\.[a-z0-9-]+)\/([\w.-]+) in \d+ resource instances/g;
/** Names of finalizers that say nothing about whose they are. */
const GENERIC = /^(?:finalizers?|cleanup|protection|delete|foreground\w*|orphan|finalize)$/i;

export default defineWhy({
  id: 'finalizer-owner',
  needs: OPERATOR_KINDS,
  explains: ['NamespaceStuckTerminating'],
  why({ subject, params, evidence }, state) {
    const finalizers = [...String(params?.reason ?? '').matchAll(FINALIZER)];
    return finalizers.flatMap(([, group = '', name = '']) =>
      operators(state)
        .filter((one) => owns(one, group, name))
        .flatMap((one) => operatorSteps(subject, 'controlledBy', one, state))
        .map(({ cause, chain }) => ({ cause: { ...cause, evidence: [...cause.evidence, ...evidence] }, chain })),
    );
  },
});

/** An operator is started with its group, or is named as its finalizer or its group is: `mysql.example.org/operator`. */
function owns(operator: Operator, group: string, name: string): boolean {
  const text = `${operator.metadata.name}\n${startText(operator)}`;
  const [first = ''] = group.split('.');
  const itsName = /operator|controller|manager/i.test(operator.metadata.name) && first.length > 2;
  return (
    text.includes(group) ||
    (!GENERIC.test(name) && operator.metadata.name.includes(name)) ||
    (itsName && operator.metadata.name.includes(first))
  );
}
