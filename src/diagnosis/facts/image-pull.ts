/** Containers that wait because their image cannot be pulled, and what the registry or the runtime says why. */
import type { Event, ObjectRef, Pod } from '../../cluster/objects.ts';
import { parseImage, sameRepository } from '../../semantics/imageReference.ts';
import { objectsIn } from '../../semantics/lenient.ts';
import { PULL_REASONS, type PullFailure, pullFailureOf } from '../container/pullFailure.ts';
import { pullSecretFinding } from '../container/pullSecret.ts';
import { eventEvidence, statusEvidence } from '../evidence.ts';
import { defineFact, type Finding } from '../finding.ts';
import {
  byWorkload,
  type ContainerView,
  containerField,
  eventsOf,
  harmed,
  troubledContainers,
} from '../objects/containers.ts';
import { WORKLOAD_KINDS } from '../objects/workloads.ts';
import type { Evidence } from '../result.ts';
import { known, type State } from '../state.ts';
import type { Code } from '../words/codes.ts';
import { nameOf } from '../words/fill.ts';

const NEEDS = [...WORKLOAD_KINDS, 'secrets', 'nodes'] as const;
export type PullState = State<(typeof NEEDS)[number]>;

/** What is known of one image that cannot be pulled. */
export interface Pull {
  workload: ObjectRef;
  views: readonly ContainerView[];
  image: string;
  /** Host of the registry. */
  registry: string;
  failure: PullFailure;
  /** What the kubelet or the runtime said, its telling part. */
  said: string;
  evidence: Evidence[];
  base: Pick<Finding, 'params' | 'since' | 'affects'>;
}

export default defineFact({
  id: 'image-pull',
  needs: NEEDS,
  find(state) {
    const waiting = troubledContainers(state).filter(({ status }) =>
      PULL_REASONS.has(status.state?.waiting?.reason ?? ''),
    );
    return byWorkload(waiting, state).flatMap(({ workload, views }) => {
      const pull = pullOf(workload, views, state);
      return pull === undefined ? [] : [findingOf(pull, state)];
    });
  },
});

function pullOf(workload: ObjectRef, views: readonly ContainerView[], state: PullState): Pull | undefined {
  const told = views.map((view) => ({ view, ...saidAbout(view, state) }));
  const best = told.find(({ failure }) => failure !== 'unknown') ?? told[0];
  if (best === undefined) return undefined;
  const { view, said, failure, evidence } = best;
  const image = view.spec?.image ?? view.status.image;
  const parsed = parseImage(image);
  const registry = parsed.ok ? parsed.image.registry : '';
  const params = {
    workload: nameOf(workload),
    workloadArg: `${workload.kind.toLowerCase()}/${workload.name}`,
    container: view.name,
    image,
    registry,
    node: view.pod.spec?.nodeName,
    reason: view.status.state?.waiting?.reason,
    said: shorten(said),
  };
  const since = view.pod.metadata.creationTimestamp;
  const base = { params, since, affects: harmed(workload, views, 'uses') };
  return { workload, views, image, registry, failure, said, evidence, base };
}

/** The waiting message, and where it is only "Back-off pulling image" the event that has the reason. */
function saidAbout(
  view: ContainerView,
  state: PullState,
): { said: string; failure: PullFailure; evidence: Evidence[] } {
  const { reason = '', message = '' } = view.status.state?.waiting ?? {};
  const path = `${view.path}.state.waiting`;
  const own = [
    statusEvidence(view.pod, `${path}.reason`, reason),
    ...(message === '' ? [] : [statusEvidence(view.pod, `${path}.message`, message)]),
  ];
  const failure = pullFailureOf(`${reason} ${message}`);
  const events = eventsOf(view, state).filter((event) => isAboutImage(event));
  const telling = events.findLast((event) => pullFailureOf(event.message ?? '') !== 'unknown') ?? events.at(-1);
  const evidence = [...own, ...(telling === undefined ? [] : [eventEvidence(telling)])];
  if (failure !== 'unknown' || telling === undefined) return { said: message, failure, evidence };
  return { said: telling.message ?? '', failure: pullFailureOf(telling.message ?? ''), evidence };
}

const isAboutImage = ({ reason = '', message = '' }: Event): boolean =>
  ['Failed', 'InspectFailed', 'ErrImageNeverPull', 'FailedToRetrieveImagePullSecret'].includes(reason) &&
  !/^Error: (?:ErrImagePull|ImagePullBackOff)$/.test(message);

/** Less the repeated names: the end of the sentence says what happened. */
function shorten(said: string): string | undefined {
  const text = said.replace(
    /^.*?(?=failed to (?:resolve|do|copy|authorize|extract|fetch)|Error response|no match|x509|tls:)/s,
    '',
  );
  return text === '' ? undefined : text.slice(0, 300);
}

/** The codes whose words need no more than what every pull knows. */
const PLAIN: { readonly [F in PullFailure]?: Code } = {
  neverPulled: 'ImageNeverPulled',
  tls: 'RegistryTlsFailed',
  unknown: 'ImagePullFailed',
  broken: 'ImagePullFailed',
  signature: 'ImagePullFailed',
};

function findingOf(pull: Pull, state: PullState): Finding {
  const { failure, workload, base } = pull;
  const finding = (code: Code, params: Finding['params'] = {}, evidence: Evidence[] = []): Finding => ({
    code,
    subject: workload,
    confidence: failure === 'unknown' ? 'likely' : 'confirmed',
    evidence: [...evidence, ...pull.evidence, ...imageEvidence(pull)],
    ...base,
    params: { ...base.params, ...params },
  });
  const plain = PLAIN[failure];
  if (plain !== undefined) return finding(plain);
  switch (failure) {
    case 'invalidName': {
      const parsed = parseImage(pull.image);
      return finding('ImageNameInvalid', { fault: parsed.ok ? undefined : parsed.reason });
    }
    case 'rateLimited':
      return finding('ImagePullRateLimited', /QPS/.test(pull.said) ? OWN_LIMIT : REGISTRY_LIMIT);
    case 'platform':
      return finding('ImagePlatformMismatch', {
        platform: platformOf(pull.views[0]?.pod, state) ?? 'the platform of the node',
      });
    case 'diskFull':
      return diskFull(pull, finding('NodeImageStoreFull'));
    case 'dns':
    case 'unreachable':
      return unreachable(pull, finding('RegistryUnreachable', { how: howOf(pull.said) }), state);
    case 'repositoryNotFound':
    case 'tagNotFound':
      return finding('ImageNotFound', notFound(pull, state));
    default:
      return pullSecretFinding(pull, finding, state) ?? finding('ImageNotFound', notFound(pull, state));
  }
}

const OWN_LIMIT = {
  advice: "The kubelet's own limit (registryPullQPS) is reached; the pull is tried again.",
  adviceZh: '达到 kubelet 自身的限制(registryPullQPS),会再次重试。',
};
const REGISTRY_LIMIT = {
  advice: 'Pull with an account (imagePullSecret) or from a mirror; it is tried again until the limit allows it.',
  adviceZh: '请使用账号(imagePullSecret)或镜像加速站拉取;在限制解除前会持续重试。',
};

const imageEvidence = ({ views: [view], image }: Pull): Evidence[] =>
  view === undefined ? [] : [containerField(view, 'image', image)];

/** Whether the tag or the repository is not there, and a name in use here that could be meant. */
function notFound({ image, failure, views }: Pull, state: PullState): Finding['params'] {
  const parsed = parseImage(image);
  const whole = failure !== 'tagNotFound' || !parsed.ok;
  const pulled = state
    .list('pods', views[0]?.pod.metadata.namespace)
    .flatMap((pod) => objectsIn(pod.status?.containerStatuses).filter(({ ready }) => ready))
    .map((status) => status.image)
    .filter((other) => other !== image && sameRepository(other, image));
  return {
    what: whole ? 'repository' : parsed.image.digest === undefined ? 'tag' : 'digest',
    whatZh: whole ? '镜像仓库路径(repository)' : parsed.image.digest === undefined ? '标签(tag)' : '摘要(digest)',
    whatName: parsed.ok
      ? whole
        ? parsed.image.repository
        : (parsed.image.digest ?? parsed.image.effectiveTag)
      : image,
    nearest: pulled[0],
  };
}

function platformOf(pod: Pod | undefined, state: PullState): string | undefined {
  const name = pod?.spec?.nodeName;
  const info = name === undefined ? undefined : known(state.find('nodes', undefined, name))?.status?.nodeInfo;
  return info === undefined ? undefined : `${info.operatingSystem}/${info.architecture}`;
}

/** The node's disk is at fault, not the workload. */
function diskFull({ workload, views, base }: Pull, finding: Finding): Finding {
  const name = views[0]?.pod.spec?.nodeName;
  if (name === undefined) return finding;
  const subject = { apiVersion: 'v1', kind: 'Node', name };
  return {
    ...finding,
    subject,
    affects: [
      { ref: workload, relation: 'runsOn' },
      ...(base.affects ?? []).map(({ ref }) => ({ ref, relation: 'runsOn' as const })),
    ],
  };
}

function unreachable({ registry, workload, views }: Pull, finding: Finding, state: PullState): Finding {
  const others = troubledContainers(state).filter(({ status, spec, pod }) => {
    const parsed = parseImage(spec?.image);
    const pulls = PULL_REASONS.has(status.state?.waiting?.reason ?? '');
    return pulls && parsed.ok && parsed.image.registry === registry && !views.some((view) => view.pod === pod);
  });
  if (others.length === 0) return finding;
  return {
    ...finding,
    subject: workload,
    params: {
      ...finding.params,
      scope: `${others.length} more pods wait for images from ${registry}`,
      scopeZh: `另有 ${others.length} 个 Pod 在等待 ${registry} 的镜像`,
    },
  };
}

const HOW =
  /no such host|server misbehaving|i\/o timeout|connection refused|no route to host|network is unreachable|TLS handshake timeout|context deadline exceeded|connection reset by peer|EOF|50[0234] [A-Z][A-Za-z ]+/;
const howOf = (said: string): string => HOW.exec(said)?.[0] ?? 'no answer';
