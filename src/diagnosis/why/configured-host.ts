/** Why an asked workload does not do its work, where no log says: its configuration names a host that is not there. */
import { refOf } from '../../cluster/objects.ts';
import { resolveTarget } from '../../semantics/target.ts';
import { specEvidence } from '../evidence.ts';
import { defineWhy, type Step } from '../finding.ts';
import { type ConfigValue, configOf } from '../objects/configOrigin.ts';
import { similarName } from '../objects/similar.ts';
import { podsOf } from '../objects/workloads.ts';
import { EVERYWHERE } from '../state.ts';
import { missingHost, WORLD_KINDS, worldFor } from '../walk/host.ts';

/** The host of a URL, or of `host:port` in a value that says that it is an address. */
const URL_HOST = /\b[a-z][a-z0-9+.-]*:\/\/(?:[^\s/@"']*@)?([a-z0-9](?:[a-z0-9.-]*[a-z0-9])?)(?=[:/?\s"',]|$)/gi;
const ADDRESS = /^([a-z0-9](?:[a-z0-9.-]*[a-z0-9])?)(?::\d{2,5})?$/i;
const ADDRESS_KEY = /(?:HOST|HOSTNAME|ADDR|ADDRESS|SERVER|ENDPOINT|BROKERS?|UPSTREAM)$/i;
/** Longer values are whole files, whose examples and comments name hosts too. */
const MAX_VALUE = 2000;
const MAX_HOSTS = 12;

export default defineWhy({
  id: 'configured-host',
  needs: WORLD_KINDS,
  explains: ['AskedAbout'],
  why({ subject }, state) {
    const [from] = podsOf(subject, state);
    if (from === undefined) return [];
    const hosts = new Map(configOf(subject, state).flatMap(hostsIn));
    return [...hosts].slice(0, MAX_HOSTS).flatMap(([host, origin]): Step[] => {
      const target = resolveTarget(host, from, worldFor(host, from, state));
      if (target.kind !== 'missing' || target.failure !== undefined) return [];
      const looked = state.complete('services', host.includes('.') ? EVERYWHERE : from.metadata.namespace);
      if (!looked) return [];
      // Short names may be a name server's of the node: one that a Service elsewhere or nearly has is meant for a Service.
      const { namespace, service } = target.wanted;
      const names = state.list('services', namespace).map(({ metadata }) => metadata.name);
      const twins = state.list('services', EVERYWHERE).filter(({ metadata }) => metadata.name === service);
      const near = similarName(service, names);
      if (twins.length === 0 && near === undefined && !/\.svc(?:\.|$)/.test(host)) return [];
      const evidence = origin.value.length > 300 ? [] : [specEvidence(origin.object, origin.path, origin.value)];
      const step = missingHost({ ...target, elsewhere: twins }, host, { subject, evidence }, state);
      const [twin] = twins.map(refOf);
      const nearest = twin === undefined ? near : `${twin.namespace}/${twin.name}`;
      const cause = { ...step.cause, confidence: 'likely' as const, params: { ...step.cause.params, nearest } };
      return [{ ...step, cause }];
    });
  },
});

function hostsIn(origin: ConfigValue): [string, ConfigValue][] {
  const { value, key } = origin;
  if (value.length > MAX_VALUE) return [];
  const urls = [...value.matchAll(URL_HOST)].map((match) => match[1]);
  const address = ADDRESS_KEY.test(key) ? ADDRESS.exec(value.trim())?.[1] : undefined;
  return [...urls, address]
    .filter((host) => host !== undefined && /[a-z]/i.test(host) && host !== 'localhost')
    .map((host) => [String(host).toLowerCase(), origin]);
}
