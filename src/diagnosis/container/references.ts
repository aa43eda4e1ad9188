/** The ConfigMaps and Secrets that a pod's containers need before they can start, and where they say so. */
import type { Container, Pod, Volume } from '../../cluster/objects.ts';
import { objectsIn, stringsIn, textIn } from '../../semantics/lenient.ts';
import { containersOf } from '../objects/workloads.ts';

export interface ConfigReference {
  kind: 'ConfigMap' | 'Secret';
  name: string;
  /** Keys that must be there; empty: the whole object. */
  keys: string[];
  /** Such as `spec.containers[app].env[URL].valueFrom.configMapKeyRef`. */
  path: string;
  /** The container; undefined for a volume, which all wait for. */
  container: string | undefined;
}

/** Every reference that is not optional. */
export function configReferences(pod: Pod): ConfigReference[] {
  const containers = containersOf(pod.spec).flatMap(({ container, init }) =>
    ofContainer(container, `spec.${init ? 'initContainers' : 'containers'}[${container.name}]`),
  );
  const all = [...containers, ...objectsIn(pod.spec?.volumes).flatMap(ofVolume)];
  return all.filter(({ name }) => textIn(name) !== undefined).map((one) => ({ ...one, keys: stringsIn(one.keys) }));
}

function ofContainer(container: Container, at: string): ConfigReference[] {
  const base = { container: container.name };
  const variables = objectsIn(container.env).flatMap(({ name, valueFrom }): ConfigReference[] => {
    const path = `${at}.env[${name}].valueFrom`;
    const { configMapKeyRef: map, secretKeyRef: secret } = valueFrom ?? {};
    if (map?.name && !map.optional)
      return [{ ...base, kind: 'ConfigMap', name: map.name, keys: [map.key], path: `${path}.configMapKeyRef` }];
    if (secret?.name && !secret.optional)
      return [{ ...base, kind: 'Secret', name: secret.name, keys: [secret.key], path: `${path}.secretKeyRef` }];
    return [];
  });
  const whole = objectsIn(container.envFrom).flatMap(({ configMapRef: map, secretRef: secret }): ConfigReference[] => {
    if (map?.name && !map.optional)
      return [
        { ...base, kind: 'ConfigMap', name: map.name, keys: [], path: `${at}.envFrom[${map.name}].configMapRef` },
      ];
    if (secret?.name && !secret.optional)
      return [
        { ...base, kind: 'Secret', name: secret.name, keys: [], path: `${at}.envFrom[${secret.name}].secretRef` },
      ];
    return [];
  });
  return [...variables, ...whole];
}

interface Source {
  optional?: boolean;
  items?: { key: string }[];
}
const keysOf = ({ items }: Source): string[] => objectsIn(items).map(({ key }) => key);

function ofVolume(volume: Volume): ConfigReference[] {
  const at = `spec.volumes[${volume.name}]`;
  const found: ConfigReference[] = [];
  const add = (kind: ConfigReference['kind'], name: string | undefined, source: Source, path: string): void => {
    if (name && !source.optional) found.push({ kind, name, keys: keysOf(source), path, container: undefined });
  };
  if (volume.configMap) add('ConfigMap', volume.configMap.name, volume.configMap, `${at}.configMap`);
  if (volume.secret) add('Secret', volume.secret.secretName, volume.secret, `${at}.secret`);
  for (const source of objectsIn(volume.projected?.sources)) {
    if (source.configMap)
      add(
        'ConfigMap',
        source.configMap.name,
        source.configMap,
        `${at}.projected.sources[${source.configMap.name}].configMap`,
      );
    if (source.secret)
      add('Secret', source.secret.name, source.secret, `${at}.projected.sources[${source.secret.name}].secret`);
  }
  return found;
}
