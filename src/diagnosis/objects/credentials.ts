/** The Secrets that give a workload its credentials. */
import type { ObjectRef, Secret } from '../../cluster/objects.ts';
import { known, type State } from '../state.ts';
import { containersOf, podsOf, templateOf, type WORKLOAD_KINDS, workloadObject } from './workloads.ts';

export interface CredentialSource {
  ref: ObjectRef;
  /** Where the workload refers to it. */
  path: string;
  /** Undefined where Secrets are not read. */
  secret: Secret | undefined;
}

const SECRET_WORD = /pass|pwd|token|secret|credential|auth|jwt|sign|key|dsn|url|uri|connection/i;

/** Secrets behind variables that sound like credentials, first; then whole Secrets taken as variables. */
export function credentialSources(
  workload: ObjectRef,
  state: State<(typeof WORKLOAD_KINDS)[number] | 'secrets'>,
): CredentialSource[] {
  const object = workloadObject(workload, state);
  const spec = object === undefined ? podsOf(workload, state)[0]?.spec : templateOf(object)?.spec;
  const prefix = object === undefined ? 'spec' : 'spec.template.spec';
  const sources = containersOf(spec).flatMap(({ container, init }) => {
    const path = `${prefix}.${init ? 'initContainers' : 'containers'}[${container.name}]`;
    const named = (container.env ?? []).flatMap((variable) => {
      const reference = variable.valueFrom?.secretKeyRef;
      if (reference?.name === undefined || !SECRET_WORD.test(`${variable.name} ${reference.key}`)) return [];
      const password = /pass|pwd|token|secret/i.test(`${variable.name} ${reference.key}`);
      return [
        {
          name: reference.name,
          path: `${path}.env[${variable.name}].valueFrom.secretKeyRef.name`,
          weight: password ? 0 : 1,
        },
      ];
    });
    const whole = (container.envFrom ?? []).flatMap(({ secretRef }) =>
      secretRef?.name === undefined
        ? []
        : [{ name: secretRef.name, path: `${path}.envFrom[${secretRef.name}].secretRef.name`, weight: 2 }],
    );
    return [...named, ...whole];
  });
  return sources
    .sort((a, b) => a.weight - b.weight)
    .map(({ name, path }) => ({
      ref: { apiVersion: 'v1', kind: 'Secret', namespace: workload.namespace, name },
      path,
      secret: known(state.find('secrets', workload.namespace, name)),
    }));
}
