/**
 * Every command of kubectl 1.28 … 1.37, what it may do, and its flags (`/x` the letter, `!` a switch, `?` an optional
 * value). From the help of those releases; a test compares it with the help of the kubectl at hand.
 */
import { type FlagTable, flagTable } from './flags.ts';

/**
 * What the words after the command name. `objects`: TYPE NAME…, TYPE/NAME… · `pods`: pods, or objects that own some ·
 * `nodes` · `new`: a name that is made · `none`: nothing of the cluster · `cluster`: the cluster as a whole.
 */
export type Subject = 'objects' | 'pods' | 'nodes' | 'new' | 'none' | 'cluster';

export interface Command {
  effect: 'read' | 'write';
  subject: Subject;
  flags: FlagTable;
  /** Set where it never runs: why, as one sentence. */
  refused?: string;
  /** The kind, where the command itself says it. */
  kind?: string;
  /** A kind of which there is one for the cluster, not one a namespace. */
  clusterScoped?: boolean;
}

/** A command that has commands of its own; `own` is what it does without one. */
export interface Group {
  commands: Readonly<Record<string, Command | Group>>;
  own?: Command;
}

/** Flags of every command that are let through. */
export const COMMON = flagTable(
  'help/h! namespace/n context request-timeout v/v vmodule warnings-as-errors! match-server-version! disable-compression! log-flush-frequency',
);

const IDENTITY = 'it changes who asks, or which server is asked';
const WRITES = 'it writes a file';
/** Flags that no command may be given, and why. A command's own flag of the same name is another one. */
export const REFUSED_FLAGS: Readonly<Record<string, string>> = {
  ...Object.fromEntries(
    'server token kubeconfig kuberc as as-group as-uid as-user-extra user cluster certificate-authority client-certificate client-key username password insecure-skip-tls-verify tls-server-name proxy-url insecure-skip-tls-verify-backend'
      .split(' ')
      .map((name) => [name, IDENTITY]),
  ),
  'cache-dir': WRITES,
  profile: WRITES,
  'profile-output': WRITES,
  'log-file': WRITES,
  'log-dir': WRITES,
  version: 'ask with "kubectl version"',
};

/** They are read, so that it is clear where they end, and then refused. */
export const REFUSED = flagTable(
  'server/s token kubeconfig kuberc as as-group as-uid as-user-extra user cluster certificate-authority client-certificate client-key username password insecure-skip-tls-verify! tls-server-name proxy-url cache-dir profile profile-output log-file log-dir version!',
);

const PRINT = 'output/o template show-managed-fields! allow-missing-template-keys!';
const FILES = 'filename/f kustomize/k recursive/R!';
const CHANGE = 'dry-run? field-manager record! save-config! validate?';
const DELETE = 'cascade? force! grace-period timeout wait!';
const EVERYWHERE = 'all-namespaces/A!';

const make = (effect: Command['effect'], subject: Subject, ...flags: readonly string[]): Command => ({
  effect,
  subject,
  flags: flagTable(...flags),
});
const create = (kind: string, flags: string, clusterScoped = false): Command => ({
  ...make('write', 'new', PRINT, CHANGE, flags),
  kind,
  clusterScoped,
});
const refuse = (refused: string): Command => ({ ...make('write', 'cluster'), refused });

const STREAM = 'it opens a connection into a container, a node or the API server that nobody reads over here.';
const KUBECONFIG = 'it changes the kubeconfig; which cluster is asked, and as whom, is configuration.';
const set = (flags: string): Command =>
  make('write', 'objects', PRINT, FILES, CHANGE, 'all! local! selector/l resource-version', flags);
const SECRET = 'append-hash! from-literal type from-file from-env-file';
const SERVICE = 'tcp clusterip node-port external-name';
const rollout = (effect: Command['effect'], ...flags: readonly string[]): Command =>
  make(effect, 'objects', PRINT, FILES, 'selector/l', ...flags);
const config = (flags = ''): Command => make('read', 'none', flags);
const noConfig = refuse(KUBECONFIG);

const CREATE: Group = {
  own: make('write', 'objects', PRINT, FILES, CHANGE, 'edit! raw selector/l windows-line-endings!'),
  commands: {
    clusterrole: create('clusterroles', 'aggregation-rule non-resource-url resource resource-name verb', true),
    clusterrolebinding: create('clusterrolebindings', 'clusterrole group serviceaccount user', true),
    configmap: create('configmaps', 'append-hash! from-env-file from-file from-literal'),
    cronjob: create('cronjobs', 'image restart schedule'),
    deployment: create('deployments', 'image port replicas/r'),
    ingress: create('ingresses', 'annotation class default-backend rule'),
    job: create('jobs', 'from image'),
    namespace: create('namespaces', '', true),
    poddisruptionbudget: create('poddisruptionbudgets', 'max-unavailable min-available selector'),
    priorityclass: create('priorityclasses', 'description global-default! preemption-policy value', true),
    quota: create('resourcequotas', 'hard scopes'),
    role: create('roles', 'resource resource-name verb'),
    rolebinding: create('rolebindings', 'clusterrole role group serviceaccount user'),
    secret: {
      commands: {
        generic: create('secrets', SECRET),
        tls: create('secrets', 'append-hash! cert key'),
        'docker-registry': create(
          'secrets',
          'append-hash! docker-email docker-password docker-server docker-username from-file',
        ),
      },
    },
    service: {
      commands: {
        clusterip: create('services', SERVICE),
        externalname: create('services', SERVICE),
        loadbalancer: create('services', SERVICE),
        nodeport: create('services', SERVICE),
      },
    },
    serviceaccount: create('serviceaccounts', ''),
    token: refuse('it makes a credential.'),
  },
};

/** By name; other names of the same are in {@link ALIASES}. */
export const COMMANDS: Group = {
  commands: {
    create: CREATE,
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
    explain: make('read', 'none', 'api-version max-depth output/o recursive/R!'),
    get: make(
      'read',
      'objects',
      PRINT,
      FILES,
      EVERYWHERE,
      'chunk-size field-selector ignore-not-found! label-columns/L no-headers! output-watch-events! raw selector/l server-print! show-kind! show-labels! sort-by subresource watch/w! watch-only!',
    ),
    edit: refuse('it opens an editor; use patch, set, scale or label.'),
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
    cordon: make('write', 'nodes', 'dry-run? selector/l'),
    uncordon: make('write', 'nodes', 'dry-run? selector/l'),
    drain: make(
      'write',
      'nodes',
      'chunk-size delete-emptydir-data! delete-local-data! disable-eviction! dry-run? force! grace-period ignore-daemonsets! pod-selector selector/l skip-wait-for-delete-timeout timeout',
    ),
    taint: { ...make('write', 'nodes', PRINT, CHANGE, 'all! overwrite! selector/l') },
    describe: make('read', 'objects', FILES, EVERYWHERE, 'chunk-size selector/l show-events!'),
    logs: make(
      'read',
      'pods',
      'all-containers! all-pods! container/c follow/f! ignore-errors! insecure-skip-tls-verify-backend! limit-bytes max-log-requests pod-running-timeout prefix! previous/p! selector/l since since-time tail timestamps!',
    ),
    attach: refuse(STREAM),
    exec: refuse(STREAM),
    'port-forward': refuse(STREAM),
    proxy: refuse(STREAM),
    cp: refuse('it copies files into or out of a container.'),
    auth: {
      commands: {
        'can-i': make('read', 'none', EVERYWHERE, 'list! no-headers! quiet/q! subresource'),
        reconcile: make('write', 'objects', PRINT, FILES, 'dry-run? remove-extra-permissions! remove-extra-subjects!'),
        whoami: make('read', 'none', PRINT),
      },
    },
    debug: refuse(STREAM),
    events: {
      ...make('read', 'cluster', PRINT, EVERYWHERE, 'chunk-size for no-headers! types watch/w!'),
      kind: 'events',
    },
    diff: refuse('it reads files and starts another program.'),
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
    wait: make('read', 'objects', PRINT, FILES, EVERYWHERE, 'all! field-selector for local! selector/l timeout'),
    kustomize: refuse('it reads files.'),
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
    kuberc: refuse('it changes the preferences of kubectl.'),
    plugin: refuse('plug-ins are programs of their own; none is run or listed.'),
    alpha: refuse('it holds commands that still change from release to release.'),
    options: make('read', 'none'),
    help: make('read', 'none'),
    version: make('read', 'none', 'client! output/o short!'),
  },
};

function certificate(): Command {
  return { ...make('write', 'new', PRINT, FILES, 'force!'), kind: 'certificatesigningrequests', clusterScoped: true };
}

/** Other names of commands, by their full path. */
export const ALIASES: Readonly<Record<string, string>> = {
  'create cm': 'configmap',
  'create cj': 'cronjob',
  'create deploy': 'deployment',
  'create ing': 'ingress',
  'create ns': 'namespace',
  'create pdb': 'poddisruptionbudget',
  'create pc': 'priorityclass',
  'create resourcequota': 'quota',
  'create sa': 'serviceaccount',
  'create svc': 'service',
  'set sa': 'serviceaccount',
  'top nodes': 'node',
  'top no': 'node',
  'top pods': 'pod',
  'top po': 'pod',
  'config use': 'use-context',
};
