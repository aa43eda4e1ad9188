/** Commands that change something, and what of the same groups reads. */
import { CHANGE, type Command, DELETE, EVERYWHERE, FILES, type Group, make, PRINT, refuse } from './command.ts';

const set = (flags: string): Command =>
  make('write', 'objects', PRINT, FILES, CHANGE, 'all! local! selector/l resource-version', flags);
const rollout = (effect: Command['effect'], ...flags: readonly string[]): Command =>
  make(effect, 'objects', PRINT, FILES, 'selector/l', ...flags);
function certificate(): Command {
  return { ...make('write', 'new', PRINT, FILES, 'force!'), kind: 'certificatesigningrequests', clusterScoped: true };
}

export const WRITES: Group['commands'] = {
  expose: make(
    'write',
    'objects',
    PRINT,
    FILES,
    CHANGE,
    'cluster-ip external-ip labels/l load-balancer-ip name override-type overrides port protocol selector session-affinity target-port type',
  ),
  run: {
    ...make(
      'write',
      'new',
      PRINT,
      FILES,
      CHANGE,
      DELETE,
      'annotations attach! command! detach-keys env expose! image image-pull-policy labels/l leave-stdin-open! override-type overrides pod-running-timeout port privileged! quiet/q! restart rm! stdin/i! tty/t!',
    ),
    kind: 'pods',
  },
  set: {
    commands: {
      env: set('containers/c env/e from keys list! overwrite! prefix resolve!'),
      image: set(''),
      resources: set('containers/c limits requests'),
      selector: set(''),
      serviceaccount: set(''),
      subject: set('group serviceaccount user'),
    },
  },
  delete: make(
    'write',
    'objects',
    FILES,
    EVERYWHERE,
    DELETE,
    'dry-run? output/o all! field-selector ignore-not-found! interactive/i! now! raw selector/l',
  ),
  rollout: {
    commands: {
      history: rollout('read', 'revision'),
      status: rollout('read', 'revision timeout watch/w!'),
      pause: rollout('write', 'field-manager'),
      restart: rollout('write', 'field-manager'),
      resume: rollout('write', 'field-manager'),
      undo: rollout('write', 'dry-run? to-revision'),
    },
  },
  scale: make(
    'write',
    'objects',
    PRINT,
    FILES,
    'all! current-replicas dry-run? record! replicas resource-version selector/l timeout',
  ),
  autoscale: make('write', 'objects', PRINT, FILES, CHANGE, 'cpu cpu-percent max memory min name'),
  certificate: {
    commands: {
      approve: certificate(),
      deny: certificate(),
    },
  },
  // They mark the node; no pod is moved.
  cordon: { ...make('write', 'nodes', 'dry-run? selector/l'), clusterScoped: true },
  uncordon: { ...make('write', 'nodes', 'dry-run? selector/l'), clusterScoped: true },
  drain: make(
    'write',
    'nodes',
    'chunk-size delete-emptydir-data! delete-local-data! disable-eviction! dry-run? force! grace-period ignore-daemonsets! pod-selector selector/l skip-wait-for-delete-timeout timeout',
  ),
  taint: { ...make('write', 'nodes', PRINT, CHANGE, 'all! overwrite! selector/l') },
  apply: {
    own: make(
      'write',
      'objects',
      PRINT,
      FILES,
      CHANGE,
      DELETE,
      'all! force-conflicts! openapi-patch! overwrite! prune! prune-allowlist prune-whitelist selector/l server-side! subresource',
    ),
    commands: {
      'edit-last-applied': refuse('it opens an editor.'),
      'set-last-applied': refuse('it reads files.'),
      'view-last-applied': make('read', 'objects', PRINT, FILES, 'all! selector/l'),
    },
  },
  patch: make(
    'write',
    'objects',
    PRINT,
    FILES,
    'dry-run? field-manager local! patch/p patch-file record! subresource type',
  ),
  replace: make('write', 'objects', PRINT, FILES, CHANGE, DELETE, 'raw subresource'),
  label: make(
    'write',
    'objects',
    PRINT,
    FILES,
    EVERYWHERE,
    CHANGE,
    'all! field-selector list! local! overwrite! resource-version selector/l',
  ),
  annotate: make(
    'write',
    'objects',
    PRINT,
    FILES,
    EVERYWHERE,
    CHANGE,
    'all! field-selector list! local! overwrite! resource-version selector/l',
  ),
};
