/** The tool `ask`: a whole investigation behind one call, where a model is configured. */
import * as z from 'zod';
import { defineTool, type Tool, type ToolContext } from './define.ts';

const Input = z.object({
  question: z.string().trim().min(1).max(8000).describe('The problem in plain words, English or Chinese'),
  max_steps: z.int().min(1).max(100).default(20).describe('Turns in which the model may use tools'),
  conversation: z.string().max(64).optional().describe('Of an earlier answer: continues it'),
});

const Output = z.object({
  answer: z.string().describe('Markdown'),
  stop: z.string().describe('why it ended: answer, max_steps, time, budget, loop, model_failed or cancelled'),
  conversation: z.string(),
  steps: z.int(),
  usage: z.object({
    inputTokens: z.int(),
    outputTokens: z.int(),
    cachedTokens: z.int(),
    cost: z.number().optional(),
  }),
});
export type AskToolInput = z.infer<typeof Input>;
export type AskToolOutput = z.infer<typeof Output>;

/** @throws an Error whose message is what the caller is told, where there is no answer. */
export type AskForTool = (input: AskToolInput, context: ToolContext) => Promise<AskToolOutput>;

/** It reads by itself; whatever it calls is decided on call by call, as its caller. */
export function askTool(ask: AskForTool): Tool {
  return defineTool<AskToolInput, AskToolOutput>({
    name: 'ask',
    title: 'Ask the Kubernetes copilot',
    description:
      'Investigates a Kubernetes problem with a model that uses the other tools, and answers with cited evidence. Slower than diagnose; use it when the diagnosis alone leaves the question open.',
    effect: 'read',
    input: Input,
    output: Output,
    classify: ({ question }) => ({ effect: 'read', namespaces: [], summary: `ask ${question.slice(0, 200)}` }),
    run: async (input, context) => {
      const structured = await ask(input, context);
      return { structured, text: `${structured.answer}\n[conversation ${structured.conversation}]` };
    },
  });
}
