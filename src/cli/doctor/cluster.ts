/** Whether the cluster can be reached, and what may be read there. */
import type { KindName } from '../../cluster/kinds.ts';
import type { ClusterSource } from '../../cluster/source.ts';
import type { App } from '../app.ts';
import { EXIT, sentenceOf } from '../exit.ts';
import type { Check, Finding } from './check.ts';

export const clusterCheck: Check = {
  name: 'cluster',
  exitCode: EXIT.unreadable,
  async run(app, signal) {
    try {
      const source = await app.source();
      const { context, server, version, capturedAt } = await source.identity(signal);
      const parts = [
        context === null ? undefined : `context ${context}`,
        server,
        version,
        capturedAt === null ? undefined : `captured ${capturedAt}`,
      ];
      return [{ state: 'ok', text: parts.filter((part) => typeof part === 'string').join(', ') }];
    } catch (error) {
      signal.throwIfAborted();
      // The sentence says itself what to do.
      return [{ state: 'problem', text: sentenceOf(error) }];
    }
  },
};

/** Without these, most causes stay hidden. */
const WANTED: readonly KindName[] = [
  'pods',
  'events',
  'services',
  'endpointslices',
  'deployments',
  'replicasets',
  'configmaps',
];
const CLUSTER_WIDE: readonly KindName[] = ['nodes', 'persistentvolumes', 'storageclasses'];

export const rightsCheck: Check = {
  name: 'rights',
  exitCode: EXIT.unreadable,
  async run(app, signal) {
    try {
      return await rights(app, await app.source(), signal);
    } catch {
      signal.throwIfAborted();
      return [{ state: 'note', text: 'not checked, as the cluster cannot be read' }];
    }
  },
};

async function rights(app: App, source: ClusterSource, signal: AbortSignal): Promise<Finding[]> {
  if (app.options.snapshot !== undefined) return [{ state: 'ok', text: 'a snapshot can be read as a whole' }];
  const namespaces = await source.readableNamespaces(signal);
  const mend = 'apply deploy/rbac.yaml, or ask for its rules';
  if (namespaces?.length === 0) return [{ state: 'problem', text: 'no namespace can be read', mend }];
  const where = namespaces?.[0] ?? 'default';
  const lists = [
    ...WANTED.map((kind) => [kind, where] as const),
    ...CLUSTER_WIDE.map((kind) => [kind, undefined] as const),
  ];
  const gaps = (await Promise.all(lists.map(([kind, namespace]) => source.list(kind, namespace, signal)))).flatMap(
    ({ gap }) => gap ?? [],
  );
  const readable = namespaces === undefined ? 'all namespaces' : `the namespaces ${namespaces.join(', ')}`;
  return [
    { state: 'ok', text: `${readable} can be read` },
    ...gaps.map((gap): Finding => ({ state: 'note', text: `${gap.what}: ${gap.why}`, mend })),
  ];
}
