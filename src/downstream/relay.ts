/** What a server asks or tells in the middle of a call goes to the client whose call it is, and to nobody else. */
import type { Client } from '@modelcontextprotocol/client';
import { ProtocolError, ProtocolErrorCode } from '@modelcontextprotocol/client';
import type { ClientPeer } from '../tools/define.ts';
import { plainText } from './text.ts';

export interface Relay {
  /** Answers the server's requests on this client from now on. */
  attach: (client: Client) => void;
  /** Notes whose call is in flight; the function returned ends that. */
  enter: (peer: ClientPeer | undefined) => () => void;
  /** Whether this server has ever asked anything: then its calls go one at a time, so that it is known who is asked. */
  asks: () => boolean;
}

const ASKS = { 'elicitation/create': 'elicitation', 'sampling/createMessage': 'sampling' } as const;
type Ask = keyof typeof ASKS;

/** Makes the relay of one server; it outlives its connections. With a name, people see who asks. */
export function createRelay(name: string | undefined): Relay {
  const inFlight = new Set<{ peer: ClientPeer | undefined }>();
  let asked = false;
  const peerFor = (method: Ask): ClientPeer => {
    asked = true;
    const [only, ...others] = [...inFlight];
    if (others.length > 0) throw refuse('Several calls are running, and it cannot be told which one this belongs to.');
    const peer = only?.peer;
    if (peer === undefined) throw refuse('Nobody who could answer is waiting for this server.');
    if (peer.capabilities[ASKS[method]] === undefined) throw refuse(`The client does not support ${ASKS[method]}.`);
    return peer;
  };
  const tell = (method: string, params: Record<string, unknown>) => {
    const [only, ...others] = [...inFlight];
    if (others.length === 0) only?.peer?.notify(method, params);
  };
  return {
    asks: () => asked,
    enter(peer) {
      const call = { peer };
      inFlight.add(call);
      return () => inFlight.delete(call);
    },
    attach(client) {
      for (const method of Object.keys(ASKS) as Ask[]) {
        client.setRequestHandler(method, async ({ params }, { mcpReq }) => {
          const named = method === 'elicitation/create' ? attributed(name, { ...params }) : { ...params };
          return (await peerFor(method).request(method, named, mcpReq.signal)) as never;
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

const refuse = (why: string) => new ProtocolError(ProtocolErrorCode.InvalidRequest, why);

function attributed(name: string | undefined, params: Record<string, unknown>): Record<string, unknown> {
  return name !== undefined && typeof params.message === 'string'
    ? { ...params, message: `[${name}] ${plainText(params.message)}` }
    : params;
}
