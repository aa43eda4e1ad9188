/**
 * The one path on which anything acts: look up → parse → classify → decide → (approve) → run → redact → limit → audit.
 * Every surface calls tools through it, and no tool is special to it.
 */
import type { Action, Decide, Principal, Verdict } from '../policy/types.ts';
import type { Denial, Tool, ToolOutput } from './define.ts';

export interface CallRequest {
  tool: string;
  arguments: unknown;
  principal: Principal;
  signal: AbortSignal;
  progress?: (step: string) => void;
}

/** Always a result, also for what failed: `text` then is one sentence. Only a cancelled call throws (the signal's reason). */
export interface CallResult {
  ok: boolean;
  text: string;
  /** What the tool's `outputSchema` describes; absent where the tool did not get that far. */
  structured?: Record<string, unknown>;
  /** Set where the call failed for want of something: what kind of failure it was. */
  failure?: 'unknown_tool' | 'invalid_arguments' | 'denied' | 'approval_required' | 'failed';
  /** The error that ended the tool, for callers that map it to their own codes; never shown. */
  cause?: unknown;
}

/** What was decided and done, for the record. */
export interface AuditRecord {
  principal: string;
  role: string;
  tool: string;
  action?: string;
  decision: Verdict['decision'] | 'none';
  outcome: 'ok' | 'cancelled' | NonNullable<CallResult['failure']>;
  reason?: string;
  durationMs: number;
}

export interface CallParts {
  tools: ReadonlyMap<string, Tool>;
  decide: Decide;
  redact: { text: (text: string) => string; object: <T>(value: T) => T };
  limit: (text: string) => string;
  audit: (record: AuditRecord) => void;
  /** Milliseconds of a clock that only goes forward. */
  clock: () => number;
}

export type Call = (request: CallRequest) => Promise<CallResult>;

/** Makes the call path over a table of tools. */
export function createCall(parts: CallParts): Call {
  return async (request) => {
    const started = parts.clock();
    const seen: Pick<AuditRecord, 'action' | 'decision'> = { decision: 'none' };
    const record = (outcome: AuditRecord['outcome'], reason?: string) => {
      const { name, role } = request.principal;
      const durationMs = Math.round(parts.clock() - started);
      const entry = { principal: name, role, tool: request.tool, ...seen, outcome, reason, durationMs };
      parts.audit(parts.redact.object(entry));
    };
    try {
      const result = await perform(parts, request, seen);
      record(result.failure ?? (result.ok ? 'ok' : 'failed'), result.ok ? undefined : result.text);
      return result;
    } catch (error) {
      record('cancelled');
      throw error;
    }
  };
}

async function perform(
  parts: CallParts,
  request: CallRequest,
  seen: Pick<AuditRecord, 'action' | 'decision'>,
): Promise<CallResult> {
  const tool = parts.tools.get(request.tool);
  if (tool === undefined) return failed('unknown_tool', parts.redact.text(`There is no tool "${request.tool}".`));
  const prepared = tool.prepare(request.arguments);
  if ('invalid' in prepared) return failed('invalid_arguments', parts.redact.text(prepared.invalid));
  seen.action = prepared.action.summary;
  const verdict = parts.decide(request.principal, prepared.action);
  seen.decision = verdict.decision;
  if (verdict.decision !== 'allow') return refused(verdict, prepared.action, parts);
  request.signal.throwIfAborted();
  const progress = (step: string) => request.progress?.(parts.redact.text(step));
  try {
    return finished(await prepared.run({ principal: request.principal, signal: request.signal, progress }), parts);
  } catch (error) {
    request.signal.throwIfAborted();
    return failed('failed', parts.redact.text(error instanceof Error ? error.message : String(error)), error);
  }
}

function finished(output: ToolOutput, { redact, limit }: CallParts): CallResult {
  const structured = redact.object(output.structured);
  return { ok: output.isError !== true, text: limit(redact.text(output.text)), structured };
}

/** A write waits for the approvals: until there is somebody who can give one, it is denied. */
function refused(verdict: Exclude<Verdict, { decision: 'allow' }>, action: Action, parts: CallParts): CallResult {
  const reason =
    verdict.decision === 'ask' ? `${verdict.reason} This version cannot approve, so it did not run.` : verdict.reason;
  const denial: Denial = { verdict: 'denied', reason: parts.redact.text(reason) };
  return {
    ...failed('denied', `Not run (${parts.redact.text(action.summary)}): ${denial.reason}`),
    structured: denial,
  };
}

function failed(failure: NonNullable<CallResult['failure']>, text: string, cause?: unknown): CallResult {
  return { ok: false, text, failure, cause };
}
