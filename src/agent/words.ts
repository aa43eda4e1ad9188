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
  plan: 'Plan',
  refusedPlan: 'Plan (not run)',
  byHand: (line: string) => `to be run by a person: \`${line}\``,
  open: (options: string) => `Left to the defaults until somebody chooses: ${options}.`,
  nameMore:
    'To plan this, name the chart as `repository/chart`, the address of its repository and the namespace, such as: install shop/web from https://charts.example.com in namespace shop.',
  notConnected:
    'No connected server can do this: run the commands yourself, or add a server that can under `mcp_servers` of the configuration (`aiops-copilot doctor` tells which are connected).',
  whoMay: (name: string) =>
    `\`${name}\` may only read: ask again with a token of the role operator or approver to have it run, each call after its approval.`,
  onlySuggested:
    'Nothing was run: `remediation.mode` of the configuration is `suggest`. Run the calls yourself, or set it to `approve`.',
  changesOff: 'No change is planned: `remediation.mode` of the configuration is `off`.',
  onlyTold: 'Nothing was run, because the question only asks how: say it as a request to have it done.',
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
  plan: '执行计划',
  refusedPlan: '执行计划（未执行）',
  byHand: (line) => `需人工执行：\`${line}\``,
  open: (options) => `以下选项未指定，使用默认值：${options}。`,
  nameMore:
    '要生成计划，请写明 chart（`仓库/chart`）、仓库地址和命名空间，例如：在 shop 命名空间安装 shop/web，仓库 https://charts.example.com 。',
  notConnected:
    '没有已连接的服务器能执行：请自行运行这些命令，或在配置的 `mcp_servers` 中添加能执行的服务器（`aiops-copilot doctor` 显示哪些已连接）。',
  whoMay: (name) =>
    `\`${name}\` 只有查看权限：请使用角色为 operator 或 approver 的令牌重新提问，每个调用经审批后执行。`,
  onlySuggested: '未执行任何操作：配置中的 `remediation.mode` 为 `suggest`。请自行执行这些调用，或将其设为 `approve`。',
  changesOff: '未生成变更计划：配置中的 `remediation.mode` 为 `off`。',
  onlyTold: '问题只是询问做法，因此没有执行任何操作；要执行请直接提出要求。',
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

/** What somebody else said, as a short quotation. */
export function quoted(text: string): string {
  const short = text.trim().length > 600 ? `${text.trim().slice(0, 600)}…` : text.trim();
  return short.replace(/^/gm, '> ');
}
