/** Commands that read, and what of the same groups does not. */
import { type Command, EVERYWHERE, FILES, type Group, make, PRINT, refuse } from './command.ts';

const KUBECONFIG = 'it changes the kubeconfig; which cluster is asked, and as whom, is configuration.';
const config = (flags = ''): Command => make('read', 'none', flags);
const noConfig = refuse(KUBECONFIG);

export const READS: Group['commands'] = {
  explain: make('read', 'none', 'api-version max-depth output/o recursive/R!'),
  get: make(
    'read',
    'objects',
    PRINT,
    FILES,
    EVERYWHERE,
    'chunk-size field-selector ignore-not-found! label-columns/L no-headers! output-watch-events! raw selector/l server-print! show-kind! show-labels! sort-by subresource watch/w! watch-only!',
  ),
  'cluster-info': {
    own: make('read', 'cluster'),
    commands: { dump: make('read', 'objects', PRINT, EVERYWHERE, 'namespaces output-directory pod-running-timeout') },
  },
  top: {
    commands: {
      node: make(
        'read',
        'nodes',
        'no-headers! selector/l show-capacity! show-swap! sort-by use-protocol-buffers! heapster-namespace',
      ),
      pod: make(
        'read',
        'pods',
        EVERYWHERE,
        'containers! field-selector no-headers! selector/l show-swap! sort-by sum! use-protocol-buffers!',
      ),
    },
  },
  describe: make('read', 'objects', FILES, EVERYWHERE, 'chunk-size selector/l show-events!'),
  logs: make(
    'read',
    'pods',
    'all-containers! all-pods! container/c follow/f! ignore-errors! insecure-skip-tls-verify-backend! limit-bytes max-log-requests pod-running-timeout prefix! previous/p! selector/l since since-time tail timestamps!',
  ),
  auth: {
    commands: {
      'can-i': make('read', 'none', EVERYWHERE, 'list! no-headers! quiet/q! subresource'),
      reconcile: make('write', 'objects', PRINT, FILES, 'dry-run? remove-extra-permissions! remove-extra-subjects!'),
      whoami: make('read', 'none', PRINT),
    },
  },
  events: {
    ...make('read', 'cluster', PRINT, EVERYWHERE, 'chunk-size for no-headers! types watch/w!'),
    kind: 'events',
  },
  wait: make('read', 'objects', PRINT, FILES, EVERYWHERE, 'all! field-selector for local! selector/l timeout'),
  completion: make('read', 'none'),
  'api-resources': make(
    'read',
    'none',
    'api-group cached! categories namespaced! no-headers! output/o show-managed-fields! sort-by template allow-missing-template-keys! verbs',
  ),
  'api-versions': make('read', 'none'),
  config: {
    commands: {
      'current-context': config(),
      'get-clusters': config(),
      'get-contexts': config('no-headers! output/o'),
      'get-users': config(),
      view: config(`${PRINT} flatten! merge! minify! raw!`),
      'delete-cluster': noConfig,
      'delete-context': noConfig,
      'delete-user': noConfig,
      'rename-context': noConfig,
      set: noConfig,
      'set-cluster': noConfig,
      'set-context': noConfig,
      'set-credentials': noConfig,
      unset: noConfig,
      'use-context': noConfig,
    },
  },
  options: make('read', 'none'),
  help: make('read', 'none'),
  version: make('read', 'none', 'client! output/o short!'),
};
