/** Why a registry refuses a pull: the credentials that the pod has for it, or has not. */
import type { ObjectRef, Pod, Secret } from '../../cluster/objects.ts';
import { refOf } from '../../cluster/objects.ts';
import { parseImage } from '../../semantics/imageReference.ts';
import { objectsIn } from '../../semantics/lenient.ts';
import { eventEvidence, specEvidence } from '../evidence.ts';
import type { Pull, PullState } from '../facts/image-pull.ts';
import type { Finding } from '../finding.ts';
import { eventsOf, harmed } from '../objects/containers.ts';
import { similarName } from '../objects/similar.ts';
import type { Evidence } from '../result.ts';
import { ABSENT, known } from '../state.ts';
import type { Code } from '../words/codes.ts';

type Make = (code: Code, params?: Finding['params'], evidence?: Evidence[]) => Finding;

/** The finding about credentials; undefined where the image most likely does not exist at all. */
export function pullSecretFinding(pull: Pull, make: Make, state: PullState): Finding | undefined {
  const pod = pull.views[0]?.pod;
  if (pod === undefined) return undefined;
  const names = objectsIn(pod.spec?.imagePullSecrets).map(({ name = '' }) => name);
  const missing = names.find((name) => isMissing(name, pull, state));
  if (missing !== undefined && names.every((name) => isMissing(name, pull, state)))
    return missingSecret(missing, pull, make, state);
  for (const name of names) {
    const secret = known(state.find('secrets', pod.metadata.namespace, name));
    const why = secret && unusable(secret);
    if (secret !== undefined && why !== undefined)
      return onSecret(refOf(secret), pull, make('ImagePullSecretWrong', { why }));
  }
  // Docker Hub gives the same answer for a name that does not exist: without any secret that is the likelier reading.
  if (pull.failure === 'notFoundOrPrivate' && names.length === 0) return undefined;
  return refused(pod, names, pull, make, state);
}

/** The kubelet says so in an event, or the Secret is known not to exist. */
function isMissing(name: string, pull: Pull, state: PullState): boolean {
  return (
    state.find('secrets', pull.workload.namespace, name) === ABSENT || missingEvent(name, pull, state) !== undefined
  );
}

function missingEvent(name: string, { views, workload }: Pull, state: PullState) {
  if (known(state.find('secrets', workload.namespace, name)) !== undefined) return undefined;
  return views
    .flatMap((view) => eventsOf(view, state))
    .findLast(({ reason, message = '' }) => reason === 'FailedToRetrieveImagePullSecret' && message.includes(name));
}

function missingSecret(name: string, pull: Pull, make: Make, state: PullState): Finding {
  const { namespace } = pull.workload;
  const event = missingEvent(name, pull, state);
  const pod = pull.views[0]?.pod;
  const others = state.list('secrets', namespace).map(({ metadata }) => metadata.name);
  const finding = make('ImagePullSecretMissing', { nearest: similarName(name, others) }, [
    ...(event === undefined ? [] : [eventEvidence(event)]),
    ...(pod === undefined ? [] : [specEvidence(pod, `spec.imagePullSecrets[${name}].name`, name)]),
  ]);
  const subject = { apiVersion: 'v1', kind: 'Secret', namespace, name };
  return onSecret(subject, pull, { ...finding, subject: { ...subject, missing: true } });
}

const CONFIG_TYPES: Readonly<Record<string, string>> = {
  'kubernetes.io/dockerconfigjson': '.dockerconfigjson',
  'kubernetes.io/dockercfg': '.dockercfg',
};

/** Why a Secret cannot be a pull secret at all; undefined where its form is right. */
function unusable(secret: Secret): string | undefined {
  const key = CONFIG_TYPES[secret.type ?? 'Opaque'];
  if (key === undefined) return `type ${secret.type ?? 'Opaque'}`;
  const keys = Object.keys({ ...secret.data, ...secret.stringData });
  return keys.length > 0 && !keys.includes(key) ? `no key ${key}` : undefined;
}

/** The registry refuses what the pod has: nothing, a Secret that works for others, or one that does not. */
function refused(pod: Pod, names: readonly string[], pull: Pull, make: Make, state: PullState): Finding {
  const [name] = names;
  if (name === undefined) return withoutSecret(pod, pull, make, state);
  const works = pullsWell(name, pull, state);
  const finding = make(
    'ImagePullUnauthorized',
    {
      pullSecret: `its imagePullSecret is ${name}`,
      pullSecretZh: `使用的 imagePullSecret 为 ${name}`,
      secretName: name,
    },
    [specEvidence(pod, `spec.imagePullSecrets[${name}].name`, name)],
  );
  // A secret that others pull with is good: then this image, or the rights on it, are at fault.
  if (works || pull.failure !== 'unauthorized') return finding;
  return {
    ...onSecret({ apiVersion: 'v1', kind: 'Secret', namespace: pull.workload.namespace, name }, pull, finding),
    confidence: 'likely',
  };
}

/** Another pod with this secret that pulled from the same registry after the secret was last known to be tried. */
function pullsWell(name: string, { registry, workload, views, image }: Pull, state: PullState): boolean {
  const tried = Math.min(...views.map(({ pod }) => Date.parse(pod.metadata.creationTimestamp ?? '')));
  return state.list('pods', workload.namespace).some(
    (pod) =>
      Date.parse(pod.metadata.creationTimestamp ?? '') >= tried &&
      objectsIn(pod.spec?.imagePullSecrets).some((one) => one.name === name) &&
      objectsIn(pod.status?.containerStatuses).some((status) => {
        const parsed = parseImage(status.image);
        return status.ready && status.image !== image && parsed.ok && parsed.image.registry === registry;
      }),
  );
}

/** No imagePullSecret at all: what others here pull from that registry with. */
function withoutSecret(pod: Pod, pull: Pull, make: Make, state: PullState): Finding {
  const { namespace } = pull.workload;
  const other = state.list('pods', namespace).find(
    (one) =>
      objectsIn(one.spec?.imagePullSecrets).length > 0 &&
      objectsIn(one.spec?.containers).some(({ image }) => {
        const parsed = parseImage(image);
        return parsed.ok && parsed.image.registry === pull.registry;
      }),
  );
  const used = objectsIn(other?.spec?.imagePullSecrets)[0]?.name;
  const account = pod.spec?.serviceAccountName ?? 'default';
  return make('ImagePullUnauthorized', {
    pullSecret: `no imagePullSecret is set on the pod or its ServiceAccount ${account}`,
    pullSecretZh: `Pod 及其 ServiceAccount ${account} 未设置 imagePullSecret`,
    other: used === undefined ? undefined : `Other pods here pull from ${pull.registry} with the Secret ${used}`,
    otherZh: used === undefined ? undefined : `同命名空间的其他 Pod 使用 Secret ${used} 从 ${pull.registry} 拉取`,
    secretName: used,
  });
}

/** The same finding about a Secret: the workload and its pods are harmed by it. */
function onSecret(secret: ObjectRef, { workload, views }: Pull, finding: Finding): Finding {
  return {
    ...finding,
    subject: { ...secret, ...(finding.subject.missing ? { missing: true } : {}) },
    affects: harmed(workload, views, 'usesSecret', secret),
  };
}
