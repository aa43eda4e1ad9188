import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import type { Secret } from '../../src/cluster/objects.ts';
import {
  type Certificate,
  certificateCovers,
  certificateIn,
  certificateVerdict,
  issuedBy,
  parseBundle,
  parseCertificate,
} from '../../src/semantics/certificate.ts';

// leaf.crt: signed by authority.crt, valid January to March 2026; other.crt: another authority.
const pem = (name: string): string => readFileSync(join(import.meta.dirname, 'certificates', name), 'utf8');
const read = (name: string): Certificate => {
  const certificate = parseCertificate(pem(name));
  if (certificate === undefined) throw new Error(`${name} was not read.`);
  return certificate;
};
const leaf = read('leaf.crt');
const field = {
  object: { apiVersion: 'v1', kind: 'Secret', namespace: 'shop', name: 'tls' },
  path: 'data[tls.crt]',
  value: '',
};

it('reads subject, names, addresses and dates', () => {
  expect(leaf).toMatchObject({
    subject: 'CN=web.shop.svc',
    issuer: 'CN=authority',
    names: ['web.shop.svc', '*.example.com'],
    notBefore: new Date('2026-01-01T00:00:00Z'),
    notAfter: new Date('2026-04-01T00:00:00Z'),
    ca: false,
  });
  expect(read('authority.crt')).toMatchObject({ ca: true, issuer: 'CN=authority' });
});

it('reads the first certificate of a Secret, in base64', () => {
  const chain = Buffer.from(pem('leaf.crt') + pem('authority.crt')).toString('base64');
  const secret: Secret = { apiVersion: 'v1', kind: 'Secret', metadata: { name: 'tls' }, data: { 'tls.crt': chain } };
  expect(certificateIn(secret)?.subject).toBe('CN=web.shop.svc');
  expect(certificateIn(secret, 'ca.crt')).toBeUndefined();
  expect(parseBundle(chain).map(({ subject }) => subject)).toEqual(['CN=web.shop.svc', 'CN=authority']);
});

it.each([undefined, null, 7, '', '***', 'not pem', '-----BEGIN CERTIFICATE-----', pem('leaf.crt').slice(0, 300)])(
  'reads nothing from %j',
  (text) => expect(parseCertificate(text)).toBeUndefined(),
);

it.each([
  ['2025-12-31T23:59:59Z', undefined, 'CertificateNotYetValid', '2026-01-01T00:00:00.000Z'],
  ['2026-02-01T00:00:00Z', undefined, 'passes', undefined],
  ['2026-04-01T00:00:01Z', undefined, 'CertificateExpired', '2026-04-01T00:00:00.000Z'],
  ['2026-02-01T00:00:00Z', 'web.shop.svc', 'passes', undefined],
  ['2026-02-01T00:00:00Z', 'a.example.com', 'passes', undefined],
  [
    '2026-02-01T00:00:00Z',
    'web.shop',
    'CertificateNameMismatch',
    'web.shop.svc, *.example.com, 10.0.0.1, FD00:0:0:0:0:0:0:1',
  ],
])('at %s for host %s: %s', (now, host, reason, value) => {
  const verdict = certificateVerdict(leaf, new Date(now), field, host);
  expect(verdict.pass ? 'passes' : verdict.reason).toBe(reason);
  expect(verdict.pass ? undefined : verdict.by[0]?.value).toBe(value);
});

it.each([
  ['example.com', false],
  ['a.b.example.com', false],
  ['WEB.shop.svc', true],
  ['10.0.0.1', true],
  ['fd00::1', true],
  ['10.0.0.2', false],
])('covers %s: %s', (host, covered) => expect(certificateCovers(leaf, host)).toBe(covered));

it('knows which authority signed', () => {
  expect(issuedBy(leaf, [read('other.crt')])).toBe(false);
  expect(issuedBy(leaf, [read('other.crt'), read('authority.crt')])).toBe(true);
  expect(issuedBy(leaf, [leaf])).toBe(true);
});
