/** What a caller can name in the cluster, as far as `diagnose` may read it for that caller. */
import type { KubeObject } from '../cluster/objects.ts';
import type { ClusterNames } from '../mcp/prompts/provider.ts';
import type { Principal } from '../policy/types.ts';
import type { App } from './app.ts';
import type { OpenSource } from './source.ts';

/** Pods are many: only those of one namespace are named. */
const EVERYWHERE = ['deployments', 'statefulsets', 'daemonsets', 'cronjobs', 'jobs'] as const;
const IN_NAMESPACE = [...EVERYWHERE, 'pods'] as const;
const NAMESPACE = /^[a-z0-9](?:[-a-z0-9]{0,61}[a-z0-9])?$/;

/** Reads are shared with diagnoses that run at the same time. An unreadable cluster has no names to offer. */
export function clusterNames({ source, policy }: Pick<App, 'source' | 'policy'>): ClusterNames {
  const mayRead = (principal: Principal, namespaces: string[] | undefined) => {
    const action = { tool: 'diagnose', effect: 'read' as const, namespaces, summary: 'complete a name' };
    return policy.decide(principal, action).decision === 'allow';
  };
  return {
    async namespaces({ principal, signal }) {
      const all = principal.namespaces ?? (await orNone(async () => namespacesOf(await source(), signal)));
      return all.filter((namespace) => mayRead(principal, [namespace]));
    },
    async workloads({ principal, signal }, namespace) {
      if (namespace !== undefined && !NAMESPACE.test(namespace)) return [];
      if (!mayRead(principal, namespace === undefined ? undefined : [namespace])) return [];
      return orNone(async () => workloadsOf(await source(), namespace, signal));
    },
  };
}

async function namespacesOf(source: OpenSource, signal: AbortSignal): Promise<readonly string[]> {
  const readable = await source.readableNamespaces(signal);
  return readable ?? (await source.list('namespaces', undefined, signal)).objects.map(({ metadata }) => metadata.name);
}

async function workloadsOf(source: OpenSource, namespace: string | undefined, signal: AbortSignal): Promise<string[]> {
  const kinds = namespace === undefined ? EVERYWHERE : IN_NAMESPACE;
  const lists = await Promise.all(kinds.map((kind) => source.list(kind, namespace, signal)));
  const objects: KubeObject[] = lists.flatMap((list) => [...list.objects]);
  return [...new Set(objects.map(({ kind, metadata }) => `${kind}/${metadata.name}`))];
}

/** A completion is a courtesy: where it fails, the call itself will say why. */
function orNone(read: () => Promise<readonly string[]>): Promise<readonly string[]> {
  return read().catch(() => []);
}
