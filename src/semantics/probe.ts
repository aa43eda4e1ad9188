/**
 * Probes: what they ask, whether that exists in the container, and when they make the kubelet act.
 * https://kubernetes.io/docs/concepts/configuration/liveness-readiness-startup-probes/
 */
import type { Container, Pod, Probe } from '../cluster/objects.ts';
import { objectsIn, textIn } from './lenient.ts';
import { decided, fail, PASS, type Verdict } from './verdict.ts';

export type ProbeKind = 'startupProbe' | 'livenessProbe' | 'readinessProbe';

export const PROBE_KINDS: readonly ProbeKind[] = ['startupProbe', 'livenessProbe', 'readinessProbe'];

/** A probe's timing in seconds, defaults filled in. */
export interface ProbeTiming {
  initialDelaySeconds: number;
  periodSeconds: number;
  timeoutSeconds: number;
  failureThreshold: number;
  successThreshold: number;
}

/** What a probe asks. `port` is as written: a number, or the name of a container port. */
export type ProbeTarget =
  | { type: 'http'; scheme: string; host?: string; port: number | string; path: string }
  | { type: 'tcp'; host?: string; port: number | string }
  | { type: 'grpc'; port: number; service: string }
  | { type: 'exec'; command: string[] };

const positive = (value: unknown, otherwise: number): number =>
  typeof value === 'number' && Number.isFinite(value) && value > 0 ? value : otherwise;

export function probeTiming(probe: Probe): ProbeTiming {
  return {
    initialDelaySeconds: positive(probe.initialDelaySeconds, 0),
    periodSeconds: positive(probe.periodSeconds, 10),
    timeoutSeconds: positive(probe.timeoutSeconds, 1),
    failureThreshold: positive(probe.failureThreshold, 3),
    successThreshold: positive(probe.successThreshold, 1),
  };
}

/** What a probe asks; undefined where it names nothing that is known. */
export function probeTarget(probe: Probe): ProbeTarget | undefined {
  const { httpGet, tcpSocket, grpc, exec } = probe;
  if (httpGet) {
    const { scheme, host, port, path } = httpGet;
    return { type: 'http', scheme: scheme ?? 'HTTP', host: textIn(host), port: portOf(port), path: path || '/' };
  }
  if (tcpSocket) return { type: 'tcp', host: textIn(tcpSocket.host), port: portOf(tcpSocket.port) };
  if (grpc) return { type: 'grpc', port: grpc.port, service: grpc.service ?? '' };
  if (exec) return { type: 'exec', command: Array.isArray(exec.command) ? exec.command.map(String) : [] };
  return undefined;
}

// A string of digits is a number here, as IntOrString has it in hand-written YAML.
function portOf(port: unknown): number | string {
  const text = String(port ?? '');
  return /^\d+$/.test(text) ? Number(text) : text;
}

/** Field under the probe that holds the port. */
const PORT_FIELD: Readonly<Record<ProbeTarget['type'], string>> = {
  http: 'httpGet.port',
  tcp: 'tcpSocket.port',
  grpc: 'grpc.port',
  exec: 'exec.command',
};

/**
 * Whether the port that a probe asks exists on its container. A named port that no container port bears always fails
 * (the kubelet cannot resolve it). A number need not be declared: where the container declares other ports only, the verdict
 * fails with the reason `PortNotDeclared`, which is a hint and no proof.
 */
export function probePortVerdict(pod: Pod, container: Container, kind: ProbeKind): Verdict {
  const probe = container[kind];
  const target = probe ? probeTarget(probe) : undefined;
  if (!probe || target === undefined || target.type === 'exec') return PASS;
  // A probe of another host says nothing about this container.
  if (target.type !== 'grpc' && target.host !== undefined) return PASS;
  const { port, type } = target;
  const ports = objectsIn(container.ports);
  const path = `spec.containers[${container.name}].${kind}.${PORT_FIELD[type]}`;
  const declared = ports.map(({ name, containerPort }) => (name ? `${name}=${containerPort}` : String(containerPort)));
  const by = [decided(pod, path, port), decided(pod, `spec.containers[${container.name}].ports`, declared.join(', '))];
  if (typeof port === 'string') {
    if (ports.some(({ name }) => name === port)) return PASS;
    return fail('PortNameUnknown', `container ${container.name} has no port named ${port}`, ...by);
  }
  const tcp = ports.filter(({ protocol }) => !protocol || protocol === 'TCP');
  if (tcp.length === 0 || tcp.some(({ containerPort }) => containerPort === port)) return PASS;
  return fail('PortNotDeclared', `container ${container.name} does not declare port ${port}`, ...by);
}

/** When failing probes take effect, in seconds after the container has started. */
export interface ProbeDeadline {
  /** The earliest moment of the failure that reaches the threshold (each probe fails at once). */
  earliest: number;
  /** The latest, where every probe runs into its time-out. */
  latest: number;
}

/**
 * When a probe that never succeeds reaches its failure threshold. The first probe runs at a random moment within one
 * period after the initial delay is over, the next ones a period apart.
 */
export function failureDeadline(probe: Probe): ProbeDeadline {
  const { initialDelaySeconds, periodSeconds, timeoutSeconds, failureThreshold } = probeTiming(probe);
  const earliest = initialDelaySeconds + (failureThreshold - 1) * periodSeconds;
  return { earliest, latest: earliest + periodSeconds + timeoutSeconds };
}

/** The longest that a container may take to start before the kubelet kills it; undefined: nothing would kill it. */
export function startupAllowance(
  container: Container,
): { seconds: number; kind: 'startupProbe' | 'livenessProbe' } | undefined {
  // The liveness probe does not run before the startup probe has succeeded.
  const kind = container.startupProbe ? 'startupProbe' : 'livenessProbe';
  const probe = container[kind];
  return probe ? { seconds: failureDeadline(probe).latest, kind } : undefined;
}

/** Whether a container that needs `startSeconds` until it answers survives its probes. */
export function survivesStartup(pod: Pod, container: Container, startSeconds: number): Verdict {
  const allowance = startupAllowance(container);
  if (allowance === undefined || startSeconds < allowance.seconds) return PASS;
  const { kind, seconds } = allowance;
  const timing = probeTiming(container[kind] ?? {});
  const path = `spec.containers[${container.name}].${kind}`;
  return fail(
    'KilledWhileStarting',
    `the ${kind} kills the container after ${seconds} s at the latest; it needs ${startSeconds} s to start`,
    decided(pod, `${path}.failureThreshold`, timing.failureThreshold),
    decided(pod, `${path}.periodSeconds`, timing.periodSeconds),
    decided(pod, `${path}.initialDelaySeconds`, timing.initialDelaySeconds),
  );
}
