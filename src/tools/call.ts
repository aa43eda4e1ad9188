/**
 * The one path on which anything acts: look up → parse → classify → decide → (approve) → run → redact → limit → audit.
 * Every surface calls tools through it, and no tool is special to it.
 */
import type { Pages } from '../output/pages.ts';
import { type Action, type Decide, hasRole, type Principal, type Verdict } from '../policy/types.ts';
import type { ClientPeer, ContentBlock, Denial, Prepared, Tool } from './define.ts';
import { finish } from './finish.ts';
import { redactedPeer } from './peer.ts';

export interface CallRequest {
  tool: string;
  arguments: unknown;
  principal: Principal;
  signal: AbortSignal;
  progress?: (step: string) => void;
  /** The client, where it speaks MCP: what stands behind a tool may ask it. */
  peer?: ClientPeer;
  /**
   * What the client's own user said (MCP elicitation, `input_required`) to the approval that a first call of the same
   * arguments returned (`structured.approval`): the surface calls once more with it. It counts where the principal is an
   * approver; from anybody else it changes nothing, and the call still waits.
   */
  confirmation?: { approval: string; accepted: boolean };
}

/** Always a result, also for what failed: `text` then is one sentence. Only a cancelled call throws (the signal's reason). */
export interface CallResult {
  ok: boolean;
  text: string;
  /** What the tool's `outputSchema` describes; absent where the tool did not get that far. */
  structured?: Record<string, unknown>;
  /** For MCP clients, in place of the text: the blocks that another MCP server made. */
  content?: ContentBlock[];
  /** For MCP clients: what another MCP server said beside the result. */
  meta?: Readonly<Record<string, unknown>>;
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
  decision: Verdict['decision'] | 'approved' | 'none';
  outcome: 'ok' | 'cancelled' | NonNullable<CallResult['failure']>;
  reason?: string;
  /** The approval that was used, or that the call now waits for. */
  approval?: string;
  /** SHA-256 of what was returned, in hexadecimal. */
  digest?: string;
  durationMs: number;
}

/** A call that needs an approval: an approval holds for the same principal, tool and parsed arguments. */
export interface ApprovalRequest {
  principal: string;
  tool: string;
  arguments: unknown;
  /** What it would do, redacted. */
  command: string;
  /** What it reaches into: an approver that is bound to namespaces judges nothing else. */
  namespaces?: Action['namespaces'];
}

/** Where approvals are waited for. Only people approve, elsewhere; here they are asked for and used up. */
export interface ApprovalGate {
  /** Uses up an approval of exactly this call; its id, or undefined where there is none. */
  use(request: ApprovalRequest): Promise<string | undefined>;
  /**
   * Notes that an approval is wanted; its id, and a sentence on how a person gives it. The same call that waits already
   * keeps its id.
   */
  request(request: ApprovalRequest): Promise<{ id: string; how: string }>;
  /** An approver's word on its own call; false where that approval is not one of exactly this call, or waits no more. */
  confirm(id: string, accepted: boolean, request: ApprovalRequest): Promise<boolean>;
}

export interface CallParts {
  /** By name; it may know more of them than any list shows. */
  tools: Pick<ReadonlyMap<string, Tool>, 'get'>;
  decide: Decide;
  approvals: ApprovalGate;
  redact: { text: (text: string) => string; object: <T>(value: T) => T };
  pages: Pages;
  /** Characters of a text that leave at once; the rest is kept as pages. */
  maxText: number;
  /** Hexadecimal SHA-256. */
  digest: (text: string) => string;
  /** Absent where nobody keeps the record. */
  audit?: (record: AuditRecord) => void;
  /** Milliseconds of a clock that only goes forward. */
  clock: () => number;
}

export type Call = (request: CallRequest) => Promise<CallResult>;

type Seen = Pick<AuditRecord, 'action' | 'decision' | 'approval'>;

/** Makes the call path over a table of tools. */
export function createCall(parts: CallParts): Call {
  return async (request) => {
    const started = parts.clock();
    const seen: Seen = { decision: 'none' };
    const record = (outcome: AuditRecord['outcome'], more: Pick<AuditRecord, 'reason' | 'digest'> = {}) => {
      const { name, role } = request.principal;
      const durationMs = Math.round(parts.clock() - started);
      parts.audit?.({
        ...parts.redact.object({ principal: name, role, tool: request.tool, ...seen, outcome, reason: more.reason }),
        digest: more.digest,
        durationMs,
      });
    };
    try {
      const result = await perform(parts, request, seen);
      if (parts.audit === undefined) return result;
      const digest = parts.digest(JSON.stringify([result.text, result.structured]));
      record(result.failure ?? (result.ok ? 'ok' : 'failed'), { reason: result.ok ? undefined : result.text, digest });
      return result;
    } catch (error) {
      record('cancelled');
      throw error;
    }
  };
}

async function perform(parts: CallParts, request: CallRequest, seen: Seen): Promise<CallResult> {
  const tool = parts.tools.get(request.tool);
  if (tool === undefined) return failed('unknown_tool', parts.redact.text(`There is no tool "${request.tool}".`));
  const prepared = await tool.prepare(request.arguments);
  if ('invalid' in prepared) return failed('invalid_arguments', parts.redact.text(prepared.invalid));
  seen.action = prepared.action.summary;
  const verdict = parts.decide(request.principal, prepared.action);
  seen.decision = verdict.decision;
  if (verdict.decision === 'deny')
    return refused({ verdict: 'denied', reason: verdict.reason }, prepared.action, parts);
  request.signal.throwIfAborted();
  if (verdict.decision === 'ask') {
    const waits = await approvalFor(prepared, verdict.reason, request, parts, seen);
    if (waits !== undefined) return waits;
  }
  return run(prepared, parts, request);
}

async function run(
  prepared: Prepared,
  parts: CallParts,
  { principal, signal, ...request }: CallRequest,
): Promise<CallResult> {
  const progress = (step: string) => request.progress?.(parts.redact.text(step));
  try {
    const peer = request.peer && redactedPeer(request.peer, parts.redact);
    const returned = await prepared.run({ principal, signal, progress, peer });
    const { isError, ...finished } = finish(returned, principal.name, parts);
    const meta = returned.meta === undefined ? {} : { meta: parts.redact.object(returned.meta) };
    return { ok: (isError ?? returned.isError) !== true, ...finished, ...meta };
  } catch (error) {
    signal.throwIfAborted();
    return failed('failed', parts.redact.text(error instanceof Error ? error.message : String(error)), error);
  }
}

/** Uses the approval that there is; else what the caller is told while one is waited for. */
async function approvalFor(
  { action, arguments: input }: Prepared,
  reason: string,
  request: CallRequest,
  parts: CallParts,
  seen: Seen,
): Promise<CallResult | undefined> {
  const { principal, tool } = request;
  const command = parts.redact.text(action.summary);
  const wanted = { principal: principal.name, tool, arguments: input, command, namespaces: action.namespaces };
  if (await hasDeclined(wanted, request, parts.approvals))
    return refused({ verdict: 'denied', reason: 'The user declined it.' }, action, parts);
  const used = await parts.approvals.use(wanted);
  if (used !== undefined) {
    Object.assign(seen, { decision: 'approved', approval: used });
    return undefined;
  }
  const { id, how } = await parts.approvals.request(wanted);
  seen.approval = id;
  return refused({ verdict: 'approval_required', reason: `${reason} ${how}`, approval: id }, action, parts);
}

/** Takes the word of a client's user, where that user may approve; whether it was no. */
async function hasDeclined(
  wanted: ApprovalRequest,
  { principal, confirmation }: CallRequest,
  approvals: ApprovalGate,
): Promise<boolean> {
  if (confirmation === undefined || !hasRole(principal, 'approver')) return false;
  const counted = await approvals.confirm(confirmation.approval, confirmation.accepted, wanted);
  return counted && !confirmation.accepted;
}

function refused(denial: Denial, action: Action, { redact }: CallParts): CallResult {
  const structured = { ...denial, reason: redact.text(denial.reason) };
  const failure = denial.verdict === 'denied' ? 'denied' : 'approval_required';
  return { ...failed(failure, `Not run (${redact.text(action.summary)}): ${structured.reason}`), structured };
}

function failed(failure: NonNullable<CallResult['failure']>, text: string, cause?: unknown): CallResult {
  return { ok: false, text, failure, cause };
}
