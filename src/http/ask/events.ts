/** What happens while a question is answered. Events are the only seam between answering and the three ways to send it. */

export type AskEvent =
  | { type: 'step'; text: string }
  | { type: 'tool_call'; id: string; tool: string; arguments: unknown }
  | { type: 'tool_result'; id: string; ok: boolean; summary: string };

/** Why an answer ended. */
export type Stop = 'answer' | 'max_steps' | 'time' | 'budget' | 'loop' | 'model_failed' | 'cancelled' | 'no_model';

export interface Answer {
  /** Markdown. */
  text: string;
  stop: Stop;
  /** The diagnosis that the answer rests on; undefined where none could be made. */
  diagnosis: Record<string, unknown> | undefined;
  /** Turns of a model that asked for tools. */
  steps: number;
  usage: { inputTokens: number; outputTokens: number };
  /** What went wrong, where the answer is not what was hoped for. */
  error?: { code: string; message: string; status: number };
}
