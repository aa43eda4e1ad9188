/** Streamable HTTP of 2026-07-28: each request stands for itself, a small server a request over the shared registry. */
import { toNodeHandler } from '@modelcontextprotocol/node';
import { type AuthInfo, createMcpHandler } from '@modelcontextprotocol/server';
import type { Principal } from '../../policy/types.ts';
import type { Registry } from '../registry.ts';
import { createServer } from '../server.ts';
import type { Endpoint } from './legacy.ts';

/** Streams of `subscriptions/listen` at once. */
const MAX_LISTENERS = 1000;

export function createModernEndpoint(registry: Registry, stop: AbortSignal): Endpoint {
  const factory = ({ authInfo }: { authInfo?: AuthInfo }) =>
    createServer({ registry, principal: principalIn(authInfo), signal: stop, era: 'modern' });
  const handler = createMcpHandler(factory, {
    legacy: 'reject',
    bus: registry.bus,
    maxSubscriptions: MAX_LISTENERS,
  });
  const handle = toNodeHandler(handler);
  return {
    handle: (request, response, principal, body) =>
      handle(Object.assign(request, { auth: authInfoOf(principal) }), response, body),
    close: handler.close,
  };
}

/** The token itself stays out: nothing behind here needs it. */
function authInfoOf(principal: Principal): AuthInfo {
  return { token: '', clientId: principal.name, scopes: [], extra: { principal } };
}

function principalIn(authInfo: AuthInfo | undefined): Principal {
  const principal = authInfo?.extra?.principal;
  if (principal === undefined) throw new Error('The request has no principal.');
  return principal as Principal;
}
