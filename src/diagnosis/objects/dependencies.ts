/** The Services that a workload's configuration names: what it is meant to call, whether or not a log tells of it. */
import type { ObjectRef, Service } from '../../cluster/objects.ts';
import { refKey, refOf } from '../../cluster/objects.ts';
import { known, type State } from '../state.ts';
import { CONFIG_KINDS, type ConfigValue, configOf } from './configOrigin.ts';

export const DEPENDENCY_KINDS = [...CONFIG_KINDS, 'services'] as const;

export interface Dependency {
  service: Service;
  port: number | undefined;
  /** The value that names it. */
  origin: ConfigValue;
}

/** `host`, `host.namespace`, `host.namespace.svc…`, in URLs, `host:port` pairs and lists of them. */
const HOST =
  /(?:^|[\s,;@/"'=(])([a-z0-9](?:[a-z0-9-]*[a-z0-9])?)(?:\.([a-z0-9](?:[a-z0-9-]*[a-z0-9])?))?(?:\.svc(?:\.[a-z0-9.-]+)?)?(?::(\d{2,5}))?(?=$|[\s,;/"')?])/gi;
/** Longer values are files: only their URLs and host:port pairs count, which the pattern finds all the same. */
const MAX_VALUE = 20_000;

/** The Services of the workload's own namespace, or of one that the value names, that its configuration mentions. */
export function dependenciesOf(workload: ObjectRef, state: State<(typeof DEPENDENCY_KINDS)[number]>): Dependency[] {
  return state.memo(`dependencies:${refKey(workload)}`, () => {
    const found = new Map<string, Dependency>();
    const names = new Set(state.list('services', workload.namespace).map(({ metadata }) => metadata.name));
    for (const origin of configOf(workload, state)) {
      for (const [, host = '', namespace, port] of origin.value.slice(0, MAX_VALUE).matchAll(HOST)) {
        const local = namespace === undefined || namespace === workload.namespace;
        // Plain words are everywhere: a bare one counts only where it is a Service, a dotted one is looked up.
        if (local && !names.has(host)) continue;
        if (!local && port === undefined && !/\.svc|:\/\//.test(origin.value)) continue;
        const service = known(state.find('services', local ? workload.namespace : namespace, host));
        if (service !== undefined && !found.has(refKey(refOf(service)))) {
          found.set(refKey(refOf(service)), { service, port: port === undefined ? undefined : Number(port), origin });
        }
      }
    }
    return [...found.values()];
  });
}
