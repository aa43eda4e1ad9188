/** What a server asks or tells in the middle of a call goes to the client whose call it is, and to nobody else. */
import type { Client } from '@modelcontextprotocol/client';
import { ProtocolError, ProtocolErrorCode } from '@modelcontextprotocol/client';
import type { ClientPeer } from '../tools/define.ts';
import { plainSchema, plainText } from './text.ts';

export interface Relay {
  /** Answers the server's requests on this client from now on. */
  attach: (client: Client) => void;
  /** Notes a call that is in flight; `leave` ends that. */
  enter: (call: InFlight) => void;
  leave: (call: InFlight) => void;
  /** Whether this server has ever asked anything: then its calls go one at a time, so that it is known who is asked. */
  asks: () => boolean;
  /** Asks a client that is known. @throws ProtocolError where there is none, or it cannot answer that. */
  ask: (
    peer: ClientPeer | undefined,
    method: string,
    params: Record<string, unknown>,
    signal: AbortSignal,
  ) => Promise<Record<string, unknown>>;
}

export interface InFlight {
  peer: ClientPeer | undefined;
  /** Called when its client is asked something, and again when that has an end: a person takes what time it takes. */
  waits?: (waiting: boolean) => void;
}

const ASKS = { 'elicitation/create': 'elicitation', 'sampling/createMessage': 'sampling' } as const;
type Ask = keyof typeof ASKS;

/** Makes the relay of one server; it outlives its connections. With a name, people see who asks. */
export function createRelay(name: string | undefined): Relay {
  const inFlight = new Set<InFlight>();
  let asked = false;
  const only = (): InFlight => {
    asked = true;
    const [one, ...others] = inFlight;
    if (others.length > 0) throw refuse('Several calls are running, and it cannot be told which one this belongs to.');
    return one ?? { peer: undefined };
  };
  const tell = (method: string, params: Record<string, unknown>) => {
    const [one, ...others] = inFlight;
    if (others.length === 0) one?.peer?.notify(method, params);
  };
  const ask: Relay['ask'] = async (peer, method, params, signal) => {
    if (peer === undefined) throw refuse('Nobody who could answer is waiting for this server.');
    if (!isAsk(method)) throw refuse(`${method} is not passed on.`);
    const lacking = lackingFor(method, params, peer.capabilities);
    if (lacking !== undefined) throw refuse(`The client does not support ${lacking}.`);
    const plain = plainSchema(params) as typeof params;
    return peer.request(method, method === 'elicitation/create' ? attributed(name, plain) : plain, signal);
  };
  return {
    asks: () => asked,
    enter: (call) => void inFlight.add(call),
    leave: (call) => void inFlight.delete(call),
    ask,
    attach(client) {
      for (const method of Object.keys(ASKS) as Ask[]) {
        client.setRequestHandler(method, async ({ params }, { mcpReq }) => {
          const { peer, waits } = only();
          waits?.(true);
          try {
            return (await ask(peer, method, { ...params }, mcpReq.signal)) as never;
          } finally {
            waits?.(false);
          }
        });
      }
      client.setNotificationHandler('notifications/message', ({ params }) =>
        tell('notifications/message', { ...params }),
      );
      client.setNotificationHandler('notifications/elicitation/complete', ({ params }) =>
        tell('notifications/elicitation/complete', { ...params }),
      );
    },
  };
}

const isAsk = (method: string): method is Ask => method in ASKS;

/** What the client would have to declare; an empty `elicitation` is older than the choice of modes, and means forms. */
function lackingFor(
  method: Ask,
  { mode }: Record<string, unknown>,
  capabilities: ClientPeer['capabilities'],
): string | undefined {
  const declared = capabilities[ASKS[method]];
  if (typeof declared !== 'object' || declared === null) return ASKS[method];
  if (method !== 'elicitation/create') return undefined;
  if (mode === 'url') return 'url' in declared ? undefined : 'elicitation by address';
  return 'form' in declared || !('url' in declared) ? undefined : 'elicitation by form';
}

const refuse = (why: string) => new ProtocolError(ProtocolErrorCode.InvalidRequest, why);

function attributed(name: string | undefined, params: Record<string, unknown>): Record<string, unknown> {
  if (typeof params.message !== 'string') return params;
  const message = plainText(params.message);
  return { ...params, message: name === undefined ? message : `[${name}] ${message}` };
}
