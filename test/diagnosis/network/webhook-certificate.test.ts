/** Webhooks whose serving certificate the API server refuses: the certificate, or the authority in the configuration. */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import webhookCertificate from '../../../src/diagnosis/why/webhook-certificate.ts';
import { stateOf } from '../../support/state.ts';
import { running } from '../application/pods.ts';

const base64 = (name: string): string =>
  readFileSync(new URL(`../../semantics/certificates/${name}.crt`, import.meta.url)).toString('base64');

const objects = (authority: string): string => `
apiVersion: v1
kind: Secret
type: kubernetes.io/tls
metadata: {name: web-tls, namespace: shop}
data: {tls.crt: ${base64('leaf')}, tls.key: ""}
---
apiVersion: admissionregistration.k8s.io/v1
kind: ValidatingWebhookConfiguration
metadata: {name: guard}
webhooks: [{name: guard.example, failurePolicy: Fail, sideEffects: None, admissionReviewVersions: [v1], clientConfig: {caBundle: ${base64(authority)}, service: {namespace: shop, name: web}}}]
${running({ name: 'web', port: 443, spec: 'volumes: [{name: tls, secret: {secretName: web-tls}}]' })}`;

const causes = (authority: string, now: string, why: string): string[] =>
  webhookCertificate
    .why(
      {
        code: 'WebhookUnavailable',
        subject: { apiVersion: 'apps/v1', kind: 'Deployment', namespace: 'shop', name: 'api' },
        confidence: 'confirmed',
        params: { webhook: 'guard.example', why },
        evidence: [],
      },
      stateOf(objects(authority), { now }),
    )
    .map(({ cause }) => `${cause.code} ${cause.subject.kind} ${cause.subject.name}`);

test('an expired certificate', () => {
  expect(causes('authority', '2026-06-01T00:00:00Z', 'x509: certificate has expired')).toEqual([
    'CertificateExpired Secret web-tls',
  ]);
});

test('a bundle without the authority that signed it', () => {
  expect(causes('other', '2026-03-01T00:00:00Z', 'x509: certificate signed by unknown authority')).toEqual([
    'AuthorityNotTrusted ValidatingWebhookConfiguration guard',
  ]);
});

test('a certificate that fits, or a call that failed otherwise, is no reason', () => {
  expect(causes('authority', '2026-03-01T00:00:00Z', 'x509: certificate signed by unknown authority')).toEqual([]);
  expect(causes('other', '2026-06-01T00:00:00Z', 'connection refused')).toEqual([]);
});
