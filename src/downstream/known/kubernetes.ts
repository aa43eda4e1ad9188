/** The rules of `kubernetes-mcp-server`. */
import { HELM_OPTIONS, type KnownServer } from './define.ts';

const notSecret = { pattern: '(?![Ss][Ee][Cc][Rr][Ee][Tt]).*' };

/** npm `kubernetes-mcp-server`. Its annotations are right; what they do not tell is added. */
export const KUBERNETES: KnownServer = {
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
