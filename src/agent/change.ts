/** What change a question asks for, without a model: its kind, and the commands that its own words fill. */
import type { ChangeForms } from './problemTypes.ts';

/** `do`: it is to be done; `explain`: how it would be done. */
export type Wish = 'do' | 'explain';

const TROUBLE =
  /\b(?:fail\w*|errors?|stuck|pending|why|broken|time[sd]? ?out|cannot|can'?t|unable|does(?: not|n'?t))\b|失败|报错|卡|为什么|为何|怎么回事|超时|装不上|起不来|异常|没生效/i;
const VERB =
  /\b(?:(?:un)?install|deploy|set ?up|upgrade|update|roll ?back|remove|delete|add)\b|(?<!已)安装|部署|装(?=[一上个好])|搭建|升级|更新|回滚|卸载|删除/i;
const HOW = /\b(?:how|what|which|can i|could i|should|would)\b|怎么|如何|怎样|哪/i;

/** Undefined where it tells of trouble, or asks for no change. */
export function wishOf(question: string): Wish | undefined {
  if (TROUBLE.test(question) || !VERB.test(question)) return undefined;
  return HOW.test(question) ? 'explain' : 'do';
}

const NAME = '[a-z0-9](?:[a-z0-9-]*[a-z0-9])?';
const PATTERNS: Readonly<Record<string, RegExp>> = {
  url: /\bhttps?:\/\/[\w.:/~-]+[\w/]/i,
  chart: /(?<![\w/:.-])(?:oci:\/\/[\w.:/-]+\w|[a-z0-9][\w-]*\/[a-z0-9][\w.-]*\w)(?![\w/:])/i,
  bare: new RegExp(`\\bchart\\s+[\`"']?(?!(?:from|in|as|to|for)\\b)(${NAME})\\b`),
  before: new RegExp(
    `\\b(?!(?:install|deploy|upgrade|update|the|helm|a|this|that)\\b)(${NAME})\\s+(?:的\\s*)?chart\\b`,
  ),
  release: new RegExp(
    `\\b(?:as|named|called|release)\\s+[\`"']?(?!to\\b|in\\b|of\\b)(${NAME})\\b|(?:名为|名字叫|命名为|发布)\\s*[\`"']?(${NAME})`,
  ),
  revision: /\brevision\s+(\d+)|版本\s*(\d+)(?![\d.])|修订\s*(\d+)/i,
  version: /(?:\bversion|版本)\s*[:：]?\s*v?(\d[\w.+-]*\w|\d)|\bv(\d[\w.+-]*\w)/i,
};

/** The names that a question gives, for the `<names>` of commands. */
export function namesIn(question: string, namespace: string | undefined): Record<string, string | undefined> {
  const plain = question.replace(PATTERNS.url ?? '', ' ');
  const found = (key: string, text = plain) => {
    const [all, ...groups] = PATTERNS[key]?.exec(text) ?? [];
    return groups.find((group) => group !== undefined) ?? all;
  };
  const url = found('url', question);
  const bare = found('bare') ?? found('before');
  const chart = found('chart') ?? (bare === undefined || url === undefined ? undefined : `${bare}/${bare}`);
  const base = chart?.split('/').at(-1);
  return {
    namespace,
    url,
    chart,
    repository: chart?.split('/')[0],
    release: found('release') ?? base,
    version: found('version'),
    revision: found('revision'),
  };
}

/** The ways to do what the question asks for by its own names, each as commands; none where it does not name enough. */
export function waysIn(question: string, namespace: string | undefined, { forms }: ChangeForms): readonly string[][] {
  const names = namesIn(question, namespace);
  const settings = [...question.matchAll(/(?<![\w/?&])([a-z][\w.-]*)=([\w./:@-]*\w)/gi)];
  const set = settings.map(([, key, value]) => ` --set ${key}=${value}`).join('');
  const ways = forms.find(({ words }) => words.test(question))?.ways ?? [];
  return ways
    .map((lines) => lines.filter((line) => !line.includes('<url>') || names.url !== undefined))
    .map((lines) => lines.map((line) => filled(line, names, set)))
    .filter((lines) => lines.length > 0 && !lines.some(isOpen));
}

/** What takes a version takes settings too. */
function filled(line: string, names: Readonly<Record<string, string | undefined>>, set: string): string {
  const named = line.replace(/<(\w+)>/g, (mark, name: string) => names[name] ?? mark);
  return `${withoutOpen(named).line}${line.includes(' --version ') ? set : ''}`;
}

export const isOpen = (line: string): boolean => /<[^<>]+>/.test(line);

/** Leaves out options whose value nobody has chosen yet; `open` are those. A number that is not given is not needed. */
export function withoutOpen(line: string): { line: string; open: string[] } {
  const open: string[] = [];
  const kept = line.replace(/\s+(?!-n )(--?[a-z][\w-]*[= ]\S*<[^<>\s]+>\S*)/g, (_, option: string) => {
    open.push(option);
    return '';
  });
  return { line: kept.replace(/\s+<revision>/, ''), open };
}

const IDLE_WORDS =
  /\b(?:please|install|deploy|set|up|add|use|using|with|helm|charts?|release|the|a|an|my|our|me|in|into|on|to|for|of|and|namespaces?|cluster|how|do|can|i|kubernetes|k8s|from|as|version)\b|请|帮我|帮忙|使用|用|安装|部署|搭建|一下|一套|一个|集群|命名空间|空间|里|在|到|如何|怎么|怎样|我们|我|的|与|和|并/gi;

/** Whether a runbook is about what the question names, by its title and symptoms. */
export function isAbout(question: string, about: string, namespace: string | undefined): boolean {
  const rest = question.replaceAll(namespace ?? '\0', ' ').replace(IDLE_WORDS, ' ');
  const words = rest.match(/[a-z][a-z0-9-]{2,}/gi) ?? [];
  const pairs = [...(rest.match(/\p{Script=Han}{2,}/gu) ?? [])].flatMap((run) =>
    Array.from({ length: run.length - 1 }, (_, at) => run.slice(at, at + 2)),
  );
  const lower = about.toLowerCase();
  return [...words, ...pairs].some((word) => lower.includes(word.toLowerCase()));
}
