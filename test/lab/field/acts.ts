import type { Kube } from '../objects.ts';
import type { Field } from './field.ts';

export interface Route {
  host: string;
  service: string;
  port: number | string;
  path?: string;
  tls?: string;
  cls?: string;
  type?: string;
}
export function ingress(f: Field, path: string, r: Route, annotations: Record<string, string> = {}): void {
  const [namespace = '', name = ''] = path.split('/');
  f.put({
    apiVersion: 'networking.k8s.io/v1',
    kind: 'Ingress',
    metadata: { name, namespace, annotations, creationTimestamp: f.s.clock.ago(70_000) },
    spec: {
      ingressClassName: r.cls ?? 'nginx',
      ...(r.tls ? { tls: [{ hosts: [r.host], secretName: r.tls }] } : {}),
      rules: [
        {
          host: r.host,
          http: {
            paths: [
              {
                path: r.path ?? '/',
                pathType: r.type ?? 'Prefix',
                backend: {
                  service: {
                    name: r.service,
                    port: typeof r.port === 'number' ? { number: r.port } : { name: r.port },
                  },
                },
              },
            ],
          },
        },
      ],
    },
    status: { loadBalancer: { ingress: [{ ip: '198.51.100.7' }] } },
  });
}
export const controller = (f: Field): void => {
  f.tones.set('ingress-nginx/ingress-nginx-controller', { tone: 'glog', c: 'ingress-nginx-controller', key: 'app' });
};

export const policy = (namespace: string, name: string, created: string, spec: object) => ({
  apiVersion: 'networking.k8s.io/v1',
  kind: 'NetworkPolicy',
  metadata: { name, namespace, creationTimestamp: created },
  spec: spec as Record<string, unknown>,
});

export const crd = (kind: string, plural: string, group: string, version: string): Kube => ({
  apiVersion: 'apiextensions.k8s.io/v1',
  kind: 'CustomResourceDefinition',
  metadata: { name: `${plural}.${group}` },
  spec: {
    group,
    scope: 'Namespaced',
    names: { kind, plural, singular: kind.toLowerCase(), listKind: `${kind}List` },
    versions: [
      {
        name: version,
        served: true,
        storage: true,
        schema: { openAPIV3Schema: { type: 'object', 'x-kubernetes-preserve-unknown-fields': true } },
      },
    ],
  },
  status: { conditions: [{ type: 'Established', status: 'True' }], acceptedNames: { kind, plural } },
});
export const rbac = (f: Field, name: string, account: string, rules: object[]): void => {
  const [namespace = '', sa = ''] = account.split('/');
  f.put(
    { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name: sa, namespace } },
    { apiVersion: 'rbac.authorization.k8s.io/v1', kind: 'ClusterRole', metadata: { name }, rules },
    {
      apiVersion: 'rbac.authorization.k8s.io/v1',
      kind: 'ClusterRoleBinding',
      metadata: { name },
      roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name },
      subjects: [{ kind: 'ServiceAccount', name: sa, namespace }],
    },
  );
};
/** A ReplicaSet (or other owner) that may not create its pods. */
export function refused(f: Field, owner: Kube, message: string, minutes: number, source: string): void {
  f.s.event(owner, 'FailedCreate', `Error creating: ${message}`, { first: minutes, last: 1.1, count: 15, source });
  f.s.condition(owner, 'ReplicaFailure', 'True', 'FailedCreate', message, minutes);
}
export const setOf = (f: Field, app: string): Kube => {
  const [ns = '', name = ''] = app.split('/');
  const found = f.s
    .all('ReplicaSet', ns)
    .find(
      (r) =>
        r.metadata.ownerReferences?.[0]?.name === name &&
        r.metadata.annotations?.['deployment.kubernetes.io/revision'] ===
          f.get('Deployment', app).metadata.annotations?.['deployment.kubernetes.io/revision'],
    );
  if (!found) throw new Error(`${app} has no ReplicaSet`);
  return found;
};

/** A claim that never was bound. */
export function unbound(f: Field, claim: Kube, minutes: number, reason: string, message: string, source: string): void {
  const volume = String(claim.spec?.volumeName);
  f.s.objects = f.s.objects.filter((o) => !(o.kind === 'PersistentVolume' && o.metadata.name === volume));
  if (claim.spec) delete claim.spec.volumeName;
  claim.status = { phase: 'Pending' };
  claim.metadata.creationTimestamp = f.s.clock.ago(minutes);
  for (const k of ['pv.kubernetes.io/bind-completed', 'pv.kubernetes.io/bound-by-controller'])
    delete claim.metadata.annotations?.[k];
  f.s.event(claim, reason, message, { first: minutes, last: 1.2, count: Math.ceil(minutes / 2), source });
}
export const unreachable = (f: Field, node: Kube, minutes: number): void => {
  for (const type of ['MemoryPressure', 'DiskPressure', 'PIDPressure', 'Ready'])
    f.s.condition(node, type, 'Unknown', 'NodeStatusUnknown', 'Kubelet stopped posting node status.', minutes);
  for (const c of node.status?.conditions ?? []) c.lastHeartbeatTime = f.s.clock.ago(minutes + 1);
  node.spec = {
    ...node.spec,
    taints: ['NoSchedule', 'NoExecute'].map((effect) => ({
      key: 'node.kubernetes.io/unreachable',
      effect,
      timeAdded: f.s.clock.ago(minutes),
    })),
  };
  const lease = f.s.find('Lease', 'kube-node-lease', node.metadata.name);
  if (lease.spec) lease.spec.renewTime = `${f.s.clock.ago(minutes + 0.7).replace('Z', '')}.311204Z`;
  f.s.event(node, 'NodeNotReady', `Node ${node.metadata.name} status is now: NodeNotReady`, {
    type: 'Normal',
    first: minutes,
    last: minutes,
    source: 'node-controller',
  });
};
