/** The sentences around an answer, in both languages. */
import type { Language } from '../diagnosis/result.ts';
import type { Stop } from './events.ts';

const en = {
  stopped: {
    max_steps: (steps: number) => `Stopped after ${steps} steps (max_steps): this rests on what was read until then.`,
    time: () => 'Stopped because time was up (limits.ask_seconds): this rests on what was read until then.',
    budget: () =>
      'Stopped because the budget was used up (limits.ask_tokens or limits.ask_cost): this rests on what was read until then.',
    loop: () => 'Stopped because the model went in circles: this rests on what was read until then.',
    cancelled: () => 'Cancelled: this rests on what was read until then.',
  },
  modelFailed: (why: string) => `The model failed, so this answer comes from the diagnosis engine: ${why}`,
  noAnswer: 'The model gave no answer.',
  lookedAt: 'Also looked at',
  brokeOff: 'The answer broke off; what follows it is missing.',
  unverified: '[unverified: this text was not found in what was read]',
  engine: 'What the diagnosis engine found',
  notChecked: 'What the model added (unverified: it quotes no evidence)',
  waits: (command: string, approval: string) => `Waits for approval \`${approval}\`: ${command}`,
  ran: (command: string, ok: boolean) => `Approved and ${ok ? 'run' : 'run, but it failed'}: ${command}`,
  runbook: 'Runbook',
  writing: 'writing the answer',
  turn: (number: number) => `asking the model (turn ${number})`,
  omitted: (count: number) => `${count} tools of other servers do not fit the model’s context and are left out`,
  slow: 'The diagnosis took longer than limits.ask_seconds; narrow the question to a namespace.',
};

type Words = typeof en;

const zh: Words = {
  stopped: {
    max_steps: (steps) => `已在 ${steps} 步后停止（max_steps）：以上内容基于此前读到的信息。`,
    time: () => '时间已到（limits.ask_seconds），已停止：以上内容基于此前读到的信息。',
    budget: () => '预算已用完（limits.ask_tokens 或 limits.ask_cost），已停止：以上内容基于此前读到的信息。',
    loop: () => '模型在重复同样的查询，已停止：以上内容基于此前读到的信息。',
    cancelled: () => '已取消：以上内容基于此前读到的信息。',
  },
  modelFailed: (why) => `模型调用失败，此回答来自诊断引擎：${why}`,
  noAnswer: '模型没有给出回答。',
  lookedAt: '另外查看了',
  brokeOff: '回答中断，后面的内容缺失。',
  unverified: '[未核实：读到的内容中没有这段文字]',
  engine: '诊断引擎的结论',
  notChecked: '模型的补充（未核实：没有引用证据）',
  waits: (command, approval) => `等待审批 \`${approval}\`：${command}`,
  ran: (command, ok) => `已批准并${ok ? '执行' : '执行，但失败了'}：${command}`,
  runbook: '运维手册',
  writing: '正在撰写回答',
  turn: (number) => `正在询问模型（第 ${number} 轮）`,
  omitted: (count) => `有 ${count} 个外部服务器的工具超出模型上下文，未提供`,
  slow: '诊断耗时超过 limits.ask_seconds；请将问题缩小到一个命名空间。',
};

const WORDS: Readonly<Record<Language, Words>> = { en, zh };

export function wordsFor(language: Language): Words {
  return WORDS[language];
}

/** Why the answer is what it is; undefined where nothing stopped it. */
export function stopLine(stop: Stop, steps: number, language: Language): string | undefined {
  const { stopped } = wordsFor(language);
  return stop in stopped ? stopped[stop as keyof typeof stopped](steps) : undefined;
}
