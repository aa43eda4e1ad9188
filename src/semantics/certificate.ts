/** X.509 certificates as Secrets, webhooks' `caBundle` and kubeconfigs hold them: PEM, in base64 or plain. */
import { X509Certificate } from 'node:crypto';
import type { Secret } from '../cluster/objects.ts';
import { hostCovers } from './hostname.ts';
import { sameIp } from './ip.ts';
import { recordIn } from './lenient.ts';
import { type Decided, fail, PASS, type Verdict } from './verdict.ts';

/** What a certificate says; nothing in it is secret. */
export interface Certificate {
  subject: string;
  issuer: string;
  /** Host names, with wildcards. */
  names: string[];
  /** IP addresses. */
  ips: string[];
  notBefore: Date;
  notAfter: Date;
  serial: string;
  ca: boolean;
  /** The certificate itself, for `issuedBy`. */
  pem: string;
}

const BEGIN = '-----BEGIN CERTIFICATE-----';
const END = '-----END CERTIFICATE-----';
/** More than any real bundle holds: what is longer is not read. */
const MAX_TEXT = 4 * 1024 * 1024;

/** Reads a PEM text or its base64; the first certificate (the leaf, where a chain follows). Undefined for anything else. */
export function parseCertificate(text: unknown): Certificate | undefined {
  return parseBundle(text)[0];
}

/** Every certificate of a bundle; what cannot be read is passed over. */
export function parseBundle(text: unknown): Certificate[] {
  if (typeof text !== 'string' || text.length > MAX_TEXT) return [];
  const plain = text.includes(BEGIN) ? text : Buffer.from(text, 'base64').toString('latin1');
  return plain
    .split(BEGIN)
    .slice(1)
    .flatMap((part) => readOne(`${BEGIN}${part.split(END, 1)[0]}${END}\n`) ?? []);
}

function readOne(pem: string): Certificate | undefined {
  const x509 = openCertificate(pem);
  if (x509 === undefined) return undefined;
  const notBefore = new Date(x509.validFrom);
  const notAfter = new Date(x509.validTo);
  if (Number.isNaN(notBefore.getTime()) || Number.isNaN(notAfter.getTime())) return undefined;
  const { subject, issuer, serialNumber: serial, ca } = x509;
  const [oneLineSubject, oneLineIssuer] = [subject, issuer].map((name) => (name ?? '').replaceAll('\n', ', '));
  return {
    subject: oneLineSubject ?? '',
    issuer: oneLineIssuer ?? '',
    ...alternativeNames(x509.subjectAltName),
    notBefore,
    notAfter,
    serial,
    ca,
    pem,
  };
}

function openCertificate(pem: string): X509Certificate | undefined {
  try {
    return new X509Certificate(pem);
  } catch {
    return undefined;
  }
}

/** `DNS:web.shop.svc, IP Address:10.0.0.1` */
function alternativeNames(text: string | undefined): { names: string[]; ips: string[] } {
  const entries = (text ?? '').split(', ').map((entry) => entry.trim());
  const after = (prefix: string): string[] =>
    entries.filter((entry) => entry.startsWith(prefix)).map((entry) => entry.slice(prefix.length));
  return { names: after('DNS:'), ips: after('IP Address:') };
}

/** The certificate under a key of a Secret, `tls.crt` by default. */
export function certificateIn(secret: Secret, key = 'tls.crt'): Certificate | undefined {
  return parseCertificate(recordIn(secret.data)[key]) ?? parseCertificate(recordIn(secret.stringData)[key]);
}

/** Whether a client that dials this host accepts the name; the subject's common name does not count (RFC 9525, and Go). */
export function certificateCovers({ names, ips }: Certificate, host: string): boolean {
  return names.some((name) => hostCovers(name, host)) || ips.some((ip) => sameIp(ip, host));
}

/** Whether one of the authorities in a bundle signed the certificate, or the bundle holds it itself. */
export function issuedBy(certificate: Certificate, bundle: readonly Certificate[]): boolean {
  const leaf = openCertificate(certificate.pem);
  if (leaf === undefined) return false;
  return bundle.some(({ pem }) => {
    const authority = openCertificate(pem);
    if (authority === undefined) return false;
    return authority.fingerprint256 === leaf.fingerprint256 || signed(leaf, authority);
  });
}

function signed(leaf: X509Certificate, authority: X509Certificate): boolean {
  try {
    return leaf.checkIssued(authority) && leaf.verify(authority.publicKey);
  } catch {
    return false;
  }
}

/**
 * Whether a certificate is good at an instant, and for a host where one is given. Reasons: `CertificateExpired`,
 * `CertificateNotYetValid`, `CertificateNameMismatch`. `field` is where the certificate stands; it is what decided.
 */
export function certificateVerdict(certificate: Certificate, now: Date, field: Decided, host?: string): Verdict {
  const { notBefore, notAfter, names, ips } = certificate;
  const valued = (value: string): Decided => ({ ...field, value });
  if (now > notAfter) {
    const until = notAfter.toISOString();
    return fail('CertificateExpired', `the certificate was valid until ${until}`, valued(until));
  }
  if (now < notBefore) {
    const from = notBefore.toISOString();
    return fail('CertificateNotYetValid', `the certificate is valid from ${from}`, valued(from));
  }
  if (host === undefined || certificateCovers(certificate, host)) return PASS;
  const covered = [...names, ...ips].join(', ');
  return fail('CertificateNameMismatch', `the certificate is for ${covered}, not ${host}`, valued(covered));
}
