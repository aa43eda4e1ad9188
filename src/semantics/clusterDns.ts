/**
 * Cluster DNS: which Service answers, which names a pod asks for, and whether its policies let it ask.
 * https://kubernetes.io/docs/concepts/services-networking/dns-pod-service/
 */
import type { Pod, Service } from '../cluster/objects.ts';
import { podEndpoints } from './endpoints.ts';
import { parseIp, sameIp } from './ip.ts';
import { objectsIn, stringMap, stringsIn, textIn } from './lenient.ts';
import { connectionVerdict, type PolicyVerdict, type PolicyWorld } from './networkPolicy.ts';
import { portsOfService, targetPortOnPod } from './servicePort.ts';
import { decided, fail, PASS, type Verdict } from './verdict.ts';

export const DEFAULT_CLUSTER_DOMAIN = 'cluster.local';

/** The Services that answer DNS: `kube-dns` (its label is the convention of every distribution) and OpenShift's. */
export function dnsServices(services: readonly Service[]): Service[] {
  return services.filter(({ metadata: { namespace, name, labels } }) =>
    namespace === 'kube-system'
      ? stringMap(labels)['k8s-app'] === 'kube-dns' || name === 'kube-dns'
      : namespace === 'openshift-dns' && name === 'dns-default',
  );
}

/** The domain in a CoreDNS Corefile (`kubernetes DOMAIN …`); undefined where it names none. */
export function clusterDomainOf(corefile: unknown): string | undefined {
  if (typeof corefile !== 'string') return undefined;
  const names = /^[ \t]*kubernetes[ \t]+([^\n{]+)/m.exec(corefile)?.[1]?.split(/\s+/) ?? [];
  return names.map(bareName).find((name) => name !== '' && !name.endsWith('.arpa'));
}

/** Lower case and without the final dot. */
export function bareName(name: string): string {
  return name.toLowerCase().replace(/\.$/, '');
}

/**
 * Whether a pod asks the cluster's DNS at all. Fails with `ClusterDnsNotUsed` by `spec.dnsPolicy` (`Default`, or
 * `ClusterFirst` in the host network, which means `Default`), or by the name servers of `dnsPolicy: None`.
 */
export function clusterDnsVerdict(pod: Pod, services: readonly Service[]): Verdict {
  const { dnsPolicy = 'ClusterFirst', hostNetwork, dnsConfig } = pod.spec ?? {};
  const detail = 'the pod does not ask the DNS of the cluster';
  if (dnsPolicy === 'Default') return fail('ClusterDnsNotUsed', detail, decided(pod, 'spec.dnsPolicy', dnsPolicy));
  if (dnsPolicy === 'ClusterFirst' && hostNetwork === true) {
    const by = [decided(pod, 'spec.dnsPolicy', pod.spec?.dnsPolicy), decided(pod, 'spec.hostNetwork', true)];
    return fail('ClusterDnsNotUsed', detail, ...by);
  }
  if (dnsPolicy !== 'None') return PASS;
  const servers = stringsIn(dnsConfig?.nameservers);
  const cluster = dnsServices(services).flatMap(({ spec }) => [spec?.clusterIP, ...stringsIn(spec?.clusterIPs)]);
  // A link-local name server is a node's cache in front of the cluster's DNS.
  const asks = (ip: string): boolean => ip.startsWith('169.254.') || cluster.some((own) => sameIp(own, ip));
  if (cluster.length === 0 || servers.some(asks)) return PASS;
  return fail('ClusterDnsNotUsed', detail, decided(pod, 'spec.dnsConfig.nameservers', dnsConfig?.nameservers));
}

/** The absolute names that a pod's resolver asks for, in order: search domains first for names with fewer dots than `ndots`. */
export function queriesFor(name: string, pod: Pod, clusterDomain = DEFAULT_CLUSTER_DOMAIN): string[] {
  const bare = bareName(name);
  if (name.endsWith('.') || parseIp(bare) !== undefined) return [bare];
  const { dnsPolicy, hostNetwork, dnsConfig } = pod.spec ?? {};
  const searches = stringsIn(dnsConfig?.searches).map(bareName);
  const clusterFirst = dnsPolicy === 'ClusterFirstWithHostNet' || (dnsPolicy ?? 'ClusterFirst') === 'ClusterFirst';
  const cluster = clusterFirst && (hostNetwork !== true || dnsPolicy === 'ClusterFirstWithHostNet');
  const namespace = pod.metadata.namespace ?? 'default';
  const domains = cluster ? [`${namespace}.svc.${clusterDomain}`, `svc.${clusterDomain}`, clusterDomain] : [];
  const searched = [...new Set([...domains, ...searches])].map((domain) => `${bare}.${domain}`);
  const dots = bare.split('.').length - 1;
  return dots >= ndotsOf(pod, cluster) ? [bare, ...searched] : [...searched, bare];
}

/** `options ndots` of a pod: 5 with the cluster's DNS, 1 (the resolver's own) elsewhere, unless `dnsConfig` says otherwise. */
function ndotsOf(pod: Pod, cluster: boolean): number {
  const option = objectsIn(pod.spec?.dnsConfig?.options).find(({ name }) => name === 'ndots');
  const value = Number(textIn(option?.value));
  return Number.isInteger(value) ? value : cluster ? 5 : 1;
}

/** A pod's way to the cluster's DNS by UDP. `server` is the DNS pod that the verdict is about. */
export type DnsEgress = { server: Pod; verdict: PolicyVerdict };

/**
 * Whether the NetworkPolicies let a pod ask the cluster's DNS: the verdict for the first DNS pod that can be reached by UDP,
 * else for the first one; undefined where no DNS pod is known (then nothing can be said).
 */
export function dnsEgress(
  pod: Pod,
  cluster: { services: readonly Service[]; pods: readonly Pod[] },
  world: PolicyWorld,
): DnsEgress | undefined {
  const ways = dnsServices(cluster.services).flatMap((service) =>
    podEndpoints(service, cluster.pods).map(({ pod: server }): DnsEgress => {
      const port = dnsPort(service, server);
      const connection = { from: { pod }, to: { pod: server }, port, protocol: 'UDP' } as const;
      return { server, verdict: connectionVerdict(connection, world) };
    }),
  );
  return ways.find(({ verdict }) => verdict.pass === true) ?? ways[0];
}

function dnsPort(service: Service, server: Pod): number {
  const port = portsOfService(service).find(({ protocol }) => protocol === 'UDP');
  const target = port && targetPortOnPod(service, port, server);
  if (target?.pass === true) return target.port;
  return typeof port?.targetPort === 'number' ? port.targetPort : 53;
}
