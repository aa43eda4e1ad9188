/** Requests that the API server denied to a ServiceAccount, as logs and events tell, and which rule lacks what. */
import type { ClusterRoleBinding, ObjectRef, Pod, RoleBinding } from '../../cluster/objects.ts';
import { refOf } from '../../cluster/objects.ts';
import { objectsIn } from '../../semantics/lenient.ts';
import { accessVerdict, allowingBindings, serviceAccountIdentity } from '../../semantics/rbac.ts';
import { decidedEvidence, logEvidence, specEvidence } from '../evidence.ts';
import { defineFact, type Finding } from '../finding.ts';
import { isLasting } from '../log/lasting.ts';
import { loggingContainers, logRecords } from '../log/read.ts';
import type { LogRecord } from '../log/records.ts';
import { wantedLogs } from '../log/wanted.ts';
import { RELATED_KINDS } from '../objects/related.ts';
import { similarName } from '../objects/similar.ts';
import { workloadOf } from '../objects/workloads.ts';
import type { State } from '../state.ts';
import { nameOf } from '../words/fill.ts';

export const NEEDS = [...RELATED_KINDS, 'roles', 'clusterroles', 'rolebindings', 'clusterrolebindings'] as const;
export type RbacState = State<(typeof NEEDS)[number]>;

/** The API server's own sentence. Source: k8s.io/apiserver `responsewriters.forbiddenMessage`. */
const DENIED =
  /User "system:serviceaccount:(?<namespace>[a-z0-9-]+):(?<account>[a-z0-9.-]+)" cannot (?<verb>[a-z]+) resource "(?<resource>[a-z0-9.-]+)(?:\/(?<sub>[a-z]+))?" in API group "(?<group>[^"]*)"(?: in the namespace "(?<where>[a-z0-9-]+)")?/;

export default defineFact({
  id: 'rbac-denied',
  needs: NEEDS,
  find(state) {
    return wantedLogs(state).flatMap(({ pod, priority }) =>
      loggingContainers(pod).flatMap((container) =>
        denials(pod, container, logRecords(state, pod, container, { priority }) ?? [], state),
      ),
    );
  },
});

/** What one log says was denied, a finding each. */
export function denials(pod: Pod, container: string, records: readonly LogRecord[], state: RbacState): Finding[] {
  // JSON logs escape the quotes of the sentence; the text of a record has them decoded.
  const hits = records.map((record) => ({ record, match: deniedIn(record) })).filter(({ match }) => match !== null);
  const groups = Map.groupBy(hits, ({ match }) => match?.[0]);
  return [...groups.values()].flatMap((group) => {
    const last = group.at(-1);
    const groupsOf = last?.match?.groups;
    if (last === undefined || groupsOf === undefined) return [];
    const reports = group.map(({ record }) => record);
    const { at: time, raw } = last.record;
    const at = time === undefined ? undefined : new Date(time).toISOString();
    const quote = [logEvidence(pod, container, sentenceOf(last.record) ?? raw, at)];
    const by = workloadOf(pod, state);
    const finding = denied(groupsOf, { by, evidence: quote, since: at, count: group.length }, state);
    // What is read once, at the start, is denied once: it matters while the roles still deny it.
    const atStart = records.indexOf(last.record) < START_RECORDS && finding.params?.reason !== undefined;
    return atStart || isLasting(reports, records, pod, state.now) ? [finding] : [];
  });
}

/** So many records from its beginning tell of a process's start. */
const START_RECORDS = 15;

const unescaped = (text: string): string => text.replaceAll('\\"', '"');
/** The sentence in a record, which may stand in an exception below its first line. */
const deniedIn = ({ text, more }: LogRecord): RegExpExecArray | null =>
  DENIED.exec(unescaped([text, ...more.slice(0, 10)].join('\n')));
/** The line of a record below the first that holds the sentence. */
const sentenceOf = ({ more }: LogRecord): string | undefined =>
  more.find((line) => DENIED.test(unescaped(line)))?.trim();

/** Who was denied, and how that is known. */
export interface Denial {
  by: ObjectRef;
  evidence: Finding['evidence'];
  since: string | undefined;
  count: number;
}

/** The API server's sentence in a text, taken apart; undefined where it has none. */
export const denialIn = (text: string): Record<string, string | undefined> | undefined =>
  DENIED.exec(text.replaceAll('\\"', '"'))?.groups;

/** The finding for a denial; the subject is the role that comes nearest, else the account. */
export function denied(match: Record<string, string | undefined>, denial: Denial, state: RbacState): Finding {
  const { namespace = '', account = '', verb = '', resource = '', sub, group = '', where } = match;
  const world = {
    roles: where === undefined ? [] : state.list('roles', where),
    roleBindings: where === undefined ? [] : state.list('rolebindings', where),
    clusterRoles: state.list('clusterroles'),
    clusterRoleBindings: state.list('clusterrolebindings'),
  };
  const known = state.complete('clusterroles') && (where === undefined || state.complete('rolebindings', where));
  const access = {
    verb,
    group,
    resource,
    ...(sub ? { subresource: sub } : {}),
    ...(where ? { namespace: where } : {}),
  };
  const verdict = accessVerdict(serviceAccountIdentity(namespace, account), access, world);
  const nearest = !verdict.pass && known ? verdict.nearest?.grant : undefined;
  const meant = verdict.pass ? undefined : bindingMeant({ namespace, account }, allowingBindings(access, world));
  const role = meant ?? nearest?.role ?? nearest?.binding;
  return {
    code: 'RbacForbidden',
    subject: role === undefined ? { apiVersion: 'v1', kind: 'ServiceAccount', namespace, name: account } : refOf(role),
    about: `${account} ${verb} ${resource}`,
    confidence: !verdict.pass && known ? 'confirmed' : 'likely',
    params: {
      account: `${namespace}/${account}`,
      verb,
      resource: sub ? `${resource}/${sub}` : resource,
      group: group || 'core',
      where: where ?? 'cluster scope',
      workload: nameOf(denial.by),
      count: denial.count,
      reason: verdict.pass ? undefined : meant === undefined ? verdict.reason : 'NotBound',
      role: meant === undefined ? role && nameOf(refOf(role)) : undefined,
      binding: meant && nameOf(refOf(meant)),
      bound: meant && accountsOf(meant).join(', '),
    },
    evidence: [
      ...denial.evidence,
      ...(meant === undefined
        ? decidedEvidence(verdict.pass || !known ? [] : verdict.by)
        : accountsOf(meant)
            .slice(0, 3)
            .map((name) => specEvidence(meant, `subjects[${name}].name`, name))),
    ],
    since: denial.since,
    affects: [{ ref: denial.by, relation: 'authorizedBy' }],
  };
}

type Binding = RoleBinding | ClusterRoleBinding;

const accountsOf = ({ subjects }: Binding): string[] =>
  objectsIn(subjects).flatMap(({ kind, name }) => (kind === 'ServiceAccount' ? name : []));

/** The binding that gives what is lacking to an account of nearly that name in the same namespace: it misses this one. */
function bindingMeant(
  { namespace, account }: { namespace: string; account: string },
  allowing: readonly Binding[],
): Binding | undefined {
  return allowing.find((binding) =>
    objectsIn(binding.subjects).some(
      ({ kind, name, namespace: where = binding.metadata.namespace }) =>
        kind === 'ServiceAccount' &&
        where === namespace &&
        (similarName(account, [name]) !== undefined || binding.metadata.name.includes(account)),
    ),
  );
}
