/** `pods/NAME/log`: the captured log, cut as the kubelet would cut it, or the kubelet's own words where there is none. */
import type { KubeObject } from '../../objects.ts';
import type { JsonObject } from '../json.ts';
import { openLog } from '../logs.ts';
import type { Snapshot } from '../snapshot.ts';
import { at, objects, text } from '../tables/column.ts';
import type { Answer } from './answer.ts';
import { type LogOptions, logPieces } from './logPieces.ts';
import { ApiError, badRequest } from './status.ts';

/**
 * Answers a log.
 * @throws ApiError 400 for a container that the pod does not have or that never ran, 422 for options out of range.
 */
export async function readLog(snapshot: Snapshot, pod: KubeObject, query: URLSearchParams): Promise<Answer> {
  const container = containerOf(pod, query.get('container') ?? '');
  const previous = query.get('previous') === 'true';
  const options = optionsOf(query, pod.metadata.name, snapshot.now);
  const { namespace = 'default', name } = pod.metadata;
  const log = await openLog(snapshot.folder, { namespace, pod: name, container, previous });
  if ('why' in log) throw new ApiError(500, 'InternalError', `log of ${namespace}/${name} (${container}): ${log.why}`);
  if ('absent' in log) return withoutLog(pod, container, previous);
  return { text: logPieces(log, options), warnings: await untimed(log, options) };
}

type Log = Parameters<typeof logPieces>[0];

async function untimed(log: Log, options: LogOptions): Promise<string[]> {
  if (options.since === undefined && !options.timestamps) return [];
  if (await log.hasTimes(options.now)) return [];
  return [
    'the captured log lines carry no times: they cannot be cut by time, and any time printed is that of the capture',
  ];
}

/** The container asked for, or the only one. */
function containerOf(pod: KubeObject, asked: string): string {
  const names = (field: string) => objects(pod, `spec.${field}`).map((container) => text(container, 'name'));
  const [containers, inits, ephemeral] = [names('containers'), names('initContainers'), names('ephemeralContainers')];
  const { name } = pod.metadata;
  if (asked !== '') {
    if ([...containers, ...inits, ...ephemeral].includes(asked)) return asked;
    throw badRequest(`container ${asked} is not valid for pod ${name}`);
  }
  if (containers.length === 1 && containers[0] !== undefined) return containers[0];
  const all = [...inits, ...containers, ...ephemeral];
  const choices = all.length === 0 ? '' : `, choose one of: [${all.join(' ')}]`;
  throw badRequest(`a container name must be specified for pod ${name}${choices}`);
}

function optionsOf(query: URLSearchParams, pod: string, now: Date): LogOptions {
  const number = (field: string, minimum: number) => {
    const value = query.get(field);
    if (value === null || value === '') return undefined;
    if (!/^-?\d+$/.test(value)) throw badRequest(`unable to decode log options: ${field} is not a number: ${value}`);
    if (Number(value) < minimum) {
      const least = minimum === 0 ? 'must be greater than or equal to 0' : 'must be greater than 0';
      throw invalidOption(pod, field, `Invalid value: ${value}: ${least}`);
    }
    return Number(value);
  };
  const seconds = number('sinceSeconds', 1);
  const instant = query.get('sinceTime');
  if (instant !== null && Number.isNaN(Date.parse(instant)))
    throw badRequest(`sinceTime is not an RFC 3339 time: ${instant}`);
  const since =
    instant !== null ? Date.parse(instant) : seconds === undefined ? undefined : now.getTime() - seconds * 1000;
  return {
    now,
    since,
    tailLines: number('tailLines', 0),
    limitBytes: number('limitBytes', 1),
    timestamps: query.get('timestamps') === 'true',
  };
}

function invalidOption(pod: string, field: string, message: string): ApiError {
  const details = { name: pod, kind: 'PodLogOptions', causes: [{ reason: 'FieldValueInvalid', message, field }] };
  return new ApiError(422, 'Invalid', `PodLogOptions "${pod}" is invalid: ${field}: ${message}`, details);
}

/** What the kubelet says of a container without a log; nothing, with a warning, where one was merely not captured. */
function withoutLog(pod: KubeObject, container: string, previous: boolean): Answer {
  const { name } = pod.metadata;
  if (text(pod, 'spec.nodeName') === '') return { text: '' };
  const complaint = complaintOf(pod, container, previous);
  if (complaint !== undefined) throw badRequest(complaint);
  return {
    text: '',
    warnings: [`the ${previous ? 'previous ' : ''}log of container ${container} in pod ${name} was not captured`],
  };
}

const WAITING: Record<string, string> = {
  ErrImagePull: "image can't be pulled",
  ImagePullBackOff: 'trying and failing to pull image',
};

/** `pkg/kubelet/kubelet_pods.go`, validateContainerLogStatus. */
function complaintOf(pod: KubeObject, container: string, previous: boolean): string | undefined {
  const which = `container "${container}" in pod "${pod.metadata.name}"`;
  const status = statusOf(pod, container);
  if (status === undefined) return `${which} is not available`;
  const last = text(status, 'lastState.terminated.containerID');
  if (previous) return last === '' ? `previous terminated ${which} not found` : undefined;
  if (at(status, 'state.running') !== undefined || last !== '') return undefined;
  if (at(status, 'state.terminated') !== undefined) {
    return text(status, 'state.terminated.containerID') === '' ? `${which} is terminated` : undefined;
  }
  if (at(status, 'lastState.terminated') !== undefined) return `${which} is terminated`;
  if (at(status, 'state.waiting') === undefined) return `${which} is waiting to start - no logs yet`;
  const reason = text(status, 'state.waiting.reason');
  return `${which} is waiting to start: ${WAITING[reason] ?? reason}`;
}

function statusOf(pod: KubeObject, container: string): JsonObject | undefined {
  const lists = ['containerStatuses', 'initContainerStatuses', 'ephemeralContainerStatuses'];
  return lists.flatMap((list) => objects(pod, `status.${list}`)).find((status) => status.name === container);
}
