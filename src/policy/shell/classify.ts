/** What a shell text would do, judged before it runs; and the guard that judges again, word by word, while it runs. */
import type { ClassifyKubectl, KubectlAction } from '../kubectl/types.ts';
import type { Action, Verdict } from '../types.ts';
import type { Guard, Judgement } from './command.ts';
import { judge } from './judge.ts';
import { parseShell } from './parse.ts';
import { type Place, pathRefusal } from './paths.ts';
import { type Field, type List, ShellRefusal, STAND_IN } from './plan.ts';
import { walk } from './walk.ts';

export interface ShellRules {
  /** Folders that may be read besides the built-in ones. */
  readable: readonly string[];
  /** Without it, kubectl may not be used. */
  kubectl?: ClassifyKubectl;
}

export type ShellAction = Omit<Action, 'tool'>;

export interface ClassifiedShell {
  action: ShellAction;
  /** Absent where the text is forbidden. */
  run?: { plan: List; guard: (decide: DecideNow) => Guard };
}

/** The policy's decision for whoever asks. */
export type DecideNow = (action: Action) => Verdict;

/** Where paths without a leading slash lie before there is a working folder. */
const NOWHERE = '/the-working-folder';

/** Makes the classifier for a configuration. */
export function createClassifyShell(rules: ShellRules): (text: string) => ClassifiedShell {
  return (text) => {
    const summary = `bash: ${text.trim()}`;
    try {
      const plan = parseShell(text);
      const seen = look(plan, rules);
      return { action: { ...actionOf(seen), summary }, run: { plan, guard: (decide) => guardOf(rules, seen, decide) } };
    } catch (error) {
      return { action: { effect: 'unknown', namespaces: [], forbidden: refusalOf(error), summary } };
    }
  };
}

interface Seen {
  /** Some command tells of this machine: what it shows belongs to no namespace. */
  host: boolean;
  kubectl: { args: readonly string[]; action: KubectlAction; known: boolean }[];
}

function look(plan: List, rules: ShellRules): Seen {
  const seen: Seen = { host: false, kubectl: [] };
  const visit = (judgement: Judgement, words: readonly Field[]) => {
    if (judgement.kind === 'process' && judgement.host) seen.host = true;
    if (judgement.kind !== 'kubectl') return;
    const action = classifyKubectl(judgement.args, rules);
    const known = words.every((word) => word.known && !word.data);
    if (action.effect !== 'read' && !known)
      throw new ShellRefusal(
        `${action.summary}: what changes something must be written out, without patterns or output of other commands.`,
      );
    seen.kubectl.push({ args: judgement.args, action, known });
  };
  walk(plan, { folder: NOWHERE, own: NOWHERE, readable: rules.readable }, visit);
  return seen;
}

function classifyKubectl(args: readonly string[], { kubectl }: ShellRules): KubectlAction {
  if (kubectl === undefined) throw new ShellRefusal('kubectl cannot be used here: it is switched off.');
  const action = kubectl(args);
  if (action.forbidden !== undefined) throw new ShellRefusal(action.forbidden);
  return action;
}

/** The worst of its commands; policy also decides on each kubectl command as if it came alone. */
function actionOf({ host, kubectl }: Seen): Omit<ShellAction, 'summary'> {
  const effects = kubectl.map(({ action }) => action.effect);
  const effect = effects.includes('unknown') ? 'unknown' : effects.includes('write') ? 'write' : 'read';
  const parts = kubectl.map(({ action: { context: _, ...action } }): Action => ({ tool: 'kubectl', ...action }));
  if (parts.length === 0) return { effect, ...(host ? {} : { namespaces: [] }) };
  const namespaces = together(parts);
  if (host) parts.push({ tool: 'bash', effect: 'read', summary: 'commands that tell of this machine' });
  return { effect, ...(namespaces === undefined ? {} : { namespaces }), parts };
}

/** All namespaces that the parts reach into; undefined (any) also where one of them is not known before the run. */
function together(parts: readonly Action[]): readonly string[] | 'cluster' | undefined {
  const all = new Set<string>();
  for (const { namespaces } of parts) {
    if (namespaces === undefined || namespaces === 'cluster') return parts.length === 1 ? namespaces : undefined;
    for (const namespace of namespaces) all.add(namespace);
  }
  return [...all].some((namespace) => namespace.includes(STAND_IN)) ? undefined : [...all];
}

/** Holds each command, as its words came out, to the same tables; a change must be one of those decided on before. */
function guardOf(rules: ShellRules, seen: Seen, decide: DecideNow): Guard {
  const { readable } = rules;
  const key = (args: readonly string[]) => args.join('\0');
  const decided = new Set(seen.kubectl.filter(({ known }) => known).map(({ args }) => key(args)));
  const judgeNow = (words: readonly Field[], place: Pick<Place, 'folder' | 'own'>): Judgement => {
    const judgement = judge(words, { ...place, readable });
    if (judgement.kind !== 'kubectl') return judgement;
    const { context, ...action } = classifyKubectl(judgement.args, rules);
    if (!decided.has(key(judgement.args))) checkNow(action, decide);
    return { ...judgement, writes: action.effect !== 'read', ...(context === undefined ? {} : { context }) };
  };
  return {
    judge: (words, place) => {
      try {
        return judgeNow(words, place);
      } catch (error) {
        return { kind: 'refused', reason: refusalOf(error) };
      }
    },
    mayList: (folder) => pathRefusal(folder, 'list', { folder: '/', readable }) === undefined,
  };
}

/** What fails while judging, such as a nesting too deep for the parser, was not judged. */
function refusalOf(error: unknown): string {
  return error instanceof ShellRefusal
    ? error.message
    : 'This command is too long or too deeply nested to be judged; split it.';
}

/** What only the run itself made known is decided on then: it may be a read that is allowed, and nothing else. */
function checkNow(action: Omit<KubectlAction, 'context'>, decide: DecideNow): void {
  if (action.effect !== 'read') throw new ShellRefusal(`${action.summary} was not decided on before the run.`);
  const verdict = decide({ tool: 'kubectl', ...action });
  if (verdict.decision !== 'allow') throw new ShellRefusal(verdict.reason);
}
