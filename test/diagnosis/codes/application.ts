/** Codes of what applications say in their logs, and of the configuration, certificates and limits behind it. */
import { readFileSync } from 'node:fs';
import { lines, logOf, NOW, running } from '../application/pods.ts';
import { DEPLOYMENT, eventYaml, podYaml } from '../podYaml.ts';
import type { Row, Scene } from './row.ts';

const times = (count: number, text: string): string[] => Array.from({ length: count }, () => text);

const logging = (name: string, objects: string, ...texts: string[]): Scene => ({
  objects,
  now: NOW,
  namespace: 'shop',
  question: `${name} answers 500`,
  logs: { [logOf(name)]: lines(...texts) },
});
const says = (...texts: string[]): Scene => logging('ledger', running({ name: 'ledger' }), ...texts);

const map = (name: string, key: string, edited = '2026-01-01T00:00:00Z'): string => `
---
apiVersion: v1
kind: ConfigMap
metadata:
  name: ${name}
  namespace: shop
  creationTimestamp: "2026-01-01T00:00:00Z"
  managedFields: [{manager: kubectl-edit, operation: Update, apiVersion: v1, time: "${edited}", fieldsType: FieldsV1, fieldsV1: {"f:data": {"f:${key}": {}}}}]
data: {${key}: "a: 1"}
`;

const rates = running({
  name: 'rates',
  container: 'volumeMounts: [{name: conf, mountPath: /etc/rates}]',
  spec: 'volumes: [{name: conf, configMap: {name: rates-conf}}]',
});
const NO_TARIFFS = 'ERROR reload failed: open /etc/rates/tariffs.yaml: no such file or directory';

const RELOADED = [
  ...times(8, 'INFO computed rates'),
  'INFO configuration changed, reloading rules',
  ...times(6, 'ERROR TypeError: unsupported operand: none'),
];

const pem = (name: string): string =>
  readFileSync(new URL(`../../semantics/certificates/${name}.crt`, import.meta.url), 'utf8').trim();
/** The portal calls the web, whose certificate is for `web.shop.svc`, from `authority`. */
const handshake = (ca: string, host: string, said: string): Scene => ({
  objects: `
apiVersion: v1
kind: Secret
type: kubernetes.io/tls
metadata: {name: web-tls, namespace: shop}
data: {tls.crt: ${Buffer.from(`${pem('leaf')}\n`).toString('base64')}, tls.key: ""}
${running({ name: 'web', port: 443, spec: 'volumes: [{name: tls, secret: {secretName: web-tls}}]' })}
---
apiVersion: v1
kind: ConfigMap
metadata: {name: trust, namespace: shop}
data: {ca.crt: "${pem(ca).replaceAll('\n', '\\n')}"}
${running({ name: 'portal', spec: 'volumes: [{name: ca, configMap: {name: trust}}]' })}`,
  now: NOW,
  namespace: 'shop',
  question: 'portal answers 500',
  logs: {
    [logOf('portal')]: lines(
      ...times(4, `ERROR Get "https://${host}:443/": tls: failed to verify certificate: x509: ${said}`),
    ),
    [logOf('web')]: lines(...times(10, 'INFO GET /v1/items 200 12ms')),
  },
});
const UNKNOWN = 'certificate signed by unknown authority';

const slow = (cpu: string): string =>
  DEPLOYMENT +
  podYaml({
    container: '{name: app, image: "web:1", readinessProbe: {httpGet: {port: 8080}}, resources: {limits: {cpu: 500m}}}',
    status:
      '{name: app, image: "web:1", ready: false, started: true, restartCount: 0, state: {running: {startedAt: "2026-11-24T11:00:00Z"}}}',
  }) +
  eventYaml(
    'Unhealthy',
    'Readiness probe failed: Get "http://10.1.0.5:8080/": context deadline exceeded (Client.Timeout exceeded while awaiting headers)',
  ) +
  `
apiVersion: metrics.k8s.io/v1beta1
kind: PodMetrics
metadata: {name: web-5d9c8b7f6-abcde, namespace: shop}
containers: [{name: app, usage: {cpu: ${cpu}, memory: 100Mi}}]
---`;

export const APPLICATION: readonly Row[] = [
  {
    code: 'AccessNotGranted',
    subject: 'Deployment ledger',
    fires: says(...times(4, 'ERROR: permission denied for table invoices')),
    unlike: says(...times(4, 'ERROR open /data/invoices.csv: permission denied')),
  },
  {
    code: 'LicenseExpired',
    subject: 'Deployment ledger',
    fires: says(...times(4, 'ERROR License key has expired on 2026-02-28')),
    unlike: says(...times(4, 'ERROR JWT for user 81 has expired on 2026-02-28')),
  },
  {
    code: 'LeaderElectionLost',
    subject: 'Deployment ledger',
    fires: says(
      ...times(
        4,
        'E0301 11:57:00.000000       1 leaderelection.go:332] error retrieving resource lock shop/ledger: Get "https://10.96.0.1:443/apis/coordination.k8s.io/v1/namespaces/shop/leases/ledger": context deadline exceeded',
      ),
    ),
    unlike: says(
      ...times(
        4,
        'I0301 11:57:00.000000       1 leaderelection.go:250] attempting to acquire leader lease shop/ledger...',
      ),
    ),
  },
  {
    code: 'ApplicationErrors',
    subject: 'Deployment ledger',
    fires: says(...times(4, 'ERROR Cannot read properties of undefined (reading total)')),
    unlike: says(...times(4, 'WARN client closed connection before response, 499')),
  },
  {
    code: 'RunsWithTrouble',
    subject: 'ConfigMap rates-conf',
    fires: logging('rates', rates + map('rates-conf', 'tariff.yaml'), ...times(3, NO_TARIFFS)),
    unlike: logging(
      'rates',
      rates + map('rates-conf', 'tariff.yaml'),
      ...times(3, 'INFO no cache file at /tmp/rates/tariffs.bin: no such file or directory, starting empty'),
    ),
  },
  {
    code: 'ConfigurationChanged',
    subject: 'ConfigMap rates-conf',
    fires: logging('rates', rates + map('rates-conf', 'tariff.yaml', '2026-03-01T11:51:30Z'), ...RELOADED),
    unlike: logging('rates', rates + map('rates-conf', 'tariff.yaml', '2026-03-01T11:58:30Z'), ...RELOADED),
  },
  {
    code: 'CertificateNameMismatch',
    subject: 'Secret web-tls',
    fires: handshake('authority', 'web', 'certificate is valid for web.shop.svc, not web'),
    unlike: handshake('other', 'web.shop.svc', UNKNOWN),
  },
  {
    code: 'AuthorityNotTrusted',
    subject: 'ConfigMap trust',
    fires: handshake('other', 'web.shop.svc', UNKNOWN),
    unlike: handshake('authority', 'web.shop.svc', UNKNOWN),
  },
  {
    code: 'CpuThrottled',
    subject: 'Deployment web',
    fires: slow('497m'),
    unlike: slow('120m'),
  },
  {
    code: 'CallsItself',
    subject: 'Deployment ledger',
    fires: says(...times(6, 'ERROR cache get failed: Connection refused (os error 111) addr=127.0.0.1:6379')),
    // Another container of the pod may be the one that is called.
    unlike: logging(
      'ledger',
      running({ name: 'ledger' }).replaceAll('containers: [{', 'containers: [{name: cache, image: "redis:7"}, {'),
      ...times(6, 'ERROR cache get failed: Connection refused (os error 111) addr=127.0.0.1:6379'),
    ),
  },
];
