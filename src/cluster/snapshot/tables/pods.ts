/** The table of pods (`pkg/printers/internalversion/printers.go`, printPod). */
import type { JsonObject } from '../json.ts';
import { AGE, at, type Column, column, count, NAME, objects, text, wide } from './column.ts';
import { since } from './time.ts';

export const PODS: Column[] = [
  NAME,
  column('Ready', (pod) => {
    const { ready, total } = summarise(pod);
    return `${ready}/${total}`;
  }),
  column('Status', (pod) => summarise(pod).status),
  column('Restarts', (pod, now) => {
    const { restarts, lastRestart } = summarise(pod);
    return restarts > 0 && lastRestart !== '' ? `${restarts} (${since(lastRestart, now)} ago)` : String(restarts);
  }),
  AGE,
  wide('IP', (pod) => text(objects(pod, 'status.podIPs')[0], 'ip') || text(pod, 'status.podIP', '<none>')),
  wide('Node', (pod) => text(pod, 'spec.nodeName', '<none>')),
  wide('Nominated Node', (pod) => text(pod, 'status.nominatedNodeName', '<none>')),
  wide('Readiness Gates', readinessGates),
];

interface Summary {
  ready: number;
  total: number;
  status: string;
  restarts: number;
  /** RFC 3339; empty where no container was restarted. */
  lastRestart: string;
}

function summarise(pod: JsonObject): Summary {
  const sidecars = new Set(
    objects(pod, 'spec.initContainers')
      .filter((container) => container.restartPolicy === 'Always')
      .map((container) => container.name),
  );
  const total = objects(pod, 'spec.containers').length + sidecars.size;
  const summary: Summary = { ready: 0, total, status: statusOfPod(pod), restarts: 0, lastRestart: '' };
  const initializing = readInitContainers(pod, sidecars, summary);
  if (!initializing || hasCondition(pod, 'Initialized')) {
    const restarted = objects(pod, 'status.initContainerStatuses').filter((status) => sidecars.has(status.name));
    summary.restarts = 0;
    summary.lastRestart = '';
    for (const status of restarted) addRestarts(summary, status);
    readContainers(pod, summary);
  }
  if (at(pod, 'metadata.deletionTimestamp') !== undefined) {
    if (text(pod, 'status.reason') === 'NodeLost') summary.status = 'Unknown';
    else if (!/^(Succeeded|Failed)$/.test(text(pod, 'status.phase'))) summary.status = 'Terminating';
  }
  return summary;
}

function statusOfPod(pod: JsonObject): string {
  const gated = objects(pod, 'status.conditions').some(
    ({ type, reason }) => type === 'PodScheduled' && reason === 'SchedulingGated',
  );
  return gated ? 'SchedulingGated' : text(pod, 'status.reason') || text(pod, 'status.phase');
}

/** Takes in the init containers up to the first that has not done its work; true where there is one. */
function readInitContainers(pod: JsonObject, sidecars: ReadonlySet<unknown>, summary: Summary): boolean {
  const total = objects(pod, 'spec.initContainers').length;
  for (const [index, status] of objects(pod, 'status.initContainerStatuses').entries()) {
    addRestarts(summary, status);
    const terminated = at(status, 'state.terminated');
    if (terminated !== undefined && count(terminated, 'exitCode') === 0) continue;
    if (sidecars.has(status.name) && status.started === true) {
      if (status.ready === true) summary.ready += 1;
      continue;
    }
    const waiting = text(status, 'state.waiting.reason');
    if (terminated !== undefined) summary.status = `Init:${terminatedText(terminated)}`;
    else if (waiting !== '' && waiting !== 'PodInitializing') summary.status = `Init:${waiting}`;
    else summary.status = `Init:${index}/${total}`;
    return true;
  }
  return false;
}

function readContainers(pod: JsonObject, summary: Summary): void {
  let running = false;
  for (const status of objects(pod, 'status.containerStatuses').reverse()) {
    addRestarts(summary, status);
    const waiting = text(status, 'state.waiting.reason');
    const terminated = at(status, 'state.terminated');
    if (waiting !== '') summary.status = waiting;
    else if (terminated !== undefined) summary.status = terminatedText(terminated);
    else if (status.ready === true && at(status, 'state.running') !== undefined) {
      running = true;
      summary.ready += 1;
    }
  }
  if (summary.status === 'Completed' && running) summary.status = hasCondition(pod, 'Ready') ? 'Running' : 'NotReady';
}

function terminatedText(terminated: unknown): string {
  const signal = count(terminated, 'signal');
  return (
    text(terminated, 'reason') || (signal !== 0 ? `Signal:${signal}` : `ExitCode:${count(terminated, 'exitCode')}`)
  );
}

function addRestarts(summary: Summary, status: JsonObject): void {
  summary.restarts += count(status, 'restartCount');
  const finished = text(status, 'lastState.terminated.finishedAt');
  if (finished > summary.lastRestart) summary.lastRestart = finished;
}

function hasCondition(pod: JsonObject, type: string): boolean {
  return objects(pod, 'status.conditions').some((condition) => condition.type === type && condition.status === 'True');
}

function readinessGates(pod: JsonObject): string {
  const gates = objects(pod, 'spec.readinessGates');
  const open = gates.filter((gate) => hasCondition(pod, text(gate, 'conditionType')));
  return gates.length === 0 ? '<none>' : `${open.length}/${gates.length}`;
}
