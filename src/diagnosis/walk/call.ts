/** A call to a Service, and how a cause is seen from it. */
import type { Pod, Service } from '../../cluster/objects.ts';
import { refKey, refOf } from '../../cluster/objects.ts';
import type { Finding, Step } from '../finding.ts';
import { WORKLOAD_KINDS } from '../objects/workloads.ts';
import type { Link } from '../result.ts';
import type { State } from '../state.ts';

/** What a service mesh is made of. */
const MESH_KINDS = ['peerauthentications', 'authorizationpolicies', 'virtualservices', 'destinationrules'] as const;

export const SERVICE_WALK_KINDS = [
  ...MESH_KINDS,
  ...WORKLOAD_KINDS,
  'services',
  'endpointslices',
  'networkpolicies',
  'namespaces',
  'replicasets',
] as const;
export type ServiceWalkState = State<(typeof SERVICE_WALK_KINDS)[number]>;

export interface ServiceCall {
  service: Service;
  /** The port as the caller dials it; undefined: not known, then every port must lead somewhere. */
  port: number | string | undefined;
  /** The calling pod, for policies; undefined: an unknown or outside caller. */
  from: Pod | undefined;
  /** Whether a caller tells that calls fail: then what looks well by itself is suspect. */
  fails?: boolean;
  /** The connection is refused: nothing listens where it arrives. */
  refused?: boolean;
}

/** A cause seen from the Service: the link leads from it, unless it is the cause itself. */
export function step(service: Service, cause: Finding): Step {
  const from = refOf(service);
  const same = refKey(from) === refKey(cause.subject);
  const relation = cause.subject.kind === 'NetworkPolicy' ? 'blockedBy' : 'backedBy';
  const chain: Link[] = same ? [] : [{ from, relation, to: cause.subject }];
  return { cause, chain };
}
