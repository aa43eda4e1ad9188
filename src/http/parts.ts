/** What the routes are given. */
import type { Agent } from '../agent/agent.ts';
import type { Conversations } from '../agent/conversations.ts';
import type { ClusterUnreadableError } from '../cluster/source.ts';
import type { McpEndpoints } from '../mcp/http/endpoints.ts';
import type { Principal } from '../policy/types.ts';
import type { Runbooks } from '../runbooks/runbook.ts';
import type { Approval } from '../store/approvals.ts';
import type { Runs } from '../store/runs.ts';
import type { Call, CallResult } from '../tools/call.ts';
import type { Tool } from '../tools/define.ts';
import type { AuthOptions } from './auth.ts';
import { HttpError } from './errors.ts';

/** Approvals as one principal may handle them. */
export interface ApprovalDesk {
  list: (principal: Principal) => Promise<Approval[]>;
  /** `refused`: why nobody of that role may, which is looked at before the id. `decided` is false where it was not pending. */
  decide: (
    principal: Principal,
    id: string,
    decision: 'approved' | 'rejected',
  ) => Promise<{ refused: string } | { unknown: true } | { approval: Approval; decided: boolean }>;
}

export interface HttpParts {
  call: Call;
  /** It may change while the server runs. */
  tools: ReadonlyMap<string, Tool>;
  mcp: McpEndpoints;
  mcpStatus: () => readonly { name: string; state: string }[];
  approvals: ApprovalDesk;
  runbooks: Runbooks;
  redact: (text: string) => string;
  auth: AuthOptions;
  /** Names under which clients reach this server, besides localhost and addresses. */
  hosts: readonly string[];
  limits: { askSeconds: number; bodyBytes: number; requestsPerMinute: number };
  /** How often a stream of events says that it is alive. */
  heartbeatSeconds: number;
  /** Default language of answers; undefined: that of the question. */
  language: 'en' | 'zh' | undefined;
  /** Who answers questions, loaded with the first one. */
  agent: () => Promise<{ agent: Agent; conversations: Conversations }>;
  /** Undefined where runs are not recorded. */
  runs: () => Promise<Runs | undefined>;
  /** In Prometheus' text format. */
  metrics: () => Promise<string>;
  /** For `/readyz`: what is known without asking anybody. */
  state: () => {
    cluster: 'snapshot' | 'not read yet' | 'readable' | 'unreadable';
    model: 'configured' | 'not configured';
  };
  /** Ends all requests. */
  stop: AbortSignal;
}

/** A call that did not succeed, as an answer. */
export function callFailure(result: CallResult): HttpError {
  if (result.failure === 'denied') return new HttpError(403, 'denied', result.text);
  if (result.failure === 'invalid_arguments') return new HttpError(400, 'bad_request', result.text);
  const unreadable = isUnreadable(result.cause);
  return new HttpError(unreadable ? 503 : 500, unreadable ? 'cluster_unreadable' : 'failed', result.text);
}

/** By name: the class itself would load the cluster's code. */
function isUnreadable(error: unknown): error is ClusterUnreadableError {
  return error instanceof Error && error.name === 'ClusterUnreadableError';
}
