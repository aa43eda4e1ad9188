/** One application: Deployment, its ReplicaSets (the current one and older ones), Service, EndpointSlice, ConfigMap, budget. */
import type { KindName } from '../../src/cluster/kinds.ts';
import { DAY, type Made, type Maker, managed, ownedBy } from './object.ts';
import { podSpec } from './pod.ts';

export type Add = (kind: KindName, object: Made) => void;

export interface AppWish {
  namespace: string;
  app: string;
  image: string;
  replicas: number;
  /** False where its pods do not run. */
  available: boolean;
}

const OLD_REVISIONS = 2;

/** Adds everything but the pods; returns the ReplicaSet that owns them. */
export function addApp(make: Maker, add: Add, wish: AppWish): Made {
  const { namespace, app } = wish;
  const deployment = makeDeployment(make, wish);
  add('deployments', deployment);
  for (let revision = 1; revision <= OLD_REVISIONS; revision += 1) {
    add('replicasets', makeReplicaSet(make, wish, deployment, revision, 0));
  }
  const current = makeReplicaSet(make, wish, deployment, OLD_REVISIONS + 1, wish.replicas);
  add('replicasets', current);
  add('services', makeService(make, namespace, app));
  const data = { LOG_LEVEL: 'info', DATABASE_URL: 'postgres://db.example:5432/app' };
  add('configmaps', { apiVersion: 'v1', kind: 'ConfigMap', metadata: make.meta(`${app}-config`, namespace), data });
  if (make.random.below(5) === 0) add('poddisruptionbudgets', makeBudget(make, wish));
  return current;
}

const labelsOf = (app: string) => ({ 'app.kubernetes.io/name': app });

function template({ app, image }: AppWish): Record<string, unknown> {
  return { metadata: { labels: labelsOf(app) }, spec: podSpec(app, image) };
}

function makeDeployment(make: Maker, wish: AppWish): Made {
  const { namespace, app, replicas, available } = wish;
  const at = make.ago(available ? 3 * DAY : 1200);
  const availability = available
    ? { status: 'True', reason: 'MinimumReplicasAvailable', message: 'Deployment has minimum availability.' }
    : {
        status: 'False',
        reason: 'MinimumReplicasUnavailable',
        message: 'Deployment does not have minimum availability.',
      };
  const progress = {
    type: 'Progressing',
    status: 'True',
    reason: 'NewReplicaSetAvailable',
    lastUpdateTime: at,
    lastTransitionTime: at,
  };
  const up = available ? { readyReplicas: replicas, availableReplicas: replicas } : { unavailableReplicas: replicas };
  const deployment: Made = {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: make.meta(app, namespace, {
      generation: OLD_REVISIONS + 1,
      labels: labelsOf(app),
      annotations: { 'deployment.kubernetes.io/revision': String(OLD_REVISIONS + 1) },
    }),
    spec: {
      replicas,
      selector: { matchLabels: labelsOf(app) },
      template: template(wish),
      strategy: { type: 'RollingUpdate', rollingUpdate: { maxUnavailable: '25%', maxSurge: '25%' } },
      revisionHistoryLimit: 10,
      progressDeadlineSeconds: 600,
    },
    status: {
      observedGeneration: OLD_REVISIONS + 1,
      replicas,
      updatedReplicas: replicas,
      ...up,
      conditions: [{ type: 'Available', ...availability, lastUpdateTime: at, lastTransitionTime: at }, progress],
    },
  };
  return managed(deployment, 'helm', 'kube-controller-manager', at);
}

function makeReplicaSet(make: Maker, wish: AppWish, deployment: Made, revision: number, replicas: number): Made {
  const ready = wish.available && replicas > 0 ? { readyReplicas: replicas, availableReplicas: replicas } : {};
  const set: Made = {
    apiVersion: 'apps/v1',
    kind: 'ReplicaSet',
    metadata: make.meta(`${wish.app}-${make.random.suffix(9)}`, wish.namespace, {
      labels: labelsOf(wish.app),
      annotations: { 'deployment.kubernetes.io/revision': String(revision) },
      creationTimestamp: make.ago(replicas > 0 && !wish.available ? 1800 : (20 - revision) * DAY),
      ...ownedBy(deployment),
    }),
    spec: { replicas, selector: { matchLabels: labelsOf(wish.app) }, template: template(wish) },
    status: { replicas, fullyLabeledReplicas: replicas, observedGeneration: 1, ...ready },
  };
  return managed(set, 'kube-controller-manager', 'kube-controller-manager', make.ago(3 * DAY));
}

function makeService(make: Maker, namespace: string, app: string): Made {
  const clusterIP = `172.20.${make.random.below(256)}.${make.random.below(256)}`;
  const spec = {
    type: 'ClusterIP',
    clusterIP,
    clusterIPs: [clusterIP],
    selector: labelsOf(app),
    ports: [{ name: 'http', port: 80, targetPort: 'http', protocol: 'TCP' }],
  };
  return { apiVersion: 'v1', kind: 'Service', metadata: make.meta(app, namespace), spec, status: { loadBalancer: {} } };
}

/** The endpoints of an application's Service; pods without an address have none. */
export function makeSlice(make: Maker, { namespace, app }: AppWish, pods: readonly Made[]): Made {
  const endpoints = pods.map(({ metadata, spec, status }) =>
    endpoint(metadata, { ...(spec as object) }, { ...(status as object) }),
  );
  return {
    apiVersion: 'discovery.k8s.io/v1',
    kind: 'EndpointSlice',
    metadata: make.meta(`${app}-${make.random.suffix(5)}`, namespace, {
      labels: { 'kubernetes.io/service-name': app },
    }),
    addressType: 'IPv4',
    endpoints: endpoints.filter(({ addresses }) => addresses[0] !== undefined),
    ports: [{ name: 'http', port: 8080, protocol: 'TCP' }],
  };
}

function endpoint(
  metadata: Made['metadata'],
  spec: { nodeName?: string },
  status: { podIP?: string; conditions?: { type: string; status: string }[] },
) {
  const ready = status.conditions?.some(({ type, status: state }) => type === 'Ready' && state === 'True') ?? false;
  const targetRef = { kind: 'Pod', name: metadata.name, namespace: metadata.namespace, uid: metadata.uid };
  return {
    addresses: [status.podIP],
    conditions: { ready, serving: ready, terminating: false },
    nodeName: spec.nodeName,
    targetRef,
  };
}

function makeBudget(make: Maker, { namespace, app, replicas }: AppWish): Made {
  return {
    apiVersion: 'policy/v1',
    kind: 'PodDisruptionBudget',
    metadata: make.meta(app, namespace),
    spec: { maxUnavailable: 1, selector: { matchLabels: labelsOf(app) } },
    status: {
      currentHealthy: replicas,
      desiredHealthy: replicas - 1,
      disruptionsAllowed: 1,
      expectedPods: replicas,
      observedGeneration: 1,
    },
  };
}
