/** Certificates that a workload serves or trusts, from the Secrets and ConfigMaps that it mounts; public parts only. */
import type { ConfigMap, KubeObject, ObjectRef, Secret } from '../../cluster/objects.ts';
import { refOf } from '../../cluster/objects.ts';
import { type Certificate, certificateIn, certificateVerdict, parseBundle } from '../../semantics/certificate.ts';
import { stringMap } from '../../semantics/lenient.ts';
import { decided } from '../../semantics/verdict.ts';
import { statusEvidence } from '../evidence.ts';
import type { Finding } from '../finding.ts';
import { podsOf, templateOf, WORKLOAD_KINDS, workloadObject } from '../objects/workloads.ts';
import { known, type State } from '../state.ts';
import { nameOf } from '../words/fill.ts';

export const CERTIFICATE_KINDS = [...WORKLOAD_KINDS, 'secrets', 'configmaps'] as const;
type CertificateState = State<(typeof CERTIFICATE_KINDS)[number]>;

export interface HeldCertificate {
  holder: Secret;
  certificate: Certificate;
}

function volumesOf(workload: ObjectRef, state: CertificateState) {
  const object = workloadObject(workload, state);
  const spec = object === undefined ? podsOf(workload, state)[0]?.spec : templateOf(object)?.spec;
  return (spec?.volumes ?? []).flatMap((volume) => [
    { secret: volume.secret?.secretName, configMap: volume.configMap?.name },
    ...(volume.projected?.sources ?? []).map((one) => ({ secret: one.secret?.name, configMap: one.configMap?.name })),
  ]);
}

/** The names of the Secrets that a workload mounts. */
export const mountedSecrets = (workload: ObjectRef, state: CertificateState): string[] =>
  volumesOf(workload, state).flatMap(({ secret }) => secret ?? []);

/** The server certificates (`tls.crt`) of the Secrets that a workload mounts. */
export function servedCertificates(workload: ObjectRef, state: CertificateState): HeldCertificate[] {
  return mountedSecrets(workload, state).flatMap((name) => {
    const holder = known(state.find('secrets', workload.namespace, name));
    const certificate = holder && certificateIn(holder);
    return holder === undefined || certificate === undefined ? [] : [{ holder, certificate }];
  });
}

/** The authorities (`ca.crt` and other bundles) that a workload mounts, and which object holds them. */
export function trustedAuthorities(
  workload: ObjectRef,
  state: CertificateState,
): { holder: KubeObject; key: string; bundle: Certificate[] }[] {
  const holders = volumesOf(workload, state).flatMap(({ secret, configMap }): (Secret | ConfigMap)[] => {
    const one = secret === undefined ? undefined : known(state.find('secrets', workload.namespace, secret));
    const other = configMap === undefined ? undefined : known(state.find('configmaps', workload.namespace, configMap));
    return [one, other].filter((found) => found !== undefined);
  });
  return holders.flatMap((holder) =>
    Object.entries(stringMap(holder.data))
      .filter(([key]) => /ca|trust|root|bundle/i.test(key) && /\.(?:crt|pem|cer)$|bundle/i.test(key))
      .map(([key, text]) => ({ holder, key, bundle: parseBundle(text).filter(({ ca }) => ca) }))
      .filter(({ bundle }) => bundle.length > 0),
  );
}

/** What is wrong with a certificate now, for a host where one is given; undefined where nothing is. */
export function certificateFinding(
  { holder, certificate }: HeldCertificate,
  host: string | undefined,
  usedBy: ObjectRef,
  now: number,
): Finding | undefined {
  const verdict = certificateVerdict(certificate, new Date(now), decided(holder, 'data[tls.crt]', ''), host);
  if (verdict.pass) return undefined;
  const [validTo, validFrom] = [certificate.notAfter, certificate.notBefore].map((time) => time.toISOString());
  const names = [...certificate.names, ...certificate.ips].join(', ') || certificate.subject;
  const mismatch = verdict.reason === 'CertificateNameMismatch';
  return {
    code: mismatch ? 'CertificateNameMismatch' : 'CertificateExpired',
    subject: refOf(holder),
    ...(mismatch && host !== undefined ? { about: host } : {}),
    confidence: 'confirmed',
    params: {
      validTo,
      validFrom,
      expiredAt: verdict.reason === 'CertificateExpired' ? validTo : undefined,
      startsAt: verdict.reason === 'CertificateNotYetValid' ? validFrom : undefined,
      names,
      host,
      usedBy: nameOf(usedBy),
      reason: verdict.reason,
    },
    evidence: [
      mismatch
        ? statusEvidence(
            holder,
            'data[tls.crt]: subjectAltName',
            certificate.names[0] ?? certificate.ips[0] ?? certificate.subject,
          )
        : statusEvidence(
            holder,
            `data[tls.crt]: ${verdict.reason === 'CertificateExpired' ? 'notAfter' : 'notBefore'}`,
            verdict.by[0]?.value,
          ),
    ],
    ...(mismatch ? {} : { since: verdict.reason === 'CertificateExpired' ? validTo : undefined }),
    affects: [{ ref: usedBy, relation: 'usesSecret' }],
  };
}
