/** Servers that turn a client away in the handshake for the certificate that it shows: the client's own has expired. */
import type { Pod } from '../../cluster/objects.ts';
import { logEvidence } from '../evidence.ts';
import { defineFact, type Finding } from '../finding.ts';
import { isLasting } from '../log/lasting.ts';
import { loggingContainers, logRecords } from '../log/read.ts';
import type { LogRecord } from '../log/records.ts';
import { wantedLogs } from '../log/wanted.ts';
import { RELATED_KINDS } from '../objects/related.ts';
import { workloadOf } from '../objects/workloads.ts';
import type { State } from '../state.ts';
import { CERTIFICATE_KINDS, certificateFinding, servedCertificates } from '../walk/certificates.ts';

const NEEDS = [...RELATED_KINDS, ...CERTIFICATE_KINDS] as const;
type CertificateState = State<(typeof NEEDS)[number]>;

/** TLS alerts that a peer sends about our certificate. Source: RFC 8446, section 6.2; Go's and OpenSSL's words for them. */
const ALERT =
  /remote error: tls: (?:expired certificate|bad certificate|certificate required|revoked certificate)|alert (?:certificate expired|bad certificate|certificate required)|received fatal alert: (?:certificate_expired|bad_certificate|certificate_required)/i;

export default defineFact({
  id: 'client-certificates',
  needs: NEEDS,
  find: (state) =>
    wantedLogs(state).flatMap(({ pod, priority }) =>
      loggingContainers(pod).flatMap((container) =>
        rejectedCertificates(logRecords(state, pod, container, { priority }) ?? [], pod, container, state),
      ),
    ),
});

/** The certificates of a pod that are not valid now, where its log says that a peer rejects them. */
export function rejectedCertificates(
  records: readonly LogRecord[],
  pod: Pod,
  container: string,
  state: CertificateState,
): Finding[] {
  const alerts = records.filter(({ text }) => ALERT.test(text));
  const last = alerts.at(-1);
  if (last === undefined || !isLasting(alerts, records, pod, state.now)) return [];
  const workload = workloadOf(pod, state);
  const at = last.at === undefined ? undefined : new Date(last.at).toISOString();
  return servedCertificates(workload, state)
    .flatMap((held) => certificateFinding(held, undefined, workload, state.now) ?? [])
    .map((finding) => ({ ...finding, evidence: [...finding.evidence, logEvidence(pod, container, last.raw, at)] }));
}
