/** The port of a call: whether the Service has it, and whether the pods have what it leads to. */
import type { Pod } from '../../cluster/objects.ts';
import { refOf } from '../../cluster/objects.ts';
import { serviceKind } from '../../semantics/endpoints.ts';
import { findServicePort, portsOfService, targetPortOnPod } from '../../semantics/servicePort.ts';
import type { Failed, Undecided } from '../../semantics/verdict.ts';
import { portsListened } from '../container/probeFailure.ts';
import { decidedEvidence, logEvidence, specEvidence } from '../evidence.ts';
import type { Step } from '../finding.ts';
import { loggingContainers, logRecords } from '../log/read.ts';
import { workloadOf } from '../objects/workloads.ts';
import { nameOf } from '../words/fill.ts';
import { type ServiceCall, type ServiceWalkState, step } from './call.ts';

/** A dialled port that the Service does not have; undefined where it has it, or where any port will do. */
export function portMissing({ service, port }: ServiceCall): Step[] | undefined {
  if (port === undefined || portsOfService(service).length === 0 || serviceKind(service) === 'headless')
    return undefined;
  const verdict = findServicePort(service, port);
  if (verdict.pass || verdict.reason !== 'ServicePortMissing') return undefined;
  const ports = portsOfService(service).map((one) => (one.name === undefined ? one.port : `${one.port} (${one.name})`));
  return [
    step(service, {
      code: 'ServicePortMissing',
      subject: refOf(service),
      confidence: 'confirmed',
      params: { port, ports: ports.join(', ') },
      evidence: decidedEvidence(verdict.by),
    }),
  ];
}

/** Where calls are refused and the process says that it listens on other ports only: the declared port is not its own. */
export function listensElsewhere(call: ServiceCall, ready: readonly Pod[], state: ServiceWalkState): Step[] {
  const [pod] = ready;
  const [dialled] = portsOfService(call.service).filter((one) => call.port === undefined || one.port === call.port);
  if (call.refused !== true || pod === undefined || dialled === undefined) return [];
  const target = targetPortOnPod(call.service, dialled, pod);
  if (target.pass !== true) return [];
  const heard = loggingContainers(pod).flatMap((container) =>
    portsListened((logRecords(state, pod, container, { priority: 1 }) ?? []).map(({ raw }) => raw)).map((one) => ({
      ...one,
      container,
    })),
  );
  if (heard.length === 0 || heard.some(({ port }) => port === target.port)) return [];
  const [first] = heard;
  return [
    step(call.service, {
      code: 'TargetPortWrong',
      subject: refOf(call.service),
      confidence: 'likely',
      params: {
        port: dialled.port,
        targetPort: String(dialled.targetPort),
        ports: [...new Set(heard.map(({ port }) => port))].join(', '),
        candidate: nameOf(workloadOf(pod, state)),
      },
      evidence: [
        ...(first === undefined ? [] : [logEvidence(pod, first.container, first.line)]),
        specEvidence(call.service, `${dialled.path}.targetPort`, dialled.targetPort),
      ],
    }),
  ];
}

/** A targetPort that no ready pod has. Where pods declare other ports only, that is likely; a missing name is certain. */
export function wrongTarget({ service, port }: ServiceCall, ready: readonly Pod[], state: ServiceWalkState): Step[] {
  const [pod] = ready;
  if (pod === undefined) return [];
  const dialled = portsOfService(service).filter((one) => port === undefined || one.port === port || one.name === port);
  const failing = dialled
    .map((one) => ({ one, verdict: targetPortOnPod(service, one, pod) }))
    .filter(
      (entry): entry is { one: (typeof dialled)[number]; verdict: Failed | Undecided } => entry.verdict.pass !== true,
    );
  if (failing.length === 0 || (port === undefined && failing.length < dialled.length)) return [];
  const workload = workloadOf(pod, state);
  return failing.slice(0, 1).map(({ one, verdict }) => {
    const [target, ...declared] = verdict.by;
    const index = (service.spec?.ports ?? []).findIndex((candidate) => candidate.port === one.port);
    return step(service, {
      code: 'TargetPortWrong',
      subject: refOf(service),
      confidence: verdict.pass === false ? 'confirmed' : 'likely',
      params: {
        port: one.port,
        targetPort: String(one.targetPort),
        ports: declared.map(({ value }) => value).join(', ') || '-',
        candidate: nameOf(workload),
        patch: JSON.stringify([
          { op: 'replace', path: `/spec/ports/${index}/targetPort`, value: declared[0]?.value ?? '' },
        ]).replace(/"(\d+)"\}/, '$1}'),
      },
      evidence: [target, ...declared]
        .filter((by) => by !== undefined)
        .map(({ object, path, value }) => specEvidence(object, path, value)),
    });
  });
}
