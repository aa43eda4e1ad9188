/** Probes that fail: because they ask the wrong thing, because they kill a slow starter, or because the process is not well. */

import type { ObjectRef } from '../../cluster/objects.ts';
import { objectsIn } from '../../semantics/lenient.ts';
import { failureDeadline, probePortVerdict, probeTarget, probeTiming } from '../../semantics/probe.ts';
import { parseQuantity, unitsAsNumber } from '../../semantics/quantity.ts';
import { type ProbeFailure, portsListened, probeFailureOf, saysStarted } from '../container/probeFailure.ts';
import { type FailingProbe, failingProbes } from '../container/unready.ts';
import { eventEvidence, logEvidence, statusEvidence } from '../evidence.ts';
import { defineFact, type Finding } from '../finding.ts';
import { logRecords } from '../log/read.ts';
import { byWorkload, containerField, harmed } from '../objects/containers.ts';
import { WORKLOAD_KINDS } from '../objects/workloads.ts';
import type { Evidence } from '../result.ts';
import type { State } from '../state.ts';
import type { Code } from '../words/codes.ts';

type ProbeState = State<(typeof WORKLOAD_KINDS)[number]>;

export default defineFact({
  id: 'probes',
  needs: WORKLOAD_KINDS,
  find: (state) =>
    byWorkload(failingProbes(state), state).map(({ workload, views }) => {
      const told = views.find(({ event }) => event !== undefined) ?? views[0];
      return findingOf(workload, told as FailingProbe, views, state);
    }),
});

/** A verdict on one probe: the code, what the words need, and the fields that prove it. */
interface Verdict {
  code: Code;
  params?: NonNullable<Finding['params']>;
  fields?: Evidence[];
  confirmed?: boolean;
}

function findingOf(
  workload: ObjectRef,
  probe: FailingProbe,
  views: readonly FailingProbe[],
  state: ProbeState,
): Finding {
  const { event, kill, exit, kind } = probe;
  const verdict = verdictOn(probe, state);
  const said = event?.message
    ?.replace(/^\w+ probe (?:failed|errored(?: and resulted in unknown state)?): /, '')
    .slice(0, 240);
  return {
    code: verdict.code,
    subject: workload,
    about: probe.name,
    confidence: verdict.confirmed ? 'confirmed' : 'likely',
    params: {
      container: probe.name,
      probe: kind.replace('Probe', ''),
      probeZh: { livenessProbe: '存活', readinessProbe: '就绪', startupProbe: '启动' }[kind],
      said: said || undefined,
      restarts: exit?.restarts,
      ...targetParams(probe),
      ...verdict.params,
    },
    evidence: [
      ...(event === undefined ? [] : [eventEvidence(event)]),
      ...(kill === undefined ? [] : [eventEvidence(kill)]),
      ...(verdict.fields ?? []),
      statusEvidence(
        probe.pod,
        `${probe.path}.${exit === undefined ? 'ready' : 'restartCount'}`,
        exit === undefined ? false : exit.restarts,
      ),
    ],
    since: exit?.terminated?.finishedAt ?? probe.status.state?.running?.startedAt,
    affects: harmed(workload, views, 'runs'),
  };
}

function targetParams({ probe }: FailingProbe): NonNullable<Finding['params']> {
  const target = probeTarget(probe);
  const { timeoutSeconds } = probeTiming(probe);
  if (target === undefined) return { timeout: timeoutSeconds };
  if (target.type === 'exec') return { timeout: timeoutSeconds, command: target.command.join(' ').slice(0, 120) };
  const { path, scheme } = target.type === 'http' ? target : { path: undefined, scheme: undefined };
  return { timeout: timeoutSeconds, port: target.port, path, scheme };
}

const field = (probe: FailingProbe, name: string, value: unknown): Evidence =>
  containerField(probe, `${probe.kind}.${name}`, value);

function verdictOn(probe: FailingProbe, state: ProbeState): Verdict {
  const failure: ProbeFailure = probe.event === undefined ? 'other' : probeFailureOf(probe.event.message ?? '');
  const { httpGet, exec } = probe.probe;
  switch (failure) {
    case 'notFound':
      return { code: 'ProbeWrongPath', fields: [field(probe, 'httpGet.path', httpGet?.path ?? '/')], confirmed: true };
    case 'unauthorized':
      return {
        code: 'ProbeUnauthorized',
        fields: [field(probe, 'httpGet.path', httpGet?.path ?? '/')],
        confirmed: true,
      };
    case 'scheme':
      return { code: 'ProbeWrongScheme', fields: [field(probe, 'httpGet.port', httpGet?.port)], confirmed: true };
    case 'commandMissing':
      return {
        code: 'ProbeCommandMissing',
        fields: [field(probe, 'exec.command', exec?.command?.[0] ?? '')],
        confirmed: true,
      };
    case 'notImplemented':
      return {
        code: 'ProbeNotImplemented',
        fields: [field(probe, 'grpc.port', probe.probe.grpc?.port)],
        confirmed: true,
      };
    case 'timeout':
      return (
        slowStart(probe, state) ?? {
          code: 'ProbeTimesOut',
          fields: [field(probe, 'timeoutSeconds', probeTiming(probe.probe).timeoutSeconds), ...tightCpu(probe).fields],
          params: tightCpu(probe).params,
        }
      );
    case 'refused':
    case 'portName':
    case 'other':
      return wrongPort(probe, state) ?? slowStart(probe, state) ?? { code: 'ProbeFailing' };
    default:
      return wrongScheme(probe, state) ?? { code: 'ProbeFailing' };
  }
}

/** So little CPU leaves most runtimes no time to answer: a tenth of a core is 10 ms in every 100. */
const TIGHT_CORES = 0.2;

/** The CPU limit, where it alone may make a process answer late. */
function tightCpu({ spec, ...view }: FailingProbe): Pick<Verdict, 'params'> & { fields: Evidence[] } {
  const cpu = spec?.resources?.limits?.cpu;
  const cores = parseQuantity(cpu);
  if (cores === undefined || unitsAsNumber(cores) > TIGHT_CORES) return { fields: [] };
  return { params: { cpu }, fields: [containerField({ spec, ...view }, 'resources.limits.cpu', cpu)] };
}

/** The kubelet tells the status only; that the other scheme was spoken stands in the log of who answered. */
function wrongScheme(probe: FailingProbe, state: ProbeState): Verdict | undefined {
  if (probe.probe.httpGet === undefined) return undefined;
  const line = linesOf(probe, state).findLast((one) => OTHER_SCHEME.test(one));
  if (line === undefined) return undefined;
  const fields = [field(probe, 'httpGet.port', probe.probe.httpGet.port), logEvidence(probe.pod, probe.name, line)];
  return { code: 'ProbeWrongScheme', fields };
}

/** What TLS servers (Go, nginx, Apache) log of plain requests, and servers of plain HTTP (Tomcat, Python) of a TLS greeting. */
const OTHER_SCHEME =
  /sent an HTTP request to an HTTPS server|plain HTTP request (?:was )?sent to HTTPS port|speaking plain HTTP to an SSL-enabled server|SSL routines:+[^:]*:http request|Invalid character found in method name \[0x16|code 400, message Bad (?:request version|HTTP\/0\.9 request type) \('\\x16\\x03/i;

/** The port of the probe against what the log says it listens on, and what the container declares. */
function wrongPort(probe: FailingProbe, state: ProbeState): Verdict | undefined {
  const target = probeTarget(probe.probe);
  if (target === undefined || target.type === 'exec') return undefined;
  const { spec, pod, name } = probe;
  const { type } = target;
  const name_ = type === 'http' ? 'httpGet.port' : type === 'tcp' ? 'tcpSocket.port' : 'grpc.port';
  const fields = [field(probe, name_, target.port)];
  const verdict = spec === undefined ? undefined : probePortVerdict(pod, spec, probe.kind);
  const declared = objectsIn(spec?.ports).map(({ containerPort, name: label }) =>
    label ? `${containerPort} (${label})` : String(containerPort),
  );
  if (verdict?.pass === false && verdict.reason === 'PortNameUnknown') {
    return { code: 'ProbeWrongPort', params: { actual: declared.join(', ') || '?' }, fields, confirmed: true };
  }
  const number =
    typeof target.port === 'number'
      ? target.port
      : objectsIn(spec?.ports).find((port) => port.name === target.port)?.containerPort;
  const listened = portsListened(linesOf(probe, state));
  if (listened.length > 0 && !listened.some(({ port }) => port === number)) {
    const [first] = listened;
    const proof = first === undefined ? [] : [logEvidence(pod, name, first.line)];
    return {
      code: 'ProbeWrongPort',
      params: { actual: listened.map(({ port }) => port).join(', ') },
      fields: [...fields, ...proof],
      confirmed: probe.event !== undefined,
    };
  }
  if (verdict?.pass !== false || listened.length > 0) return undefined;
  const proof = objectsIn(spec?.ports).map((port) =>
    containerField(probe, `ports[${port.name ?? port.containerPort}].containerPort`, port.containerPort),
  );
  return { code: 'ProbeWrongPort', params: { actual: declared.join(', ') }, fields: [...fields, ...proof] };
}

function linesOf({ pod, name, exit }: FailingProbe, state: ProbeState): string[] {
  const runs = exit === undefined ? [false] : [true, false];
  return runs.flatMap((previous) =>
    (logRecords(state, pod, name, { priority: 1, previous }) ?? []).map(({ raw }) => raw),
  );
}

/** Killed before it ever said that it is up, just when the probe's patience was over. */
function slowStart(probe: FailingProbe, state: ProbeState): Verdict | undefined {
  const { kind, exit } = probe;
  if (exit === undefined || kind === 'readinessProbe' || probe.status.ready) return undefined;
  const lines = linesOf(probe, state);
  if (saysStarted(lines) || portsListened(lines).length > 0) return undefined;
  const timing = probeTiming(probe.probe);
  const seconds = Math.round(failureDeadline(probe.probe).latest);
  const params = {
    seconds,
    delay: timing.initialDelaySeconds,
    period: timing.periodSeconds,
    threshold: timing.failureThreshold,
  };
  const fields = (['initialDelaySeconds', 'periodSeconds', 'failureThreshold'] as const).map((name) =>
    field(probe, name, timing[name]),
  );
  return { code: 'LivenessKillsSlowStart', params, fields, confirmed: probe.kill !== undefined && lines.length > 0 };
}
