/** Certificates and external Secrets: the deepest thing that says no is the cause; what settles within minutes is none. */
import { expect, test } from 'vitest';
import { rootsIn } from '../roots.ts';

const NOW = '2026-03-01T12:00:00Z';
const certificate = (at: string, status = 'False') => `
apiVersion: cert-manager.io/v1
kind: Certificate
metadata: {name: web, namespace: shop}
spec: {secretName: web-tls, dnsNames: [web.example], issuerRef: {kind: Issuer, name: acme}}
status: {conditions: [{type: Ready, status: "${status}", reason: DoesNotExist, message: Issuing certificate, lastTransitionTime: "${at}"}]}
---
apiVersion: cert-manager.io/v1
kind: CertificateRequest
metadata: {name: web-1, namespace: shop, annotations: {cert-manager.io/certificate-name: web}, creationTimestamp: "${at}"}
spec: {issuerRef: {kind: Issuer, name: acme}}
status: {conditions: [{type: Ready, status: "${status}", reason: Pending, message: Waiting for order, lastTransitionTime: "${at}"}]}
`;
const issuer = (status: string) => `
---
apiVersion: cert-manager.io/v1
kind: Issuer
metadata: {name: acme, namespace: shop}
spec: {acme: {server: "https://acme.example"}}
status: {conditions: [{type: Ready, status: "${status}", reason: ErrRegisterACMEAccount, message: "Failed to register ACME account: 403", lastTransitionTime: "2026-03-01T08:00:00Z"}]}
`;
const CHALLENGE = `
---
apiVersion: acme.cert-manager.io/v1
kind: Order
metadata: {name: web-1-77, namespace: shop, ownerReferences: [{apiVersion: cert-manager.io/v1, kind: CertificateRequest, name: web-1, uid: a}]}
status: {state: pending}
---
apiVersion: acme.cert-manager.io/v1
kind: Challenge
metadata: {name: web-1-77-5, namespace: shop, ownerReferences: [{apiVersion: acme.cert-manager.io/v1, kind: Order, name: web-1-77, uid: b}]}
spec: {type: HTTP-01, dnsName: web.example}
status: {state: pending, reason: "Waiting for HTTP-01 challenge propagation: wrong status code '404', expected '200'"}
`;
const INGRESS = `
---
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: {name: web, namespace: shop}
spec: {tls: [{hosts: [web.example], secretName: web-tls}], rules: [{host: web.example}]}
`;

test('an issuer that does not exist explains the certificate and the Ingress', () => {
  expect(rootsIn(certificate('2026-03-01T09:00:00Z') + INGRESS, { now: NOW })).toEqual([
    'IssuerMissing Issuer shop/acme',
  ]);
});

test('an issuer that is not ready', () => {
  expect(rootsIn(certificate('2026-03-01T09:00:00Z') + issuer('False'), { now: NOW })).toEqual([
    'IssuerNotReady Issuer shop/acme',
  ]);
});

test('a challenge that the authority cannot see', () => {
  expect(rootsIn(certificate('2026-03-01T09:00:00Z') + issuer('True') + CHALLENGE, { now: NOW })).toEqual([
    'AcmeChallengeFailing Challenge shop/web-1-77-5',
  ]);
});

test('a certificate that is being issued right now, or is ready, is no trouble', () => {
  expect(rootsIn(certificate('2026-03-01T11:58:00Z') + issuer('True'), { now: NOW })).toEqual([]);
  expect(rootsIn(certificate('2026-03-01T09:00:00Z', 'True') + issuer('True'), { now: NOW })).toEqual([]);
});

const external = (status: string, store: string) => `
apiVersion: external-secrets.io/v1
kind: ExternalSecret
metadata: {name: db, namespace: shop}
spec: {secretStoreRef: {kind: SecretStore, name: vault}, target: {name: db-credentials}}
status: {conditions: [{type: Ready, status: "${status}", reason: SecretSyncedError, message: could not get secret data from provider, lastTransitionTime: "2026-03-01T09:00:00Z"}]}
---
apiVersion: external-secrets.io/v1
kind: SecretStore
metadata: {name: vault, namespace: shop}
status: {conditions: [{type: Ready, status: "${store}", reason: InvalidProviderConfig, message: "unable to log in to auth method: permission denied", lastTransitionTime: "2026-03-01T08:00:00Z"}]}
---
apiVersion: v1
kind: Pod
metadata: {name: api, namespace: shop, creationTimestamp: "2026-03-01T09:00:00Z"}
spec: {nodeName: n1, containers: [{name: api, image: api, envFrom: [{secretRef: {name: db-credentials}}]}]}
status:
  phase: Pending
  containerStatuses: [{name: api, image: api, imageID: "", ready: false, restartCount: 0, state: {waiting: {reason: CreateContainerConfigError, message: 'secret "db-credentials" not found'}}}]
`;

test('a missing Secret is explained by the store that its ExternalSecret reads from', () => {
  expect(rootsIn(external('False', 'False'), { now: NOW })).toEqual(['SecretStoreNotReady SecretStore shop/vault']);
  expect(rootsIn(external('False', 'True'), { now: NOW })).toEqual(['ExternalSecretFailing ExternalSecret shop/db']);
  expect(rootsIn(external('True', 'True'), { now: NOW })).toEqual(['SecretMissing Secret shop/db-credentials']);
});
