/** The way from an aggregated API on: its Service, and what stands behind that. */
import type { APIService, ObjectRef } from '../../cluster/objects.ts';
import { refOf } from '../../cluster/objects.ts';
import { specEvidence, statusEvidence } from '../evidence.ts';
import type { Finding, Step } from '../finding.ts';
import { known, type State } from '../state.ts';
import type { Relation } from '../words/relations.ts';
import { SERVICE_WALK_KINDS } from './call.ts';
import { serviceSteps } from './service.ts';

export const API_SERVICE_KINDS = [...SERVICE_WALK_KINDS, 'apiservices'] as const;
export type ApiServiceState = State<(typeof API_SERVICE_KINDS)[number]>;

/** Whether the aggregator says that it cannot serve this API; those that the API server serves itself always are. */
export const isUnavailable = ({ status }: APIService): boolean =>
  (status?.conditions ?? []).some(({ type, status: value }) => type === 'Available' && value !== 'True');

/** Why something that needs an unavailable API fails: the first broken link behind it, else the APIService itself. */
export function apiServiceSteps(
  from: ObjectRef,
  relation: Relation,
  service: APIService,
  state: ApiServiceState,
): Step[] {
  const { namespace, name = '', port } = service.spec?.service ?? {};
  const needed = { from, relation, to: refOf(service) };
  const behind = stepsBehind(namespace, name, port, state);
  const served = {
    from: refOf(service),
    relation: 'servedBy',
    to: { apiVersion: 'v1', kind: 'Service', namespace, name },
  };
  if (behind.length > 0)
    return behind.map(({ cause, chain }) => ({
      cause: withQuote(cause, service),
      chain: [needed, served, ...chain],
    }));
  return [{ cause: apiServiceFinding(service), chain: [needed] }];
}

/** What is wrong behind the Service of an aggregated API, as steps from that Service. */
export function stepsBehind(
  namespace: string | undefined,
  name: string,
  port: number | undefined,
  state: ApiServiceState,
): Step[] {
  const backend = known(state.find('services', namespace, name));
  return backend === undefined
    ? []
    : serviceSteps({ service: backend, port: port ?? 443, from: undefined }, state).filter(
        ({ cause }) => cause.code !== 'WorkloadDegraded',
      );
}

/** The APIService as the cause, in the aggregator's own words. */
export function apiServiceFinding(service: APIService): Finding {
  const condition = service.status?.conditions?.find(({ type }) => type === 'Available');
  const { namespace, name = '' } = service.spec?.service ?? {};
  const at = condition?.lastTransitionTime;
  return {
    code: 'ApiServiceUnavailable',
    subject: refOf(service),
    confidence: 'confirmed',
    params: { message: condition?.message, service: `${namespace}/${name}` },
    evidence: [
      statusEvidence(service, 'status.conditions[Available].message', condition?.message ?? '', at),
      specEvidence(service, 'spec.service.name', name),
    ],
    since: at,
  };
}

/** The aggregator's own sentence belongs to the proof of whatever stands behind. */
function withQuote(cause: Finding, service: APIService): Finding {
  const message = service.status?.conditions?.find(({ type }) => type === 'Available')?.message;
  if (message === undefined) return cause;
  const said = statusEvidence(service, 'status.conditions[Available].message', message);
  return { ...cause, evidence: [...cause.evidence, said] };
}
