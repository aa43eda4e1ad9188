/** What is said to a model and what it answers: the seam between the loop and whichever endpoint is configured. */

/** A call that a model asked for. `arguments` is the text as the model wrote it, which may be no JSON at all. */
export interface ModelCall {
  id: string;
  tool: string;
  arguments: string;
}

/** What a thinking model thought, and under which field it wants that back on the turns that called tools. */
export interface Reasoning {
  field: 'reasoning_content' | 'reasoning';
  text: string;
}

export type Message =
  | { role: 'system' | 'user'; text: string }
  | { role: 'assistant'; text: string; calls: readonly ModelCall[]; reasoning?: Reasoning }
  | { role: 'tool'; callId: string; text: string };

/** A tool as a model is told of it: the name, a description, a JSON Schema of the arguments. */
export interface ToolSpec {
  name: string;
  description: string;
  parameters: Record<string, unknown>;
}

/** Tokens as the endpoint counted them; estimated where it counts none. */
export interface Usage {
  inputTokens: number;
  outputTokens: number;
  /** Of the input, what came from the provider's cache. */
  cachedTokens: number;
}

export interface TurnRequest {
  messages: readonly Message[];
  /** Empty: the model has to answer. */
  tools: readonly ToolSpec[];
  /** The answer has to be one JSON object. */
  json?: boolean;
  signal: AbortSignal;
  /** Text of the answer as it comes; what comes again after a cut connection is said twice. */
  onText?: (text: string) => void;
  /** One sentence where the endpoint makes us wait. */
  onWait?: (step: string) => void;
}

export interface Turn {
  text: string;
  calls: readonly ModelCall[];
  reasoning?: Reasoning;
  usage: Usage;
  /**
   * `length`: the model reached its limit; `cut`: the connection ended before the model did; `circles`: it repeated
   * itself and was ended, its calls are gone. In each case the text is a part.
   */
  end: 'complete' | 'length' | 'cut' | 'circles';
}

export interface LanguageModel {
  name: string;
  /** Tokens of input and output together. */
  contextTokens: number;
  /** @throws ModelError when no turn can be had; the signal's reason when it aborts. */
  complete: (request: TurnRequest) => Promise<Turn>;
}

/** The endpoint gave no answer. The message is one sentence without keys. */
export class ModelError extends Error {
  override name = 'ModelError';
  readonly kind: 'refused' | 'too_long' | 'unavailable' | 'silent' | 'cut';
  /** HTTP status, where there was one. */
  readonly status: number | undefined;
  /** Milliseconds that the endpoint wants us to wait. */
  readonly retryAfterMs: number | undefined;

  constructor(kind: ModelError['kind'], message: string, more: { status?: number; retryAfterMs?: number } = {}) {
    super(message);
    this.kind = kind;
    this.status = more.status;
    this.retryAfterMs = more.retryAfterMs;
  }
}
