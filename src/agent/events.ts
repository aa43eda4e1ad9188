/** What happens while a question is answered. Events are the only seam between answering and whoever shows it. */

export type AskEvent =
  | { type: 'step'; text: string }
  | { type: 'tool_call'; id: string; tool: string; arguments: unknown }
  | { type: 'tool_result'; id: string; ok: boolean; summary: string }
  /** Provisional: what the model writes, before its quotes are checked. */
  | { type: 'token'; text: string }
  | { type: 'approval_required'; approval: string; command: string };

/** Why an answer ended. */
export type Stop = 'answer' | 'max_steps' | 'time' | 'budget' | 'loop' | 'model_failed' | 'cancelled' | 'no_model';

/** Tokens of all turns together; `cost` in the currency of `llm.price`, where that is configured. */
export interface AskUsage {
  inputTokens: number;
  outputTokens: number;
  cachedTokens: number;
  cost?: number;
}

export interface Answer {
  /** Markdown. */
  text: string;
  stop: Stop;
  /** The diagnosis that the answer rests on; undefined where none could be made. */
  diagnosis: Record<string, unknown> | undefined;
  /** Turns of a model that asked for tools. */
  steps: number;
  usage: AskUsage;
  /** What went wrong, where the answer is not what was hoped for. */
  error?: AskError;
}

export interface AskError {
  code: 'denied' | 'bad_request' | 'cluster_unreadable' | 'failed' | 'time' | 'model_failed';
  message: string;
}
