/** Why something that an operator makes is missing: the operator's log says that it may not. */
import type { Pod } from '../../cluster/objects.ts';
import { refOf } from '../../cluster/objects.ts';
import { denials, NEEDS as RBAC_KINDS, type RbacState } from '../facts/rbac-denied.ts';
import { defineWhy, type Step } from '../finding.ts';
import { loggingContainers, logRecords } from '../log/read.ts';
import { podsOf } from '../objects/workloads.ts';
import { OPERATOR_KINDS, type Operator, operators, startText } from '../walk/operator.ts';

/** So many logs are worth reading for one thing that is missing. */
const MAX_OPERATORS = 8;

export default defineWhy({
  id: 'maker-denied',
  needs: [...new Set([...OPERATOR_KINDS, ...RBAC_KINDS])],
  explains: ['SecretMissing', 'ConfigMapMissing', 'ServiceAccountMissing', 'ClaimMissing'],
  why({ subject }, state) {
    const missing = refOf({ ...subject, metadata: { namespace: subject.namespace, name: subject.name } });
    return operators(state)
      .filter(isOperator)
      .slice(0, MAX_OPERATORS)
      .flatMap((operator) =>
        podsOf(refOf(operator), state)
          .slice(0, 2)
          .flatMap((pod) => deniedTo(pod, subject.name, state)),
      )
      .map(({ cause, chain }) => ({
        cause,
        chain: [{ from: missing, relation: 'controlledBy', to: chain[0]?.from ?? cause.subject }, ...chain],
      }));
  },
});

const isOperator = (one: Operator): boolean => /operator|controller/i.test(`${one.metadata.name}\n${startText(one)}`);

/** The denials in a log of the entries that name the thing. */
function deniedTo(pod: Pod, name: string, state: RbacState): Step[] {
  return loggingContainers(pod).flatMap((container) => {
    const records = (logRecords(state, pod, container, { priority: 2 }) ?? []).filter(({ text }) =>
      text.includes(name),
    );
    return denials(pod, container, records, state).map((cause) => ({
      cause,
      chain: (cause.affects ?? []).slice(0, 1).map(({ ref, relation }) => ({ from: ref, relation, to: cause.subject })),
    }));
  });
}
