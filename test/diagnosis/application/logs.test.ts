/** Applications that run, are ready, and say in their log what is wrong; and healthy ones with a few errors. */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { rootsIn } from '../roots.ts';
import { lines, logOf, NOW, running } from './pods.ts';

const asked = (logs: Record<string, string>, question = 'checkout answers 500') => ({
  now: NOW,
  namespace: 'shop',
  question,
  logs: Object.fromEntries(Object.entries(logs).map(([name, text]) => [logOf(name), text])),
});
const times = (count: number, text: string): string[] => Array.from({ length: count }, () => text);
const WORK = times(10, 'INFO GET /v1/items 200 12ms');

describe('who is at fault', () => {
  const checkout = running({
    name: 'checkout',
    container: 'env: [{name: CACHE, value: "redis://sessions:6379"}, {name: BILLING, value: "http://billing:80"}]',
  });

  test('the server that refuses, not the client that repeats it', () => {
    const objects = checkout + running({ name: 'sessions', port: 6379 }) + running({ name: 'billing' });
    const log = lines(...times(5, "ERROR set cart: OOM command not allowed when used memory > 'maxmemory'."));
    expect(rootsIn(objects, asked({ checkout: log, sessions: lines(...WORK), billing: lines(...WORK) }))).toEqual([
      'ServerLimitReached Deployment shop/sessions',
    ]);
  });

  test('what the called application says of itself', () => {
    const objects = checkout + running({ name: 'sessions', port: 6379 }) + running({ name: 'billing' });
    const log = lines(...times(5, 'ERROR POST http://billing:80/pay returned 500 Internal Server Error'));
    const billing = lines(...times(5, 'ERROR TypeError: Cannot read properties of undefined (reading tariff)'));
    expect(rootsIn(objects, asked({ checkout: log, billing, sessions: lines(...WORK) }))).toEqual([
      'ApplicationFailing Deployment shop/billing',
    ]);
  });

  test('a pool that is too small is the fault of who has it', () => {
    const log = lines(
      ...times(5, 'ERROR HikariPool-1 - Connection is not available, request timed out after 30000ms.'),
    );
    expect(rootsIn(checkout, asked({ checkout: log }))).toEqual(['ConnectionPoolExhausted Deployment shop/checkout']);
  });

  test('two faults that have nothing to do with each other', () => {
    const log = lines(
      ...times(4, 'ERROR relation "coupons" does not exist'),
      ...times(4, 'ERROR the license has expired on 2026-02-28'),
    );
    expect(rootsIn(checkout, asked({ checkout: log }))).toEqual([
      'LicenseExpired Deployment shop/checkout',
      'NamedResourceMissing Deployment shop/checkout',
    ]);
  });
});

describe('its surroundings', () => {
  test('a full volume is the claim’s', () => {
    const objects = running({
      name: 'ledger',
      container: 'volumeMounts: [{name: data, mountPath: /data}]',
      spec: 'volumes: [{name: data, persistentVolumeClaim: {claimName: ledger-data}}]',
    });
    const claim = `
---
apiVersion: v1
kind: PersistentVolumeClaim
metadata: {name: ledger-data, namespace: shop}
spec: {volumeName: pv-1, accessModes: [ReadWriteOnce], resources: {requests: {storage: 1Gi}}}
status: {phase: Bound}
`;
    const log = lines(...times(3, 'ERROR write /data/wal/000012.log: no space left on device'));
    expect(rootsIn(objects + claim, asked({ ledger: log }, 'ledger does not store'))).toEqual([
      'DiskFull PersistentVolumeClaim shop/ledger-data',
    ]);
  });

  test('a key that was renamed in the ConfigMap behind the path', () => {
    const objects = running({
      name: 'rates',
      container: 'volumeMounts: [{name: conf, mountPath: /etc/rates}]',
      spec: 'volumes: [{name: conf, configMap: {name: rates-conf}}]',
    });
    const map = `
---
apiVersion: v1
kind: ConfigMap
metadata: {name: rates-conf, namespace: shop}
data: {tariff.yaml: "a: 1"}
`;
    const log = lines(...times(3, 'ERROR reload failed: open /etc/rates/tariffs.yaml: no such file or directory'));
    expect(rootsIn(objects + map, asked({ rates: log }, 'rates are stale'))).toEqual([
      'RunsWithTrouble ConfigMap shop/rates-conf',
    ]);
  });
});

describe('TLS', () => {
  const certificate = readFileSync(new URL('../../semantics/certificates/leaf.crt', import.meta.url)).toString(
    'base64',
  );
  const authority = (name: string): string =>
    readFileSync(new URL(`../../semantics/certificates/${name}.crt`, import.meta.url), 'utf8')
      .trim()
      .replaceAll('\n', '\\n');
  const server = `
---
apiVersion: v1
kind: Secret
type: kubernetes.io/tls
metadata: {name: web-tls, namespace: shop}
data: {tls.crt: ${certificate}, tls.key: ""}
${running({ name: 'web', port: 443, spec: 'volumes: [{name: tls, secret: {secretName: web-tls}}]' })}`;
  const caller = (ca: string): string => `
---
apiVersion: v1
kind: ConfigMap
metadata: {name: trust, namespace: shop}
data: {ca.crt: "${authority(ca)}"}
${running({ name: 'portal', spec: 'volumes: [{name: ca, configMap: {name: trust}}]' })}`;
  const failing = (host: string, said: string): string =>
    lines(...times(4, `ERROR Get "https://${host}:443/": ${said}`));
  const EXPIRED = failing(
    'web.shop.svc',
    'tls: failed to verify certificate: x509: certificate has expired or is not yet valid',
  );
  const UNKNOWN = failing(
    'web.shop.svc',
    'tls: failed to verify certificate: x509: certificate signed by unknown authority',
  );

  test('a certificate that has expired', () => {
    const log = EXPIRED.replaceAll('2026-03', '2026-06');
    const options = { ...asked({ portal: log, web: lines(...WORK) }, 'portal'), now: '2026-06-01T12:00:00Z' };
    expect(rootsIn(server + caller('authority'), options)).toEqual(['CertificateExpired Secret shop/web-tls']);
  });

  test('a certificate for another name', () => {
    const log = failing('web', 'x509: certificate is valid for web.shop.svc, not web');
    expect(rootsIn(server + caller('authority'), asked({ portal: log, web: lines(...WORK) }, 'portal'))).toEqual([
      'CertificateNameMismatch Secret shop/web-tls',
    ]);
  });

  test('an authority that the caller does not trust', () => {
    expect(rootsIn(server + caller('other'), asked({ portal: UNKNOWN, web: lines(...WORK) }, 'portal'))).toEqual([
      'AuthorityNotTrusted ConfigMap shop/trust',
    ]);
  });

  test('nothing to look at: the log’s own words', () => {
    expect(rootsIn(server + caller('authority'), asked({ portal: UNKNOWN, web: lines(...WORK) }, 'portal'))).toEqual([
      'TlsVerificationFailed Deployment shop/portal',
    ]);
  });
});

describe('healthy with a few errors', () => {
  const shop =
    running({ name: 'shop-web', container: 'env: [{name: PAY, value: "http://billing:80"}]' }) +
    running({ name: 'billing' });
  test.each([
    ['a time-out long worked past', [...times(2, 'ERROR call http://billing:80/pay timed out'), ...WORK]],
    ['one error', [...WORK, 'ERROR unexpected token in request body', ...WORK]],
    ['clients that go away', [...WORK, ...times(3, 'WARN client closed connection before response, 499'), ...WORK]],
    ['404s', [...WORK, ...times(4, 'WARN GET /favicon.ico 404 1ms'), ...WORK]],
    ['a retry that worked', [...WORK, ...times(3, 'WARN deadlock detected, retry succeeded'), ...WORK]],
    ['limits for clients', [...WORK, ...times(5, 'WARN rate limit exceeded for client 10.1.2.3'), ...WORK]],
    ['refused requests', [...WORK, ...times(3, 'ERROR ValidationError: email is required'), ...WORK]],
    ['slow now and then', [...WORK, ...times(3, 'WARN slow response from http://billing:80/pay took 2100ms'), ...WORK]],
  ])('%s', (_, log) => {
    const logs = { 'shop-web': lines(...log), billing: lines(...WORK) };
    expect(rootsIn(shop, asked(logs, 'is anything wrong with shop-web?'))).toEqual([]);
  });
});
