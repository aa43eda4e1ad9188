/** Who calls: a bearer token's principal, or, where no tokens are asked for, a viewer. */
import { createHash, timingSafeEqual } from 'node:crypto';
import type { RequestHandler, Response } from 'express';
import type { Principal, Role } from '../policy/types.ts';
import { HttpError } from './errors.ts';

export interface AuthOptions {
  mode: 'none' | 'token';
  tokens: readonly { name: string; role: Role; token: string; namespaces?: readonly string[] }[];
}

const ANONYMOUS: Principal = { name: 'anonymous', role: 'viewer' };
const principals = new WeakMap<Response, Principal>();

/** Answers 401 where a token is asked for and a known one is not there; else the principal is known to what follows. */
export function authenticate({ mode, tokens }: AuthOptions): RequestHandler {
  const known = tokens.map(({ name, role, token, namespaces }) => ({
    digest: digestOf(token),
    principal: { name, role, namespaces },
  }));
  return (request, response, next) => {
    const principal = mode === 'none' ? ANONYMOUS : find(known, request.headers.authorization);
    if (principal === undefined) {
      const message = 'This needs a token: send it as "Authorization: Bearer TOKEN".';
      throw new HttpError(401, 'unauthorized', message, { 'WWW-Authenticate': 'Bearer' });
    }
    principals.set(response, principal);
    next();
  };
}

/** The principal of an authenticated request. */
export function principalOf(response: Response): Principal {
  const principal = principals.get(response);
  if (principal === undefined)
    throw new HttpError(401, 'unauthorized', 'This needs a token.', { 'WWW-Authenticate': 'Bearer' });
  return principal;
}

/** Compares with all of them, each in constant time, so that time tells nothing about any. */
function find(
  known: readonly { digest: Buffer; principal: Principal }[],
  header: string | undefined,
): Principal | undefined {
  const token = /^bearer +(\S+)$/i.exec(header ?? '')?.[1];
  if (token === undefined) return undefined;
  const digest = digestOf(token);
  return known.filter((candidate) => timingSafeEqual(candidate.digest, digest))[0]?.principal;
}

function digestOf(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}
