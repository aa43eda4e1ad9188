/** Tables of what runs pods. */
import type { JsonObject } from '../json.ts';
import { AGE, at, type Column, column, count, NAME, objects, text, wide } from './column.ts';
import { labelSelectorText, labelsText } from './selectorText.ts';
import { humanDuration, since } from './time.ts';

const number = (name: string, path: string) => column(name, (object) => count(object, path), { type: 'integer' });
const TEMPLATE = 'spec.template.spec.containers';

function containers(path: string): Column[] {
  const joined = (field: string) => (object: JsonObject) =>
    objects(object, path)
      .map((container) => text(container, field))
      .join(',');
  return [wide('Containers', joined('name')), wide('Images', joined('image'))];
}

const SELECTOR = wide('Selector', (object) => labelSelectorText(at(object, 'spec.selector')));
/** Replicas that a spec leaves out are one. */
const desired = (object: JsonObject) =>
  at(object, 'spec.replicas') === undefined ? 1 : count(object, 'spec.replicas');

export const DEPLOYMENTS: Column[] = [
  NAME,
  column('Ready', (object) => `${count(object, 'status.readyReplicas')}/${desired(object)}`),
  column('Up-to-date', (object) => count(object, 'status.updatedReplicas')),
  column('Available', (object) => count(object, 'status.availableReplicas')),
  AGE,
  ...containers(TEMPLATE),
  SELECTOR,
];

const REPLICAS: Column[] = [
  NAME,
  column('Desired', desired, { type: 'integer' }),
  number('Current', 'status.replicas'),
  number('Ready', 'status.readyReplicas'),
  AGE,
  ...containers(TEMPLATE),
];

export const REPLICASETS: Column[] = [...REPLICAS, SELECTOR];
export const REPLICATIONCONTROLLERS: Column[] = [
  ...REPLICAS,
  wide('Selector', (object) => labelsText(at(object, 'spec.selector'))),
];

export const STATEFULSETS: Column[] = [
  NAME,
  column('Ready', (object) => `${count(object, 'status.readyReplicas')}/${desired(object)}`),
  AGE,
  ...containers(TEMPLATE),
];

export const DAEMONSETS: Column[] = [
  NAME,
  number('Desired', 'status.desiredNumberScheduled'),
  number('Current', 'status.currentNumberScheduled'),
  number('Ready', 'status.numberReady'),
  number('Up-to-date', 'status.updatedNumberScheduled'),
  number('Available', 'status.numberAvailable'),
  column('Node Selector', (object) => labelsText(at(object, 'spec.template.spec.nodeSelector'))),
  AGE,
  ...containers(TEMPLATE),
  SELECTOR,
];

export const JOBS: Column[] = [
  NAME,
  column('Status', jobStatus),
  column('Completions', completions),
  column('Duration', jobDuration),
  AGE,
  ...containers(TEMPLATE),
  SELECTOR,
];

function jobStatus(job: JsonObject): string {
  const has = (type: string) =>
    objects(job, 'status.conditions').some((condition) => condition.type === type && condition.status === 'True');
  if (has('Complete')) return 'Complete';
  if (has('Failed')) return 'Failed';
  if (at(job, 'metadata.deletionTimestamp') !== undefined) return 'Terminating';
  return ['Suspended', 'FailureTarget', 'SuccessCriteriaMet'].find(has) ?? 'Running';
}

function completions(job: JsonObject): string {
  const succeeded = count(job, 'status.succeeded');
  if (at(job, 'spec.completions') !== undefined) return `${succeeded}/${count(job, 'spec.completions')}`;
  const parallelism = count(job, 'spec.parallelism');
  return parallelism > 1 ? `${succeeded}/1 of ${parallelism}` : `${succeeded}/1`;
}

function jobDuration(job: JsonObject, now: Date): string {
  const start = text(job, 'status.startTime');
  if (start === '') return '';
  const end = text(job, 'status.completionTime');
  return end === '' ? since(start, now) : humanDuration(Date.parse(end) - Date.parse(start));
}

export const CRONJOBS: Column[] = [
  NAME,
  column('Schedule', (object) => text(object, 'spec.schedule')),
  column('Timezone', (object) => text(object, 'spec.timeZone', '<none>')),
  column('Suspend', (object) => (at(object, 'spec.suspend') === true ? 'True' : 'False'), { type: 'boolean' }),
  column('Active', (object) => objects(object, 'status.active').length, { type: 'integer' }),
  column('Last Schedule', (object, now) =>
    text(object, 'status.lastScheduleTime') === '' ? '<none>' : since(at(object, 'status.lastScheduleTime'), now),
  ),
  AGE,
  ...containers('spec.jobTemplate.spec.template.spec.containers'),
  wide('Selector', (object) => labelSelectorText(at(object, 'spec.jobTemplate.spec.selector'))),
];

export const CONTROLLERREVISIONS: Column[] = [
  NAME,
  column('Controller', controller),
  column('Revision', (object) => count(object, 'revision')),
  AGE,
];

function controller(object: JsonObject): string {
  const owner = objects(object, 'metadata.ownerReferences').find((reference) => reference.controller === true);
  if (owner === undefined) return '<none>';
  const [group, version] = text(owner, 'apiVersion').split('/');
  return `${text(owner, 'kind').toLowerCase()}${version === undefined ? '' : `.${group}`}/${text(owner, 'name')}`;
}

const templateContainers = (field: string) => (object: JsonObject) =>
  objects(object, 'template.spec.containers')
    .map((container) => text(container, field))
    .join(',');

export const PODTEMPLATES: Column[] = [
  NAME,
  column('Containers', templateContainers('name')),
  column('Images', templateContainers('image')),
  column('Pod Labels', (object) => labelsText(at(object, 'template.metadata.labels'))),
];
