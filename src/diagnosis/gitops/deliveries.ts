/** The Flux and Argo CD resources that matter to what is asked. */
import type { CustomObject } from '../../cluster/objects.ts';
import { scoped } from '../objects/conditions.ts';
import { WORKLOAD_KINDS, workloadsInScope } from '../objects/workloads.ts';
import { EVERYWHERE, known, type State } from '../state.ts';

export const GITOPS_NEEDS = [
  ...WORKLOAD_KINDS,
  'applications',
  'kustomizations',
  'helmreleases',
  'gitrepositories',
  'helmrepositories',
] as const;
export type GitOpsState = State<(typeof GITOPS_NEEDS)[number]>;

const ASKED = /argo|flux|gitops|\bsync|outofsync|merged|helmrelease|kustomization|reconcil|同步|合并|流水线|发布/i;
/** A question that speaks of deliveries is answered by one that does not arrive. */
export const asksOfDelivery = (text: string): boolean =>
  /\bflux|gitops|argo ?cd|kustomization|helmrelease|merged|hotfix|合并/.test(text);

const FLUX_KINDS = ['kustomizations', 'helmreleases', 'gitrepositories', 'helmrepositories'] as const;

/**
 * Those in the namespaces asked about; Argo CD's live in a namespace of their own, so all of them where the question or a
 * workload speaks of them; Flux writes on each object which resource applied it.
 */
export function deliveries(state: GitOpsState): CustomObject[] {
  const asked = ASKED.test(state.focus.text);
  const own = FLUX_KINDS.flatMap((kind) => (asked ? state.list(kind, EVERYWHERE) : scoped(kind, state)));
  const all = [...own, ...appliers(state), ...applications(asked, state)];
  return [...new Map(all.map((one) => [`${one.kind}/${one.metadata.namespace}/${one.metadata.name}`, one])).values()];
}

function applications(asked: boolean, state: GitOpsState): readonly CustomObject[] {
  const tracked = state.memo('gitops/tracked', () =>
    workloadsInScope(state).some(
      ({ metadata: { annotations, labels } }) =>
        annotations?.['argocd.argoproj.io/tracking-id'] !== undefined ||
        labels?.['argocd.argoproj.io/instance'] !== undefined,
    ),
  );
  return asked || tracked ? state.list('applications', EVERYWHERE) : scoped('applications', state);
}

/** The Kustomizations and HelmReleases that applied the workloads in scope, from the labels that Flux puts on them. */
function appliers(state: GitOpsState): CustomObject[] {
  const rows = [
    ['kustomizations', 'kustomize.toolkit.fluxcd.io'],
    ['helmreleases', 'helm.toolkit.fluxcd.io'],
  ] as const;
  return workloadsInScope(state).flatMap(({ metadata: { labels = {} } }) =>
    rows.flatMap(([kind, group]) => {
      const name = labels[`${group}/name`];
      return name === undefined ? [] : (known(state.find(kind, labels[`${group}/namespace`], name)) ?? []);
    }),
  );
}
