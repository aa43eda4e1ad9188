/** Helm's releases, from the labels of the Secrets (or ConfigMaps) that it keeps them in; their data is never read. */
import type { ObjectRef, Secret } from '../../cluster/objects.ts';
import { refOf } from '../../cluster/objects.ts';
import { isTroubled } from '../log/wanted.ts';
import { WORKLOAD_KINDS, workloadsInScope } from '../objects/workloads.ts';
import type { State } from '../state.ts';

export const HELM_NEEDS = [...WORKLOAD_KINDS, 'secrets'] as const;
export type HelmState = State<(typeof HELM_NEEDS)[number]>;

export interface Release {
  name: string;
  namespace: string;
  revision: number;
  /** deployed, failed, pending-install, pending-upgrade, pending-rollback, superseded, uninstalling, … */
  status: string;
  /** RFC 3339: when the status was written. */
  at: string | undefined;
  secret: Secret;
}

const RELEASE_ANNOTATION = 'meta.helm.sh/release-name';
const ASKED =
  /helm|release|chart|install|upgrade|rollback|pipeline|deploy|old version|安装|发布|升级|回滚|流水线|上线|部署|(?:老|旧)版本/i;

/** The newest revision of each release, with the one before it, in namespaces where it matters. */
export function releases(state: HelmState): { newest: Release; deployed: Release | undefined }[] {
  return state.memo('gitops/helm', () => {
    const all = concerned(state).flatMap((namespace) =>
      state.list('secrets', namespace).flatMap((secret) => releaseOf(secret) ?? []),
    );
    const byName = Map.groupBy(all, ({ namespace, name }) => `${namespace}/${name}`);
    return [...byName.values()].flatMap((revisions) => {
      const sorted = revisions.toSorted((a, b) => b.revision - a.revision);
      const [newest] = sorted;
      const deployed = sorted.find(({ status }) => status === 'deployed');
      return newest === undefined ? [] : [{ newest, deployed }];
    });
  });
}

/** Namespaces with a Helm workload in trouble; all in scope where the question speaks of Helm. */
function concerned(state: HelmState): string[] {
  if (ASKED.test(state.focus.text) && state.focus.namespaces !== undefined) return [...state.focus.namespaces];
  const managed = workloadsInScope(state).filter(
    ({ metadata }) =>
      metadata.annotations?.[RELEASE_ANNOTATION] !== undefined || metadata.annotations?.['helm.sh/hook'] !== undefined,
  );
  const troubled = new Set(
    state
      .list('pods')
      .filter(isTroubledNow)
      .map(({ metadata }) => metadata.namespace),
  );
  const asked = ASKED.test(state.focus.text);
  return [
    ...new Set(
      managed.flatMap(({ metadata: { namespace = 'default' } }) =>
        asked || troubled.has(namespace) ? [namespace] : [],
      ),
    ),
  ];
}

const isTroubledNow = (pod: Parameters<typeof isTroubled>[0]): boolean =>
  isTroubled(pod) || pod.status?.phase === 'Pending';

/** Source: Helm 3 storage driver: name `sh.helm.release.v1.<name>.v<revision>`, labels name, owner, status, version, modifiedAt. */
function releaseOf(secret: Secret): Release | undefined {
  const { labels = {}, namespace = 'default', name } = secret.metadata;
  const match = /^sh\.helm\.release\.v1\.(.+)\.v(\d+)$/.exec(name);
  if (match === null || labels.owner !== 'helm' || labels.status === undefined) return undefined;
  const seconds = Number(labels.modifiedAt ?? labels.createdAt);
  const at =
    Number.isFinite(seconds) && seconds > 0
      ? new Date(seconds * 1000).toISOString()
      : secret.metadata.creationTimestamp;
  return { name: match[1] ?? '', namespace, revision: Number(match[2]), status: labels.status, at, secret };
}

/** The workloads, and hook Jobs, of a release. */
export function membersOf({ name, namespace }: Pick<Release, 'name' | 'namespace'>, state: HelmState): ObjectRef[] {
  return workloadsInScope(state)
    .filter(({ metadata: { annotations = {}, labels = {}, ...metadata } }) => {
      if (metadata.namespace !== namespace) return false;
      const hook = annotations['helm.sh/hook'] !== undefined;
      const instance = labels['app.kubernetes.io/instance'] ?? labels.release;
      return (
        annotations[RELEASE_ANNOTATION] === name ||
        (hook && (instance === name || (instance === undefined && metadata.name.startsWith(`${name}-`))))
      );
    })
    .map(refOf);
}
