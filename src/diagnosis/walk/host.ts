/** Where a host is looked up, and what a name that is nobody's is the fault of. */
import type { ObjectRef, Pod } from '../../cluster/objects.ts';
import { refKey, refOf } from '../../cluster/objects.ts';
import { parseIp } from '../../semantics/ip.ts';
import type { Target, TargetWorld } from '../../semantics/target.ts';
import { specEvidence } from '../evidence.ts';
import type { Finding, Step } from '../finding.ts';
import { originsOf } from '../objects/configOrigin.ts';
import { EVERYWHERE, type State } from '../state.ts';
import { nameOf } from '../words/fill.ts';
import { aliasNamespace } from './externalName.ts';
import { SERVED_KINDS } from './served.ts';

export const WORLD_KINDS = [...SERVED_KINDS, 'nodes', 'configmaps', 'certificatesigningrequests'] as const;
export type WorldState = State<(typeof WORLD_KINDS)[number]>;

/** What the name may be looked up in: the caller's namespace, the one that the name names, all for an address. */
export function worldFor(host: string, from: Pod, state: WorldState): TargetWorld {
  const own = from.metadata.namespace ?? 'default';
  const named = host.split('.')[1];
  const namespaces = state.list('namespaces');
  const isAddress = parseIp(host) !== undefined;
  const isName = host.includes('.') && !isAddress;
  const asked = isAddress || host.includes('.') ? [EVERYWHERE] : [own];
  const near = asked.flatMap((namespace) => state.list('services', namespace));
  // What an ExternalName of these leads to lies in another namespace.
  const aliases = new Set(near.flatMap((service) => aliasNamespace(service) ?? []));
  const further = [...aliases]
    .filter((namespace) => !asked.includes(namespace) && !asked.includes(EVERYWHERE))
    .flatMap((namespace) => state.list('services', namespace));
  const services = [...near, ...further];
  const where =
    named !== undefined && namespaces.some(({ metadata }) => metadata.name === named) ? [own, named] : [own];
  const pods = where.flatMap((namespace) => state.list('pods', namespace));
  return {
    services,
    pods: isAddress ? state.list('pods') : pods,
    slices: where.flatMap((namespace) => state.list('endpointslices', namespace)),
    namespaces,
    nodes: isAddress ? state.list('nodes') : [],
    ingresses: isName ? state.list('ingresses', EVERYWHERE) : [],
    gatewayRoutes: isName ? [...state.list('httproutes', EVERYWHERE), ...state.list('grpcroutes', EVERYWHERE)] : [],
  };
}

/** A name that is no Service's: the object that holds the name is what to mend. */
export function missingHost(
  target: Extract<Target, { kind: 'missing' }>,
  host: string,
  caller: Pick<Finding, 'evidence' | 'since'> & { subject: ObjectRef },
  state: WorldState,
): Step {
  const wanted = `${target.wanted.namespace}/${target.wanted.service}`;
  const [origin] = originsOf(host, caller.subject, state);
  const [nearest] = target.elsewhere;
  const subject = origin?.object ?? caller.subject;
  return {
    cause: {
      code: 'HostNotFound',
      subject,
      about: host,
      confidence: origin === undefined ? 'likely' : 'confirmed',
      params: {
        host,
        wanted,
        origin: origin === undefined ? undefined : `${nameOf(origin.object)} ${origin.path}`,
        nearest: nearest && nameOf(refOf(nearest)),
      },
      evidence: [
        ...(origin === undefined
          ? []
          : [specEvidence(origin.object, origin.path, origin.value.length > 300 ? host : origin.value)]),
        ...caller.evidence,
      ],
      since: caller.since,
      affects: [{ ref: caller.subject, relation: 'readsConfig' }],
    },
    chain:
      refKey(subject) === refKey(caller.subject)
        ? []
        : [{ from: caller.subject, relation: 'readsConfig', to: subject }],
  };
}
