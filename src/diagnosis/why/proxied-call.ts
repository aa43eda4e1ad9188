/** Why a call within the cluster fails: the client sends it to an HTTP proxy outside, because NO_PROXY does not exempt the host. */
import { isExempt } from '../../semantics/noProxy.ts';
import { resolveTarget } from '../../semantics/target.ts';
import { specEvidence } from '../evidence.ts';
import { defineWhy, type Finding } from '../finding.ts';
import { type ConfigValue, configOf } from '../objects/configOrigin.ts';
import { linked } from '../objects/linked.ts';
import { podsOf } from '../objects/workloads.ts';
import { WORLD_KINDS, worldFor } from '../walk/host.ts';
import { nameOf } from '../words/fill.ts';

/** What a proxy leaves in an answer, or a client says of it. */
const BY_PROXY = /squid|\bvia: |proxy|\bCONNECT\b|tunnel|代理/i;

export default defineWhy({
  id: 'proxied-call',
  needs: WORLD_KINDS,
  explains: ['CallFailing'],
  why({ subject, params, evidence, since }, state) {
    const host = String(params?.host ?? '');
    const [from] = podsOf(subject, state);
    const values = configOf(subject, state);
    const proxy = named(values, /^https?_proxy$/i);
    if (host === '' || from === undefined || proxy === undefined) return [];
    const target = resolveTarget(host, from, worldFor(host, from, state));
    const exempt = named(values, /^no_proxy$/i);
    if (target.kind !== 'service' || isExempt(host, exempt?.value ?? '')) return [];
    if (!evidence.some(({ quote }) => BY_PROXY.test(quote) || quote.includes(proxyHost(proxy.value)))) return [];
    const origin = exempt ?? proxy;
    const cause: Finding = {
      code: 'ProxiedInsideCluster',
      subject: origin.object,
      about: host,
      confidence: 'confirmed',
      params: { caller: nameOf(subject), host, proxy: proxy.value, exempt: exempt?.value || undefined },
      evidence: [...evidence, ...[proxy, ...(exempt === undefined ? [] : [exempt])].map(valueEvidence)],
      since,
      affects: [{ ref: subject, relation: 'readsConfig' }],
    };
    return [linked(subject, cause)];
  },
});

const named = (values: readonly ConfigValue[], key: RegExp): ConfigValue | undefined =>
  values.find((one) => key.test(one.key) && one.value !== '') ?? values.find((one) => key.test(one.key));

const proxyHost = (url: string): string => /^(?:\w+:\/\/)?(?:[^@/]*@)?([^:/]+)/.exec(url)?.[1] ?? url;

const valueEvidence = ({ object, path, value }: ConfigValue) => specEvidence(object, path, value);
