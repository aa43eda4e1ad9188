/** Tables of who may do what, and of what is asked before a change is admitted. */
import { isObject, type JsonObject } from '../json.ts';
import { AGE, at, type Column, CREATED_AT, column, NAME, objects, text, texts, wide } from './column.ts';
import { humanDuration } from './time.ts';

const subjects = (kind: string) => (binding: JsonObject) =>
  objects(binding, 'subjects')
    .filter((subject) => subject.kind === kind)
    .map((subject) =>
      kind === 'ServiceAccount' ? `${text(subject, 'namespace')}/${text(subject, 'name')}` : text(subject, 'name'),
    )
    .join(', ');

export const ROLEBINDINGS: Column[] = [
  NAME,
  column('Role', (binding) => `${text(binding, 'roleRef.kind')}/${text(binding, 'roleRef.name')}`),
  AGE,
  wide('Users', subjects('User')),
  wide('Groups', subjects('Group')),
  wide('ServiceAccounts', subjects('ServiceAccount')),
];

export const CERTIFICATESIGNINGREQUESTS: Column[] = [
  NAME,
  AGE,
  column('SignerName', (request) => text(request, 'spec.signerName', '<none>')),
  column('Requestor', (request) => text(request, 'spec.username')),
  column('RequestedDuration', (request) => {
    const seconds = at(request, 'spec.expirationSeconds');
    return typeof seconds === 'number' ? humanDuration(seconds * 1000) : '<none>';
  }),
  column('Condition', requestCondition),
];

function requestCondition(request: JsonObject): string {
  const has = (type: string) => objects(request, 'status.conditions').some((condition) => condition.type === type);
  const decision = has('Denied') ? 'Denied' : has('Approved') ? 'Approved' : 'Pending';
  return `${decision}${has('Failed') ? ',Failed' : ''}${text(request, 'status.certificate') === '' ? '' : ',Issued'}`;
}

const number = (name: string, path: string) =>
  column(name, (object) => objects(object, path).length, { type: 'integer' });

export const WEBHOOKS: Column[] = [NAME, number('Webhooks', 'webhooks'), AGE];

const paramKind = column('ParamKind', (policy) =>
  isObject(at(policy, 'spec.paramKind'))
    ? `${text(policy, 'spec.paramKind.apiVersion')}/${text(policy, 'spec.paramKind.kind')}`
    : '<unset>',
);

export const VALIDATINGPOLICIES: Column[] = [NAME, number('Validations', 'spec.validations'), paramKind, AGE];
export const MUTATINGPOLICIES: Column[] = [NAME, number('Mutations', 'spec.mutations'), paramKind, AGE];

export const POLICYBINDINGS: Column[] = [
  NAME,
  column('PolicyName', (binding) => text(binding, 'spec.policyName')),
  column('ParamRef', (binding) => {
    if (!isObject(at(binding, 'spec.paramRef'))) return '<unset>';
    const [namespace, name] = [text(binding, 'spec.paramRef.namespace', '*'), text(binding, 'spec.paramRef.name')];
    return name === '' ? namespace : `${namespace}/${name}`;
  }),
  AGE,
];

export const CUSTOMRESOURCEDEFINITIONS: Column[] = [
  NAME,
  column('Scope', (definition) => text(definition, 'spec.scope')),
  column('Versions', (definition) =>
    objects(definition, 'spec.versions')
      .map((version) => text(version, 'name') + (version.storage === true ? '(storage)' : ''))
      .join(','),
  ),
  CREATED_AT,
  wide('Group', (definition) => text(definition, 'spec.group')),
  wide('Kind', (definition) => text(definition, 'spec.names.kind')),
  wide('ShortNames', (definition) => texts(definition, 'spec.names.shortNames').join(',')),
  wide('Established', isEstablished, { type: 'boolean' }),
];

function isEstablished(definition: JsonObject): boolean {
  return objects(definition, 'status.conditions').some(
    ({ type, status }) => type === 'Established' && status === 'True',
  );
}
