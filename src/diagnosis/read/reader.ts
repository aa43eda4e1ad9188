/** Reads from a source into the store: the kinds of the scope first, then what rules wish for, within budgets. */
import type { KindName } from '../../cluster/kinds.ts';
import { KINDS } from '../../cluster/kinds.ts';
import type { KubeObject } from '../../cluster/objects.ts';
import type { ClusterSource } from '../../cluster/source.ts';
import { FOCUS_KINDS } from '../question.ts';
import { TAIL_BYTES, TAIL_LINES, type Wish } from '../state.ts';
import { Store } from './store.ts';

/** The kinds that are read for the whole scope before any rule runs; all others are read when a rule asks for them. */
const SCOPE_KINDS: readonly KindName[] = [
  'pods',
  'deployments',
  'statefulsets',
  'daemonsets',
  'jobs',
  'cronjobs',
  'services',
  'ingresses',
  'persistentvolumeclaims',
  'horizontalpodautoscalers',
];

/** Logs of at most this many containers are read in one diagnosis, each bounded. */
const MAX_LOGS = 40;
const END = { tailLines: TAIL_LINES, limitBytes: TAIL_BYTES } as const;
/** What a process says when it starts. */
const START = { limitBytes: 16_384 } as const;

export interface ReaderOptions {
  signal?: AbortSignal;
  onProgress: (step: string) => void;
  closed: ReadonlySet<KindName>;
}

export class Reader {
  readonly store = new Store();
  readonly closed: ReadonlySet<KindName>;
  private readonly source: ClusterSource;
  private readonly options: ReaderOptions;

  constructor(source: ClusterSource, options: ReaderOptions) {
    this.source = source;
    this.options = options;
    this.closed = options.closed;
  }

  /** Reads the scope's kinds; namespaces undefined: cluster-wide. */
  async readScope(namespaces: readonly string[] | undefined): Promise<void> {
    this.options.onProgress(`reading ${namespaces === undefined ? 'all namespaces' : namespaces.join(', ')}`);
    const where: readonly (string | undefined)[] = namespaces ?? [undefined];
    await Promise.all(SCOPE_KINDS.flatMap((kind) => where.map((namespace) => this.list(kind, namespace))));
  }

  /** What a question may name, of what was read. */
  focusObjects(): KubeObject[] {
    return FOCUS_KINDS.flatMap((kind): KubeObject[] => this.store.objects(kind, undefined));
  }

  /** Reads what was wished for; false where nothing of it could be tried (the log budget is used up). */
  async fulfil(wishes: readonly Wish[]): Promise<boolean> {
    const logs = wishes
      .filter((wish) => wish.type === 'log')
      .sort((a, b) => a.priority - b.priority || (a.pod < b.pod ? -1 : 1));
    const affordable = logs.slice(0, Math.max(0, MAX_LOGS - this.store.logs.size));
    const others = wishes.filter((wish) => wish.type !== 'log');
    // Objects first: they may show that another log matters more.
    const now = others.length > 0 ? [...others, ...affordable.filter(({ priority }) => priority <= 1)] : affordable;
    if (now.length === 0) return false;
    this.options.onProgress(describe(now));
    await Promise.all(now.map((wish) => this.read(wish)));
    return true;
  }

  private async read(wish: Wish): Promise<void> {
    if (wish.type === 'list') return this.list(wish.kind, wish.namespace);
    if (wish.type === 'get') {
      const { kind, namespace, name } = wish;
      if (!KINDS[kind].builtin && !(await this.source.serves(kind, this.options.signal))) {
        this.store.addObject(kind, namespace, name, { absent: true });
        return;
      }
      this.store.addObject(kind, namespace, name, await this.source.get(kind, namespace, name, this.options.signal));
      return;
    }
    const { namespace, pod, container, previous, start } = wish;
    const bounds = start ? START : END;
    const read = await this.source.log({ namespace, pod, container, previous, ...bounds }, this.options.signal);
    this.store.addLog(wish, read);
    if ('gap' in read) this.store.gap(read.gap);
  }

  private async list(kind: KindName, namespace: string | undefined): Promise<void> {
    if (!KINDS[kind].builtin && !(await this.source.serves(kind, this.options.signal))) {
      this.store.addList(kind, namespace, { objects: [] });
      return;
    }
    this.store.addList(kind, namespace, await this.source.list(kind, namespace, this.options.signal));
  }
}

/** A line of progress names as many kinds as a person takes in. */
const MAX_NAMED = 4;

function describe(wishes: readonly Wish[]): string {
  const logs = wishes.filter(({ type }) => type === 'log').length;
  const kinds = [...new Set(wishes.flatMap((wish) => (wish.type === 'log' ? [] : [wish.kind])))];
  const named =
    kinds.length > MAX_NAMED ? [...kinds.slice(0, MAX_NAMED), `${kinds.length - MAX_NAMED} other kinds`] : kinds;
  const read = logs === 0 ? [] : [logs === 1 ? '1 log' : `${logs} logs`];
  const parts = [...(named.length > 0 ? [named.join(', ')] : []), ...read];
  return `reading ${parts.join(' and ')}`;
}
