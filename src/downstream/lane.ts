/**
 * Calls of tools on servers of the revisions with a handshake, sent and answered beside the SDK's client: it reads each
 * message against its schemas several times over, which costs more than everything else on the way. What is not the
 * answer or the progress of such a call goes to the client as before.
 */
import {
  type CallToolResult,
  type Client,
  type JSONRPCMessage,
  ProtocolError,
  ProtocolErrorCode,
  type RequestOptions,
  SdkError,
  SdkErrorCode,
  type Transport,
} from '@modelcontextprotocol/client';
import { resultOf } from './callResult.ts';
import type { ServerTool } from './catalogue.ts';

export interface Lane {
  /** @throws ProtocolError where the server answers with an error, the signal's reason, or what the transport throws. */
  call: (tool: ServerTool, params: Params, options: LaneOptions) => Promise<CallToolResult>;
}

/** What the stateless revision adds to them, a lane passes on too. */
export interface Params {
  name: string;
  arguments: Record<string, unknown>;
  _meta?: Record<string, unknown>;
}

/** The client's own, of which a lane heeds the signal and the progress. */
export type LaneOptions = RequestOptions;

interface Step {
  progress: number;
  total?: number;
  message?: string;
}

type Answer = Exclude<JSONRPCMessage, { method: string }>;

interface Pending {
  answer: (message: Answer) => void;
  onprogress: LaneOptions['onprogress'];
}

/** The client counts from 0: the numbers of both never meet. They fit 32 bits, as some servers keep them so. */
const FIRST_ID = 1_000_000_000;
const LAST_ID = 2_000_000_000;

/**
 * How tools of a connection are called. The stateless revision repeats arguments in headers and marks its results: there
 * the client does it all.
 */
export function callerOf(client: Client, transport: Transport): Lane['call'] {
  if (client.getProtocolEra() !== 'modern') return createLane(transport).call;
  return (tool, params, options) => client.callTool({ ...params }, { ...options, toolDefinition: tool });
}

/** To be called once the client is connected to the transport, before whose `onmessage` it stands. */
function createLane(transport: Transport): Lane {
  const pending = new Map<unknown, Pending>();
  let last = FIRST_ID;
  const deliver = transport.onmessage;
  transport.onmessage = (message, extra) => {
    if ('method' in message) {
      const told = message.method === 'notifications/progress' ? stepOf(message.params) : undefined;
      const onprogress = told === undefined ? undefined : pending.get(told.token)?.onprogress;
      if (told !== undefined && onprogress !== undefined) return onprogress(told.step);
    } else {
      const call = pending.get(message.id);
      if (call !== undefined) return call.answer(message);
    }
    deliver?.(message, extra);
  };

  return {
    call(tool, { _meta, ...params }, { signal, onprogress }) {
      last = last < LAST_ID ? last + 1 : FIRST_ID;
      const id = last;
      return new Promise((resolve, reject) => {
        signal?.throwIfAborted();
        const end = () => {
          pending.delete(id);
          signal?.removeEventListener('abort', cancel);
        };
        const fail = (error: unknown) => {
          end();
          reject(error);
        };
        const cancel = () => {
          fail(signal?.reason);
          const told = { requestId: id, reason: String(signal?.reason) };
          transport.send({ jsonrpc: '2.0', method: 'notifications/cancelled', params: told }).catch(() => {});
        };
        const answer = (message: Answer) => {
          end();
          try {
            resolve(resultIn(message, tool));
          } catch (error) {
            reject(error);
          }
        };
        signal?.addEventListener('abort', cancel, { once: true });
        pending.set(id, { answer, onprogress });
        const meta = onprogress === undefined ? _meta : { ..._meta, progressToken: id };
        const sent = { ...params, ...(meta === undefined ? {} : { _meta: meta }) };
        transport.send({ jsonrpc: '2.0', id, method: 'tools/call', params: sent }).catch(fail);
      });
    },
  };
}

function resultIn(message: Answer, { name, outputSchema }: ServerTool): CallToolResult {
  if ('error' in message) {
    const { code, message: said, data } = message.error;
    throw ProtocolError.fromError(code, said, data);
  }
  const result = resultOf(message.result);
  if (typeof result === 'string')
    throw new SdkError(SdkErrorCode.InvalidResult, `Invalid result for tools/call: ${result}`);
  if (outputSchema !== undefined && result.structuredContent === undefined && result.isError !== true) {
    const missing = `Tool ${name} has an output schema but did not return structured content`;
    throw new ProtocolError(ProtocolErrorCode.InvalidRequest, missing);
  }
  return result;
}

/** Undefined for what the client is to complain of. */
function stepOf(params: Readonly<Record<string, unknown>> = {}): { token: unknown; step: Step } | undefined {
  const { progressToken: token, progress, total, message } = params;
  if (typeof progress !== 'number') return undefined;
  const step: Step = { progress };
  if (typeof total === 'number') step.total = total;
  if (typeof message === 'string') step.message = message;
  return { token, step };
}
