/** Why a delivery fails: its source cannot be fetched, what it depends on is not ready, or what it delivers is in trouble. */
import type { CustomObject, KubeObject, ObjectRef } from '../../cluster/objects.ts';
import { refKey, refOf } from '../../cluster/objects.ts';
import { recordIn, recordsIn, textIn } from '../../semantics/lenient.ts';
import { fluxFindings } from '../facts/gitops.ts';
import { defineWhy, type Step } from '../finding.ts';
import { deliveredBy, destinationOf, markedBy, resourcesOf } from '../gitops/delivered.ts';
import { GITOPS_NEEDS, type GitOpsState } from '../gitops/deliveries.ts';
import { memberTrouble } from '../gitops/members.ts';
import { known } from '../state.ts';

export default defineWhy({
  id: 'delivery-failing',
  needs: GITOPS_NEEDS,
  explains: ['KustomizationNotReady', 'HelmReleaseNotReady', 'ArgoUnhealthy', 'ArgoSyncFailed'],
  why({ subject, params }, state) {
    const object = deliveryOf(subject, state);
    if (object === undefined) return [];
    const sources = sourcesOf(object, state).flatMap((source) =>
      fluxFindings(source, state).map(
        (cause): Step => ({
          cause,
          chain: [{ from: subject, relation: 'precededBy', to: refOf(source) }],
        }),
      ),
    );
    if (sources.length > 0) return sources;
    // A message about applying is the API server's verdict; one about waiting or health points into the cluster.
    if (!WAITED.test(String(params?.message ?? '')) && subject.kind !== 'Application') return [];
    return delivered(object, state).flatMap((ref) => {
      const cause = memberTrouble(ref, state);
      return cause === undefined ? [] : [{ cause, chain: [{ from: subject, relation: 'delivers', to: ref }] }];
    });
  },
});

const WAITED =
  /time(?:d)? ?out|deadline|waiting|health check|not ready|dependency|InProgress|post-install|pre-install|hook|failed/i;

function deliveryOf({ kind, namespace, name }: ObjectRef, state: GitOpsState): CustomObject | undefined {
  if (kind === 'Application') return known(state.find('applications', namespace, name));
  if (kind === 'HelmRelease') return known(state.find('helmreleases', namespace, name));
  return kind === 'Kustomization' ? known(state.find('kustomizations', namespace, name)) : undefined;
}

/** The workloads, of a release those that Helm marked as its own too. */
function delivered(object: CustomObject, state: GitOpsState): ObjectRef[] {
  const release = textIn(recordIn(object.spec).releaseName) ?? object.metadata.name;
  const namespace = textIn(recordIn(object.spec).targetNamespace) ?? object.metadata.namespace;
  const owned =
    object.kind === 'HelmRelease'
      ? workloadsIn(namespace, state)
          .filter(({ metadata }) => metadata.annotations?.['meta.helm.sh/release-name'] === release)
          .map(refOf)
      : [];
  // Who asks about a delivery names its own namespace; what it delivers lies in another.
  const there = workloadsIn(destinationOf(object), state);
  const marks = markedBy(object, there);
  const marked = marks.length > 0 ? marks : there.filter(isNamed(object.metadata.name)).map(refOf);
  const all = [...owned, ...marked, ...deliveredBy(object, state), ...resourcesOf(object)];
  return [...new Map(all.map((ref) => [refKey(ref), ref])).values()];
}

/** Where tracking leaves no mark on the objects, what is called like the delivery is what it delivers. */
const isNamed =
  (name: string) =>
  ({ metadata }: KubeObject): boolean =>
    metadata.name === name;

const workloadsIn = (namespace: string | undefined, state: GitOpsState) =>
  namespace === undefined
    ? []
    : [
        ...state.list('deployments', namespace),
        ...state.list('statefulsets', namespace),
        ...state.list('daemonsets', namespace),
        ...state.list('jobs', namespace),
      ];

/** `sourceRef`, a chart's `sourceRef` and `dependsOn`. */
function sourcesOf(object: CustomObject, state: GitOpsState): CustomObject[] {
  const spec = recordIn(object.spec);
  const chart = recordIn(recordIn(spec.chart).spec);
  const references = [recordIn(spec.sourceRef), recordIn(chart.sourceRef)];
  const own = object.metadata.namespace;
  const sources = references.flatMap(({ kind, name, namespace }) => {
    const where = textIn(namespace) ?? own;
    if (textIn(name) === undefined) return [];
    if (kind === 'GitRepository') return known(state.find('gitrepositories', where, String(name))) ?? [];
    return kind === 'HelmRepository' ? (known(state.find('helmrepositories', where, String(name))) ?? []) : [];
  });
  const before = recordsIn(spec.dependsOn).flatMap(({ name, namespace }) => {
    const where = textIn(namespace) ?? own;
    if (object.kind === 'HelmRelease') return known(state.find('helmreleases', where, String(name))) ?? [];
    return known(state.find('kustomizations', where, String(name))) ?? [];
  });
  return [...sources, ...before];
}
