/**
 * Controllers that cannot act, where somebody waits for what they make: one that may not hold its lease or read what it works on,
 * and one whose log names what was asked about together with its complaint. They often live in a namespace of their own.
 */
import type { Pod } from '../../cluster/objects.ts';
import { refOf } from '../../cluster/objects.ts';
import { defineFact, type Finding } from '../finding.ts';
import { COMPLAINT_KINDS } from '../log/complaintFinding.ts';
import { loggingContainers, logRecords } from '../log/read.ts';
import { podsOf } from '../objects/workloads.ts';
import type { State } from '../state.ts';
import { controllers, OPERATOR_KINDS } from '../walk/operator.ts';
import { complaintsIn } from './log-complaints.ts';
import { denials, NEEDS as RBAC_KINDS } from './rbac-denied.ts';

const NEEDS = [...new Set([...OPERATOR_KINDS, ...RBAC_KINDS, ...COMPLAINT_KINDS])] as const;
type DeniedState = State<(typeof NEEDS)[number]>;

/** Something is to come into being, and does not. */
const AWAITED =
  /\b(?:set(?:ting)? up|provision\w*|onboard\w*|creat(?:e[ds]?|ing)|new (?:customers?|tenants?|users?|env\w*|workspaces?)|nothing happens|never (?:appears?|comes?|shows?|gets? (?:created|ready))|not (?:created|provisioned|made|reconciled)|does(?: not|n't) (?:resolve|appear|show)|nxdomain)\b|开通|创建|新建|初始化|没反应|不生效|解析不(?:到|了)|无法解析/;

export default defineFact({
  id: 'controllers-denied',
  needs: NEEDS,
  find(state) {
    const { text } = state.focus;
    if (!AWAITED.test(text)) return [];
    return controllers(state)
      .flatMap((operator) => podsOf(refOf(operator), state).slice(0, 2))
      .flatMap((pod) => cannotAct(pod, text, state))
      .map((finding) => ({ ...finding, answers: true }));
  },
});

function cannotAct(pod: Pod, asked: string, state: DeniedState): Finding[] {
  return loggingContainers(pod).flatMap((container) => {
    const records = logRecords(state, pod, container, { priority: 2 }) ?? [];
    const denied = denials(pod, container, records, state);
    if (denied.length > 0) return denied;
    const hosts = asked.match(HOST) ?? [];
    const speaksOfIt = hosts.some((host) => records.some(({ text }) => text.includes(host)));
    return speaksOfIt
      ? complaintsIn(records, pod, container, state).filter(({ code }) => code !== 'ApplicationErrors')
      : [];
  });
}

/** A host name in a question: what a controller does for it stands under that name. */
const HOST = /\b[a-z0-9][a-z0-9-]*(?:\.[a-z0-9-]+){2,}\b/g;
