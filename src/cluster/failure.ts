/** What went wrong between here and the API server, in words. */
import { X509Certificate } from 'node:crypto';
import type { Connection } from './connection.ts';
import { record, text } from './lenient.ts';

/** A request that got no usable answer. */
export class RequestFailure extends Error {
  override name = 'RequestFailure';
  /** A few words for a gap, such as `timed out after 30 s`. */
  readonly why: string;
  /** Whether the same request may be sent again at once, as a kept-alive connection may have been closed under it. */
  readonly again: boolean;

  /** @param sentence for a person who cannot reach the cluster at all. */
  constructor(why: string, sentence: string, again = false) {
    super(sentence);
    this.why = why;
    this.again = again;
  }
}

const UNKNOWN_CA = new Set([
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'UNABLE_TO_GET_ISSUER_CERT',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'CERT_SIGNATURE_FAILURE',
]);
const CLOSED = new Set(['ECONNRESET', 'EPIPE', 'UND_ERR_SOCKET', 'UND_ERR_CLOSED', 'UND_ERR_DESTROYED']);
const SLOW = new Set(['ETIMEDOUT', 'UND_ERR_CONNECT_TIMEOUT', 'UND_ERR_HEADERS_TIMEOUT', 'UND_ERR_BODY_TIMEOUT']);

type Words = [why: string, sentence: (server: string, host: string) => string];

const BY_CODE: Record<string, Words> = {
  ECONNREFUSED: [
    'connection refused',
    (server) =>
      `The API server at ${server} refused the connection; check that the cluster is running and that this address is right.`,
  ],
  ENOTFOUND: [
    'name not resolved',
    (_, host) => `The name ${host} cannot be resolved; check the server address, DNS and VPN.`,
  ],
  EAI_AGAIN: [
    'name not resolved',
    (_, host) => `The name ${host} cannot be resolved at the moment; check DNS and VPN.`,
  ],
  EHOSTUNREACH: ['no route to host', (server) => `There is no route to ${server}; check the network and VPN.`],
  ENETUNREACH: ['no route to host', (server) => `There is no route to ${server}; check the network and VPN.`],
  CERT_HAS_EXPIRED: [
    'certificate expired',
    (server) =>
      `The certificate of the API server at ${server} has expired; renew it (kubeadm certs renew) or check this machine's clock.`,
  ],
  CERT_NOT_YET_VALID: [
    'certificate not yet valid',
    (server) => `The certificate of the API server at ${server} is not valid yet; check this machine's clock.`,
  ],
  ERR_TLS_CERT_ALTNAME_INVALID: [
    'certificate for another name',
    (server, host) =>
      `The certificate of ${server} is not for ${host}; correct the server address or set tls-server-name in the kubeconfig.`,
  ],
  UND_ERR_RES_EXCEEDED_MAX_SIZE: [
    'the answer was too large',
    (server) => `The answer of ${server} was too large to read.`,
  ],
};

/** Explains an error of the network layer; the error's own text is used only where no code is known. */
export function explain(error: unknown, connection: Connection, proxy: string | undefined): RequestFailure {
  const code = codeOf(error);
  const { server } = connection;
  const host = new URL(server).hostname;
  const words = BY_CODE[code];
  const via = proxy === undefined ? '' : ` through the proxy ${proxyName(proxy)}`;
  if (proxy !== undefined && (words !== undefined || code === 'UND_ERR_ABORTED')) {
    return new RequestFailure(
      'proxy failed',
      `The API server at ${server} was not reached${via} (${words?.[0] ?? 'it refused the tunnel'}); check the proxy, or add ${host} to NO_PROXY.`,
    );
  }
  if (words !== undefined) return new RequestFailure(words[0], words[1](server, host));
  if (UNKNOWN_CA.has(code)) {
    return new RequestFailure(
      'certificate not trusted',
      `The certificate of ${server} is signed by an authority that the kubeconfig does not know; set certificate-authority in the kubeconfig.`,
    );
  }
  if (SLOW.has(code))
    return new RequestFailure(
      'timed out',
      `The API server at ${server} did not answer in time${via}; check the network, VPN and firewall.`,
    );
  if (CLOSED.has(code))
    return new RequestFailure(
      'connection closed',
      `The API server at ${server} closed the connection${via} before it answered; check that this address is a Kubernetes API server.`,
      true,
    );
  return unknown(error, code, server);
}

function unknown(error: unknown, code: string, server: string): RequestFailure {
  if (code.startsWith('ERR_OSSL')) {
    return new RequestFailure(
      'certificates not usable',
      `A certificate or key of the kubeconfig cannot be used (${code}); correct it or log in again.`,
    );
  }
  if (code === 'EPROTO' || code.startsWith('ERR_SSL')) return tlsFailure(String(record(error).message), server);
  if (code.startsWith('HPE_'))
    return new RequestFailure(
      'not HTTP',
      `What answers at ${server} does not speak HTTP; check the server address, its scheme and port.`,
    );
  const detail = code || (error instanceof Error ? error.message : 'unknown error');
  return new RequestFailure(
    `not reached (${detail})`,
    `The API server at ${server} could not be reached (${detail}); check the address and the network.`,
  );
}

function tlsFailure(message: string, server: string): RequestFailure {
  const refused = /alert|certificate/i.test(message) && !/wrong version|unknown protocol/i.test(message);
  return refused
    ? new RequestFailure(
        'TLS refused',
        `The API server at ${server} refused this client's certificate; log in again or renew it.`,
      )
    : new RequestFailure('not TLS', `What answers at ${server} does not speak TLS; check the server address and port.`);
}

/** The first code in the chain of causes; undici wraps what the socket said. */
function codeOf(error: unknown): string {
  for (let at: unknown = error, depth = 0; at instanceof Error && depth < 5; at = at.cause, depth += 1) {
    const nested = at instanceof AggregateError ? at.errors[0] : undefined;
    const code = text(record(at).code) ?? text(record(nested).code);
    if (code !== undefined) return code;
  }
  return '';
}

/** Without the password that a proxy URL may hold. */
function proxyName(proxy: string): string {
  return URL.canParse(proxy) ? new URL(proxy).host : 'that is configured';
}

/** Says why the API server does not know who is asking. */
export function unauthorized(connection: Connection, cert: string | undefined, now: Date): RequestFailure {
  const as = connection.userName === '' ? 'this client' : `user "${connection.userName}"`;
  const ended = cert === undefined ? undefined : expiry(cert);
  const sentence =
    ended !== undefined && ended < now
      ? `The client certificate of ${as} expired at ${ended.toISOString()}; renew it or log in again.`
      : `The API server at ${connection.server} does not accept the credentials of ${as} (401); the token may have expired, so log in again.`;
  return new RequestFailure('unauthorized', sentence);
}

function expiry(cert: string): Date | undefined {
  try {
    return new Date(new X509Certificate(cert).validTo);
  } catch {
    return undefined;
  }
}
