/** A plan as people read it: each call with its arguments, and who may have it run. */
import type { AgentParts, Asked } from './agent.ts';
import type { Outcome } from './carryOut.ts';
import type { Plan } from './plan.ts';
import { quoted, wordsFor } from './words.ts';

/** Markdown, which ends in an empty line. */
export function planText(
  { redact, changes }: Pick<AgentParts, 'redact' | 'changes'>,
  { language, principal }: Pick<Asked, 'language' | 'principal'>,
  plan: Plan,
  outcome: Outcome | undefined,
): string {
  const words = wordsFor(language);
  if (plan.steps.length === 0) return `${words.nameMore}\n\n`;
  if (!plan.connected)
    return plan.runbook === undefined ? lines(plan, words.notConnected) : `${words.notConnected}\n\n`;
  const steps = plan.steps.map(({ line, call }) =>
    call === undefined ? words.byHand(line) : callText(call.tool, redact.object(call.arguments)),
  );
  const open = plan.open.length === 0 ? [] : [words.open(plan.open.map((option) => `\`${option}\``).join(', '))];
  const refused = changes === 'suggest' ? [words.onlySuggested] : reasonOf(principal, outcome, plan, words);
  const heading = refused === undefined ? words.plan : words.refusedPlan;
  return [`## ${heading}`, numbered(steps), ...open, ...(refused ?? []), ''].join('\n\n');
}

/** Calls that a model asked for and policy did not run, for somebody who may. */
export function refusedText(
  { redact, changes }: Pick<AgentParts, 'redact' | 'changes'>,
  { language, principal }: Pick<Asked, 'language' | 'principal'>,
  { refused }: Pick<Outcome, 'refused'>,
): string {
  const words = wordsFor(language);
  const steps = refused.map((call) => callText(call.tool, redact.object(call.arguments)));
  const why = changes === 'suggest' ? words.onlySuggested : words.whoMay(principal.name);
  return [`## ${words.refusedPlan}`, numbered([...new Set(steps)]), why].join('\n\n');
}

/** What waits for an approval, and what ran; paragraphs of Markdown. */
export function notesOf({ language }: Pick<Asked, 'language'>, { pending, ran }: Outcome): string[] {
  const words = wordsFor(language);
  return [
    ...ran.map(({ command, ok, text }) => {
      const line = `_${words.ran(command, ok)}_`;
      return ok ? line : `${line}\n\n${quoted(text)}`;
    }),
    ...pending.map(({ command, approval }) => `_${words.waits(command, approval)}_`),
  ];
}

type Words = ReturnType<typeof wordsFor>;

/** Undefined where nothing keeps the caller from it. */
function reasonOf(
  principal: Asked['principal'],
  outcome: Outcome | undefined,
  plan: Plan,
  words: Words,
): string[] | undefined {
  if (principal.role === 'viewer') return [words.whoMay(principal.name)];
  const [first] = outcome?.refused ?? [];
  if (first !== undefined) return [first.reason];
  return plan.wish === 'explain' ? [words.onlyTold] : undefined;
}

const callText = (tool: string, given: unknown): string =>
  `\`${tool}\`\n\`\`\`json\n${JSON.stringify(given, null, 2)}\n\`\`\``;

function numbered(steps: readonly string[]): string {
  return steps.map((step, index) => `${index + 1}. ${step.replaceAll('\n', '\n   ')}`).join('\n');
}

const lines = ({ steps }: Plan, note: string): string =>
  `\`\`\`sh\n${steps.map(({ line }) => line).join('\n')}\n\`\`\`\n\n${note}\n\n`;
