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
  /** Whether the container starts without it. */
  optional: boolean;
}

/** What the containers cannot start without. */
export const configReferences = (pod: Pod): ConfigReference[] => allReferences(pod).filter(({ optional }) => !optional);

/** What the containers start without, if need be. */
export const optionalReferences = (pod: Pod): ConfigReference[] =>
  allReferences(pod).filter(({ optional }) => optional);

function allReferences(pod: Pod): ConfigReference[] {
  const containers = containersOf(pod.spec).flatMap(({ container, init }) =>
    ofContainer(container, `spec.${init ? 'initContainers' : 'containers'}[${container.name}]`),
  );
  const all = [...containers, ...objectsIn(pod.spec?.volumes).flatMap(ofVolume)];
  return all.filter(({ name }) => textIn(name) !== undefined).map((one) => ({ ...one, keys: stringsIn(one.keys) }));
}

function ofContainer(container: Container, at: string): ConfigReference[] {
  const refer = (
    kind: ConfigReference['kind'],
    source: { name?: string; key?: string; optional?: boolean } | undefined,
    path: string,
  ): ConfigReference[] =>
    source?.name
      ? [
          {
            kind,
            name: source.name,
            keys: source.key === undefined ? [] : [source.key],
            path,
            container: container.name,
            optional: source.optional === true,
          },
        ]
      : [];
  const variables = objectsIn(container.env).flatMap(({ name, valueFrom }) => [
    ...refer('ConfigMap', valueFrom?.configMapKeyRef, `${at}.env[${name}].valueFrom.configMapKeyRef`),
    ...refer('Secret', valueFrom?.secretKeyRef, `${at}.env[${name}].valueFrom.secretKeyRef`),
  ]);
  const whole = objectsIn(container.envFrom).flatMap(({ configMapRef: map, secretRef: secret }) => [
    ...refer('ConfigMap', map, `${at}.envFrom[${map?.name}].configMapRef`),
    ...refer('Secret', secret, `${at}.envFrom[${secret?.name}].secretRef`),
  ]);
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
    if (!name) return;
    found.push({ kind, name, keys: keysOf(source), path, container: undefined, optional: source.optional === true });
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
