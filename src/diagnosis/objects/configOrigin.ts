/** Where a workload's configuration says something: which field of which object holds a value. */
import type { Container, ObjectRef } from '../../cluster/objects.ts';
import { refOf } from '../../cluster/objects.ts';
import { stringMap } from '../../semantics/lenient.ts';
import { known, type State } from '../state.ts';
import { containersOf, podsOf, templateOf, WORKLOAD_KINDS, workloadObject } from './workloads.ts';

export const CONFIG_KINDS = [...WORKLOAD_KINDS, 'configmaps'] as const;
export type ConfigState = State<(typeof CONFIG_KINDS)[number]>;

/** One value that a workload is configured with. */
export interface ConfigValue {
  object: ObjectRef;
  /** Such as `data.DB_HOST` or `spec.containers[app].env[DB_HOST].value`. */
  path: string;
  /** The name that the process sees: the variable's, or the file's. */
  key: string;
  value: string;
  container: string | undefined;
}

/** Every value that the template gives its containers: literal variables, ConfigMaps by reference or by mount, arguments. */
export function configOf(workload: ObjectRef, state: ConfigState): ConfigValue[] {
  return state.memo(`config:${workload.kind}/${workload.namespace}/${workload.name}`, () => {
    const object = workloadObject(workload, state);
    const spec = object === undefined ? podsOf(workload, state)[0]?.spec : templateOf(object)?.spec;
    const prefix = object === undefined ? 'spec' : 'spec.template.spec';
    const direct = containersOf(spec).flatMap(({ container, init }) =>
      ofContainer(container, `${prefix}.${init ? 'initContainers' : 'containers'}[${container.name}]`, workload, state),
    );
    const mounted = (spec?.volumes ?? []).flatMap((volume) =>
      volume.configMap?.name === undefined
        ? []
        : ofConfigMap(workload.namespace, volume.configMap.name, undefined, state),
    );
    return [...direct, ...mounted];
  });
}

function ofContainer(container: Container, path: string, workload: ObjectRef, state: ConfigState): ConfigValue[] {
  const { name } = container;
  const variables = (container.env ?? []).flatMap((variable): ConfigValue[] => {
    const reference = variable.valueFrom?.configMapKeyRef;
    if (reference?.name !== undefined) {
      return ofConfigMap(workload.namespace, reference.name, name, state)
        .filter(({ key }) => key === reference.key)
        .map((value) => ({ ...value, key: variable.name }));
    }
    if (variable.value === undefined) return [];
    return [
      {
        object: workload,
        path: `${path}.env[${variable.name}].value`,
        key: variable.name,
        value: variable.value,
        container: name,
      },
    ];
  });
  const whole = (container.envFrom ?? []).flatMap(({ configMapRef }) =>
    configMapRef?.name === undefined ? [] : ofConfigMap(workload.namespace, configMapRef.name, name, state),
  );
  const words = [...(container.command ?? []), ...(container.args ?? [])].map(
    (value, index): ConfigValue => ({
      object: workload,
      path: `${path}.args[${index}]`,
      key: 'args',
      value: String(value),
      container: name,
    }),
  );
  return [...variables, ...whole, ...words];
}

function ofConfigMap(
  namespace: string | undefined,
  name: string,
  container: string | undefined,
  state: ConfigState,
): ConfigValue[] {
  const map = known(state.find('configmaps', namespace, name));
  if (map === undefined) return [];
  return Object.entries(stringMap(map.data)).map(([key, value]) => ({
    object: refOf(map),
    path: `data.${key}`,
    key,
    value,
    container,
  }));
}

/** The values that contain a text as a whole word, the most specific (shortest) first. */
export function originsOf(text: string, workload: ObjectRef, state: ConfigState): ConfigValue[] {
  const escaped = text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  const whole = new RegExp(`(?:^|[^A-Za-z0-9_-])${escaped}(?:$|[^A-Za-z0-9_-])`, 'i');
  return configOf(workload, state)
    .filter(({ value }) => whole.test(value))
    .sort((a, b) => a.value.length - b.value.length);
}
