/** What a log's cause is the fault of: the workload, or the configuration, Secret or volume that the line leads to. */
import type { ObjectRef } from '../../cluster/objects.ts';
import { refKey } from '../../cluster/objects.ts';
import { objectsIn, stringsIn } from '../../semantics/lenient.ts';
import { specEvidence } from '../evidence.ts';
import type { Finding } from '../finding.ts';
import { type ConfigValue, configOf, originsOf } from '../objects/configOrigin.ts';
import { containerField } from '../objects/containers.ts';
import { similarName } from '../objects/similar.ts';
import type { Evidence } from '../result.ts';
import { known } from '../state.ts';
import { nameOf } from '../words/fill.ts';
import type { Relation } from '../words/relations.ts';
import { type CrashState, platformOf } from './crashFinding.ts';
import type { Exit } from './exits.ts';
import type { LogCause, LogCauseCode } from './logCauses.ts';
import { mountOf } from './mounts.ts';

type Blame = (finding: Finding, params: Record<string, string>, exit: Exit, state: CrashState) => Finding;

/** The finding with its subject, its values and the fields that prove it. */
export function blame(finding: Finding, { code, params }: LogCause, exit: Exit, state: CrashState): Finding {
  const { name, ...rest } = params;
  const filled = { ...finding, params: { ...finding.params, ...rest, name_: name } };
  return BLAMES[code]?.(filled, params, exit, state) ?? filled;
}

const BLAMES: { readonly [C in LogCauseCode]?: Blame } = {
  EnvVarMissing: envVar,
  FileMissing: missingFile,
  FilePermissionDenied: permission,
  FileSystemReadOnly: readOnly,
  DiskFull: diskFull,
  AddressInUse: addressInUse,
  ConfigurationInvalid: configuration,
  CommandUsageWrong: (finding, { flag }, exit) => with_(finding, { flag }, wordEvidence(exit, flag)),
  ExecFormatError: (finding, _, exit, state) => with_(finding, platformOf(exit, state), imageOf(exit)),
  EntryPointNotFound: (finding, { command }, exit) =>
    with_(finding, { said: undefined }, [...wordEvidence(exit, command), ...imageOf(exit)]),
  HeapExhausted: (finding, _, { view }) =>
    with_(finding, { limit: view.spec?.resources?.limits?.memory }, limitOf(view)),
};

const with_ = (
  finding: Finding,
  params: NonNullable<Finding['params']>,
  evidence: readonly Evidence[] = [],
): Finding => ({
  ...finding,
  params: { ...finding.params, ...params },
  evidence: [...finding.evidence, ...evidence],
});

/** Moves the blame from the workload to another object; the workload is harmed by it. */
function on(subject: ObjectRef, finding: Finding, relation: Relation): Finding {
  if (refKey(subject) === refKey(finding.subject)) return finding;
  const affects = [
    { ref: finding.subject, relation },
    ...(finding.affects ?? []).map(({ ref }) => ({ ref, relation })),
  ];
  return { ...finding, subject, affects };
}

const imageOf = ({ view }: Exit): Evidence[] =>
  view.spec?.image === undefined ? [] : [containerField(view, 'image', view.spec.image)];
const limitOf = (view: Exit['view']): Evidence[] => {
  const limit = view.spec?.resources?.limits?.memory;
  return limit === undefined ? [] : [containerField(view, 'resources.limits.memory', limit)];
};

/** The word of command or args that holds a text. */
function wordEvidence({ view }: Exit, text: string | undefined): Evidence[] {
  if (text === undefined || text === '') return [];
  for (const field of ['command', 'args'] as const) {
    const words = stringsIn(view.spec?.[field]);
    const index = words.findIndex((word) => word.includes(text));
    if (index >= 0) return [containerField(view, `${field}[${index}]`, words[index])];
  }
  return [];
}

/** A variable that nothing sets; a similar one shows that it was renamed or mistyped. */
function envVar(finding: Finding, { name = '' }: Record<string, string>, exit: Exit, state: CrashState): Finding {
  const { view } = exit;
  const reference = objectsIn(view.spec?.env).find((variable) => variable.name === name)?.valueFrom;
  const optional = reference?.configMapKeyRef ?? reference?.secretKeyRef;
  if (optional?.name !== undefined) {
    const kind = reference?.configMapKeyRef === undefined ? 'Secret' : 'ConfigMap';
    const field = `env[${name}].valueFrom.${kind === 'Secret' ? 'secretKeyRef' : 'configMapKeyRef'}.key`;
    const origin = `${kind} ${view.pod.metadata.namespace}/${optional.name}`;
    const filled = with_(finding, { origin, nearest: undefined }, [containerField(view, field, optional.key)]);
    return on(
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
  if (holder === undefined) return with_(finding, {}, setEvidence(exit));
  const filled = with_(
    finding,
    { nearest, origin: nameOf(holder.object) },
    holder.path.startsWith('data')
      ? [specEvidence(holder.object, holder.path, holder.value)]
      : [containerField(view, `env[${nearest}].name`, nearest)],
  );
  return on(holder.object, filled, 'readsConfig');
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
function missingFile(finding: Finding, { path = '' }: Record<string, string>, exit: Exit, state: CrashState): Finding {
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
    const filled = with_(finding, { origin: nameOf(holder), nearest }, [
      specEvidence(view.pod, `${view.specPath}.volumeMounts[${mounted.volume.name}].mountPath`, mounted.mountPath),
    ]);
    return object !== undefined && !keys.includes(wanted) ? on(holder, filled, 'mounts') : filled;
  }
  const [origin] = originsOf(path, finding.subject, state);
  if (origin === undefined) return finding;
  return onOrigin(origin, with_(finding, { origin: `${nameOf(origin.object)} ${origin.path}` }));
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
  return on(origin.object, with_(finding, {}, proof), 'readsConfig');
}

/** Who the process runs as, and the volume that it may not use. */
function permission(finding: Finding, { path = '' }: Record<string, string>, { view }: Exit): Finding {
  const mounted = mountOf(path, view.spec, view.pod);
  const pod = view.pod.spec?.securityContext;
  const user = view.spec?.securityContext?.runAsUser ?? pod?.runAsUser;
  const proof = [
    ...(user === undefined
      ? []
      : [
          view.spec?.securityContext?.runAsUser === undefined
            ? specEvidence(view.pod, 'spec.securityContext.runAsUser', user)
            : containerField(view, 'securityContext.runAsUser', user),
        ]),
    ...(mounted === undefined
      ? []
      : [specEvidence(view.pod, `${view.specPath}.volumeMounts[${mounted.volume.name}].mountPath`, mounted.mountPath)]),
  ];
  return with_(finding, { user, volume: mounted?.volume.name }, proof);
}

function readOnly(finding: Finding, { path = '' }: Record<string, string>, { view }: Exit): Finding {
  const mounted = mountOf(path, view.spec, view.pod);
  if (mounted === undefined && view.spec?.securityContext?.readOnlyRootFilesystem) {
    const setting = 'securityContext.readOnlyRootFilesystem';
    return { ...with_(finding, { setting }, [containerField(view, setting, true)]), confidence: 'confirmed' };
  }
  if (mounted === undefined) return finding;
  const field = `volumeMounts[${mounted.volume.name}].${mounted.readOnly ? 'readOnly' : 'mountPath'}`;
  const setting =
    mounted.volume.configMap || mounted.volume.secret
      ? `the volume ${mounted.volume.name} is a ConfigMap or Secret`
      : field;
  return with_(finding, { setting }, [containerField(view, field, mounted.readOnly ? true : mounted.mountPath)]);
}

/** The claim behind the path, where there is one. */
function diskFull(finding: Finding, { path }: Record<string, string>, { view }: Exit, state: CrashState): Finding {
  const { namespace } = view.pod.metadata;
  const claims = objectsIn(view.pod.spec?.volumes).filter(({ persistentVolumeClaim }) => persistentVolumeClaim);
  const volume = path === undefined ? undefined : mountOf(path, view.spec, view.pod)?.volume;
  const claim = (volume ?? (claims.length === 1 ? claims[0] : undefined))?.persistentVolumeClaim?.claimName;
  if (claim === undefined) return with_(finding, { volume: volume?.name });
  const object = known(state.find('persistentvolumeclaims', namespace, claim));
  const size = object?.status?.capacity?.storage ?? object?.spec?.resources?.requests?.storage;
  const subject = { apiVersion: 'v1', kind: 'PersistentVolumeClaim', namespace, name: claim };
  const proof =
    object?.status?.capacity?.storage === undefined
      ? []
      : [{ ...specEvidence(subject, 'status.capacity.storage', size), source: 'status' as const }];
  return on(subject, with_(finding, { size, volume: volume?.name }, proof), 'claims');
}

/** Another container of the pod with the same port. */
function addressInUse(finding: Finding, { port }: Record<string, string>, { view }: Exit): Finding {
  const number = Number(port);
  const other = objectsIn(view.pod.spec?.containers).find(
    ({ name, ports }) => name !== view.name && objectsIn(ports).some(({ containerPort }) => containerPort === number),
  );
  const params = { port, other: other && `container ${other.name}`, otherZh: other && `容器 ${other.name}` };
  const proof = [
    ...(other === undefined
      ? []
      : [specEvidence(view.pod, `spec.containers[${other.name}].ports[${number}].containerPort`, number)]),
    ...(view.pod.spec?.hostNetwork ? [specEvidence(view.pod, 'spec.hostNetwork', true)] : []),
    ...wordEvidence({ view } as Exit, port),
  ];
  return with_(finding, params, proof);
}

const FILE = /(?:^|[\s"'(=:])(\/[\w./-]+\.[\w-]+|\/etc\/[\w./-]+)/;
const QUOTED = /["'`]([^"'`]{3,80})["'`]/g;

/** The ConfigMap whose file is named, or the object that holds the value that is not accepted. */
function configuration(finding: Finding, _: Record<string, string>, exit: Exit, state: CrashState): Finding {
  const line = finding.evidence[0]?.quote ?? '';
  const { view } = exit;
  const path = FILE.exec(line)?.[1];
  const mounted = path === undefined ? undefined : mountOf(path, view.spec, view.pod);
  const holder = mounted && holderOf(mounted.volume, view.pod.metadata.namespace);
  if (holder !== undefined) return on(holder, with_(finding, { origin: nameOf(holder) }), 'mounts');
  for (const [, value = ''] of line.matchAll(QUOTED)) {
    const [origin] = originsOf(value, finding.subject, state);
    if (origin !== undefined)
      return onOrigin(origin, with_(finding, { origin: `${nameOf(origin.object)} ${origin.path}` }));
  }
  const names = configOf(finding.subject, state).find(
    ({ key, container }) => container === view.name && key.length > 3 && key !== 'args' && line.includes(key),
  );
  return names === undefined
    ? finding
    : onOrigin(names, with_(finding, { origin: `${nameOf(names.object)} ${names.path}` }));
}
