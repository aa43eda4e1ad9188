/** Crashes whose cause may lie in what a ConfigMap, a Secret or the environment holds. */
import type { ObjectRef } from '../../cluster/objects.ts';
import { objectsIn } from '../../semantics/lenient.ts';
import { specEvidence } from '../evidence.ts';
import type { Finding } from '../finding.ts';
import { type ConfigValue, configOf, originsOf } from '../objects/configOrigin.ts';
import { containerField } from '../objects/containers.ts';
import { similarName } from '../objects/similar.ts';
import type { Evidence } from '../result.ts';
import { known } from '../state.ts';
import { nameOf } from '../words/fill.ts';
import type { CrashState } from './crashFinding.ts';
import type { Exit } from './exits.ts';
import { mountOf } from './mounts.ts';
import { blamedOn, withProof } from './proof.ts';

/** A variable that nothing sets; a similar one shows that it was renamed or mistyped. */
export function envVar(
  finding: Finding,
  { name = '' }: Record<string, string>,
  exit: Exit,
  state: CrashState,
): Finding {
  const { view } = exit;
  const reference = objectsIn(view.spec?.env).find((variable) => variable.name === name)?.valueFrom;
  const optional = reference?.configMapKeyRef ?? reference?.secretKeyRef;
  if (optional?.name !== undefined) {
    const kind = reference?.configMapKeyRef === undefined ? 'Secret' : 'ConfigMap';
    const field = `env[${name}].valueFrom.${kind === 'Secret' ? 'secretKeyRef' : 'configMapKeyRef'}.key`;
    const origin = `${kind} ${view.pod.metadata.namespace}/${optional.name}`;
    const filled = withProof(finding, { origin, nearest: undefined }, [containerField(view, field, optional.key)]);
    return blamedOn(
      { apiVersion: 'v1', kind, namespace: view.pod.metadata.namespace, name: optional.name },
      filled,
      kind === 'Secret' ? 'usesSecret' : 'readsConfig',
    );
  }
  const given = configOf(finding.subject, state).filter(
    ({ container, key }) => container === view.name && key !== 'args',
  );
  const nearest = similarName(
    name,
    given.map(({ key }) => key),
  );
  const holder = given.find(({ key }) => key === nearest);
  if (holder === undefined) return withProof(finding, {}, setEvidence(exit));
  const filled = withProof(
    finding,
    { nearest, origin: nameOf(holder.object) },
    holder.path.startsWith('data')
      ? [specEvidence(holder.object, holder.path, holder.value)]
      : [containerField(view, `env[${nearest}].name`, nearest)],
  );
  return blamedOn(holder.object, filled, 'readsConfig');
}

/** That the container sets no variables at all, or where they come from. */
const setEvidence = ({ view }: Exit): Evidence[] =>
  objectsIn(view.spec?.envFrom).flatMap(({ configMapRef, secretRef }) => {
    const name = configMapRef?.name ?? secretRef?.name;
    return name === undefined
      ? []
      : [containerField(view, `envFrom[${name}].${configMapRef ? 'configMapRef' : 'secretRef'}.name`, name)];
  });

/** A file that ought to come from a mounted ConfigMap or Secret, else from the image or a value that names it. */
export function missingFile(
  finding: Finding,
  { path = '' }: Record<string, string>,
  exit: Exit,
  state: CrashState,
): Finding {
  const { view } = exit;
  const mounted = mountOf(path, view.spec, view.pod);
  const holder = mounted && holderOf(mounted.volume, view.pod.metadata.namespace);
  if (holder !== undefined && mounted !== undefined) {
    const object = known(
      holder.kind === 'Secret'
        ? state.find('secrets', holder.namespace, holder.name)
        : state.find('configmaps', holder.namespace, holder.name),
    );
    const keys = Object.keys({
      ...object?.data,
      ...(object !== undefined && 'binaryData' in object ? object.binaryData : {}),
    });
    const wanted = mounted.rest.split('/')[0] ?? '';
    const nearest = similarName(wanted, keys) ?? (keys.length === 1 ? keys[0] : undefined);
    const filled = withProof(finding, { origin: nameOf(holder), nearest }, [
      specEvidence(view.pod, `${view.specPath}.volumeMounts[${mounted.volume.name}].mountPath`, mounted.mountPath),
    ]);
    return object !== undefined && !keys.includes(wanted) ? blamedOn(holder, filled, 'mounts') : filled;
  }
  const [origin] = originsOf(path, finding.subject, state);
  if (origin === undefined) return finding;
  return onOrigin(origin, withProof(finding, { origin: `${nameOf(origin.object)} ${origin.path}` }));
}

function holderOf(
  volume: NonNullable<ReturnType<typeof mountOf>>['volume'],
  namespace: string | undefined,
): ObjectRef | undefined {
  const projected = objectsIn(volume.projected?.sources).find(({ configMap, secret }) => configMap ?? secret);
  const map = volume.configMap?.name ?? projected?.configMap?.name;
  if (map !== undefined) return { apiVersion: 'v1', kind: 'ConfigMap', namespace, name: map };
  const secret = volume.secret?.secretName ?? projected?.secret?.name;
  return secret === undefined ? undefined : { apiVersion: 'v1', kind: 'Secret', namespace, name: secret };
}

/** Longer values are quoted by the log line alone. */
const SHORT = 300;
function onOrigin(origin: ConfigValue, finding: Finding): Finding {
  const proof = origin.value.length <= SHORT ? [specEvidence(origin.object, origin.path, origin.value)] : [];
  return blamedOn(origin.object, withProof(finding, {}, proof), 'readsConfig');
}

const FILE = /(?:^|[\s"'(=:])(\/[\w./-]+\.[\w-]+|\/etc\/[\w./-]+)/;
const QUOTED = /["'`]([^"'`]{3,80})["'`]/g;

/** The ConfigMap whose file is named, or the object that holds the value that is not accepted. */
export function configuration(finding: Finding, _: Record<string, string>, exit: Exit, state: CrashState): Finding {
  const line = finding.evidence[0]?.quote ?? '';
  const { view } = exit;
  const path = FILE.exec(line)?.[1];
  const mounted = path === undefined ? undefined : mountOf(path, view.spec, view.pod);
  const holder = mounted && holderOf(mounted.volume, view.pod.metadata.namespace);
  if (holder !== undefined) return blamedOn(holder, withProof(finding, { origin: nameOf(holder) }), 'mounts');
  for (const [, value = ''] of line.matchAll(QUOTED)) {
    const [origin] = originsOf(value, finding.subject, state);
    if (origin !== undefined)
      return onOrigin(origin, withProof(finding, { origin: `${nameOf(origin.object)} ${origin.path}` }));
  }
  const names = configOf(finding.subject, state).find(
    ({ key, container }) => container === view.name && key.length > 3 && key !== 'args' && line.includes(key),
  );
  return names === undefined
    ? finding
    : onOrigin(names, withProof(finding, { origin: `${nameOf(names.object)} ${names.path}` }));
}
