/** Containers that the kubelet or the runtime refuses to create: users, mounts, security settings. */

import type { ObjectRef } from '../../cluster/objects.ts';
import { startFailureOf } from '../container/startFailure.ts';
import { eventEvidence, statusEvidence } from '../evidence.ts';
import { defineFact, type Finding } from '../finding.ts';
import {
  byWorkload,
  type ContainerView,
  containerField,
  eventsOf,
  harmed,
  troubledContainers,
} from '../objects/containers.ts';
import { WORKLOAD_KINDS } from '../objects/workloads.ts';
import type { Evidence } from '../result.ts';
import type { State } from '../state.ts';
import { nameOf } from '../words/fill.ts';

type CreateState = State<(typeof WORKLOAD_KINDS)[number]>;

/** Of the kubelet (pkg/kubelet/kuberuntime): what it could not do with a container that never ran. */
const REASONS = new Set([
  'CreateContainerConfigError',
  'CreateContainerError',
  'PreCreateHookError',
  'PreStartHookError',
  'PostStartHookError',
]);
/** Said by missing-config, with the object that is missing as its subject. */
const CONFIG = /(?:configmap|secret) "[^"]*" not found|couldn't find key|non-existent (?:config|secret) key/i;
/** Passing trouble of the node: the kubelet tries again. */
const PASSING =
  /context deadline exceeded|is reserved for|timed out waiting for the condition|object "[^"]*"\/"[^"]*" not registered/i;

export default defineFact({
  id: 'container-create',
  needs: WORKLOAD_KINDS,
  find(state) {
    const waiting = troubledContainers(state).filter(({ status }) => REASONS.has(status.state?.waiting?.reason ?? ''));
    return byWorkload(waiting, state).flatMap(({ workload, views }) => ofGroup(workload, views, state));
  },
});

function ofGroup(workload: ObjectRef, views: readonly ContainerView[], state: CreateState): Finding[] {
  const [view] = views;
  if (view === undefined) return [];
  const { reason = '', message = '' } = view.status.state?.waiting ?? {};
  const event = message === '' ? eventsOf(view, state).findLast(({ reason: why }) => why === 'Failed') : undefined;
  const said = message === '' ? (event?.message ?? '') : message;
  if (CONFIG.test(said)) return [];
  const evidence: Evidence[] = [
    ...(message === '' ? [] : [statusEvidence(view.pod, `${view.path}.state.waiting.message`, message)]),
    ...(event === undefined ? [] : [eventEvidence(event)]),
    statusEvidence(view.pod, `${view.path}.state.waiting.reason`, reason),
  ];
  const base = {
    subject: workload,
    confidence: PASSING.test(said) ? ('possible' as const) : ('confirmed' as const),
    since: view.pod.metadata.creationTimestamp,
    affects: harmed(workload, views, 'runs'),
  };
  const params = {
    workload: nameOf(workload),
    container: view.name,
    image: view.spec?.image,
    reason,
    said: said.slice(0, 300) || undefined,
  };
  if (/runAsNonRoot|non-root/i.test(said)) {
    return [
      {
        ...base,
        code: 'RunAsNonRootRefused',
        params: { ...params, ...userOf(view, said) },
        evidence: [...evidence, ...nonRootEvidence(view)],
      },
    ];
  }
  const start = startFailureOf(said);
  if (start !== undefined) return [{ ...base, code: start.code, params: { ...params, ...start.params }, evidence }];
  return [{ ...base, code: 'ContainerCreateFailed', params, evidence }];
}

function userOf({ pod, spec }: ContainerView, said: string): Finding['params'] {
  const named = /non-numeric user \(([^)]*)\)/.exec(said)?.[1];
  const runAsUser = spec?.securityContext?.runAsUser ?? pod.spec?.securityContext?.runAsUser;
  return {
    user: named === undefined ? 'root' : `the non-numeric user ${named}, which may be root`,
    userZh: named === undefined ? 'root 用户' : `非数字用户 ${named}(无法确认不是 root)`,
    runAsUser,
  };
}

/** Where runAsNonRoot stands: on the container, else on the pod. */
function nonRootEvidence(view: ContainerView): Evidence[] {
  if (view.spec?.securityContext?.runAsNonRoot) return [containerField(view, 'securityContext.runAsNonRoot', true)];
  if (!view.pod.spec?.securityContext?.runAsNonRoot) return [];
  return [statusEvidence(view.pod, 'spec.securityContext.runAsNonRoot', true)];
}
