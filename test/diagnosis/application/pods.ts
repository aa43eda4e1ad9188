/** Small running workloads, with Services before them, as YAML. */

export interface Running {
  name: string;
  /** More fields of the container, such as `env: [...]`. */
  container?: string;
  /** More fields of the pod's spec, such as `volumes: [...]`. */
  spec?: string;
  port?: number;
  startedAt?: string;
}

const STARTED = '2026-02-01T09:00:00Z';

/** A Deployment of one ready pod in namespace `shop`, and its Service. */
export function running({ name, container = '', spec = '', port = 80, startedAt = STARTED }: Running): string {
  const template = `containers: [{name: app, image: "${name}:1"${container === '' ? '' : `, ${container}`}}]${spec === '' ? '' : `, ${spec}`}`;
  return `
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: ${name}, namespace: shop, generation: 1, creationTimestamp: "${STARTED}"}
spec: {replicas: 1, selector: {matchLabels: {app: ${name}}}, template: {metadata: {labels: {app: ${name}}}, spec: {${template}}}}
status: {observedGeneration: 1, replicas: 1, updatedReplicas: 1, readyReplicas: 1, availableReplicas: 1}
---
apiVersion: v1
kind: Pod
metadata: {name: ${name}-5d-x, namespace: shop, creationTimestamp: "${startedAt}", labels: {app: ${name}, pod-template-hash: 5d}, ownerReferences: [{apiVersion: apps/v1, kind: ReplicaSet, name: ${name}-5d, uid: r, controller: true}]}
spec: {nodeName: n1, ${template}}
status:
  phase: Running
  startTime: "${startedAt}"
  podIP: 10.1.0.4
  conditions: [{type: Ready, status: "True"}]
  containerStatuses: [{name: app, image: "${name}:1", imageID: x, ready: true, restartCount: 0, state: {running: {startedAt: "${startedAt}"}}}]
---
apiVersion: v1
kind: Service
metadata: {name: ${name}, namespace: shop}
spec: {clusterIP: 10.96.0.${(name.length % 200) + 10}, selector: {app: ${name}}, ports: [{port: ${port}, targetPort: ${port}}]}
`;
}

/** The key of the log of such a pod. */
export const logOf = (name: string): string => `shop/${name}-5d-x/app`;

/** A line a minute, the last one a minute before `now` (12:00). */
export function lines(...texts: readonly string[]): string {
  return texts
    .map((text, index) => `2026-03-01T11:${String(59 - texts.length + index + 1).padStart(2, '0')}:00Z ${text}`)
    .join('\n');
}

export const NOW = '2026-03-01T12:00:00Z';
