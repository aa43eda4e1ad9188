/** Whether the process behind a Service's port speaks TLS: by the scheme of its probes, else by what it logs of its callers. */
import type { Pod } from '../../cluster/objects.ts';
import { objectsIn } from '../../semantics/lenient.ts';
import { findServicePort, targetPortOnPod } from '../../semantics/servicePort.ts';
import { logEvidence, specEvidence } from '../evidence.ts';
import { loggingContainers, logRecords } from '../log/read.ts';
import { podsSelected } from '../objects/selection.ts';
import type { Evidence } from '../result.ts';
import { known, type State } from '../state.ts';

type TlsState = State<'services' | 'pods'>;

/** What servers answer who expected a handshake: NGINX, Go, Apache, Tomcat, OpenSSL, uvicorn. */
const PLAIN_CALLER =
  /plain HTTP request (?:was sent )?to (?:an? )?(?:HTTPS|SSL-enabled server) ?port|HTTP request to an HTTPS server|speaking plain HTTP to an SSL-enabled server|first record does not look like a TLS handshake|SSL routines.*http request|requires TLS/i;

/** The proof that it does; empty where nothing says so. */
export function speaksTls(
  namespace: string | undefined,
  name: string | undefined,
  port: { number?: number; name?: string } | undefined,
  state: TlsState,
): Evidence[] {
  const service = name === undefined ? undefined : known(state.find('services', namespace, name));
  const wanted = port?.number ?? port?.name;
  const found = service === undefined || wanted === undefined ? undefined : findServicePort(service, wanted);
  if (service === undefined || found?.pass !== true) return [];
  const [pod] = podsSelected(service.spec?.selector, namespace, state);
  if (pod === undefined) return [];
  const target = targetPortOnPod(service, found.port, pod);
  const probed = target.pass === true ? probedByTls(pod, target.port, target.declaredBy?.name) : [];
  return probed.length > 0 ? probed : logged(pod, state);
}

function probedByTls(pod: Pod, port: number, name: string | undefined): Evidence[] {
  return objectsIn(pod.spec?.containers).flatMap((container) =>
    (['readinessProbe', 'livenessProbe', 'startupProbe'] as const).flatMap((kind) => {
      const asked = container[kind]?.httpGet;
      if (asked?.scheme !== 'HTTPS' || (asked.port !== port && asked.port !== name)) return [];
      return [specEvidence(pod, `spec.containers[${container.name}].${kind}.httpGet.scheme`, asked.scheme)];
    }),
  );
}

function logged(pod: Pod, state: TlsState): Evidence[] {
  return loggingContainers(pod).flatMap((container) => {
    const record = (logRecords(state, pod, container, { priority: 1 }) ?? []).findLast(({ text }) =>
      PLAIN_CALLER.test(text),
    );
    if (record === undefined) return [];
    return [
      logEvidence(pod, container, record.raw, record.at === undefined ? undefined : new Date(record.at).toISOString()),
    ];
  });
}
