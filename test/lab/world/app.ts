import type { Style } from '../logs/entry.ts';
import type { Container, Kube, PodSpec } from '../objects.ts';

/** One workload of a company with what goes with it. */
export interface App {
  ns: string;
  name: string;
  kind?: 'Deployment' | 'StatefulSet' | 'DaemonSet';
  style: Style;
  /** Repository and tag; the platform's registry is put before it unless it holds a host. */
  image?: string;
  port?: number;
  replicas?: number;
  env?: Record<string, string>;
  envFrom?: { configMap?: string; secret?: string }[];
  /** Environment from keys: variable → `configmap|secret:name:key`. */
  keys?: Record<string, string>;
  command?: string[];
  args?: string[];
  /** Path of the readiness probe; '' for none; `tcp` for a TCP probe. */
  probe?: string;
  liveness?: object;
  resources?: [cpu: string, memory: string, memoryLimit?: string, cpuLimit?: string];
  labels?: Record<string, string>;
  /** false: no Service; an object: fields over the usual Service spec. */
  service?: false | Record<string, unknown>;
  ingress?: { host: string; path?: string; class?: string; tls?: string };
  hpa?: { min: number; max: number; cpu: number };
  pdb?: { minAvailable?: number | string; maxUnavailable?: number | string };
  /** A volume claim: template of a StatefulSet, or a claim of its own. */
  claim?: { name?: string; size: string; class?: string; mount: string; mode?: string };
  configMap?: Record<string, string>;
  secret?: Record<string, string>;
  /** Fields over the pod's spec and over the first container. */
  pod?: Partial<PodSpec>;
  container?: Partial<Container>;
  sidecars?: Container[];
  annotations?: Record<string, string>;
  podAnnotations?: Record<string, string>;
  spec?: Record<string, unknown>;
  /** What the healthy chatter talks about. */
  words?: string[];
}

const PROBE = { timeoutSeconds: 1, periodSeconds: 10, successThreshold: 1, failureThreshold: 3 };

function probes(app: App, port: number): object {
  if (app.probe === '') return {};
  const http = app.probe !== 'tcp';
  const readiness = http
    ? { httpGet: { path: app.probe ?? '/healthz', port, scheme: 'HTTP' }, ...PROBE, initialDelaySeconds: 5 }
    : { tcpSocket: { port }, ...PROBE };
  return { readinessProbe: readiness, ...(app.liveness ? { livenessProbe: { ...PROBE, ...app.liveness } } : {}) };
}

function environment(app: App): object[] {
  const plain = Object.entries(app.env ?? {}).map(([name, value]) => ({ name, value }));
  const keyed = Object.entries(app.keys ?? {}).map(([name, from]) => {
    const [kind, object, key] = from.split(':');
    const ref = { name: object, key };
    return { name, valueFrom: kind === 'secret' ? { secretKeyRef: ref } : { configMapKeyRef: ref } };
  });
  return [...plain, ...keyed];
}

function container(app: App): Container {
  const port = app.port ?? 8080;
  const [cpu, memory, limit = memory, cpuLimit] = app.resources ?? ['100m', '128Mi', '256Mi'];
  const envFrom = (app.envFrom ?? []).map((e) =>
    e.secret ? { secretRef: { name: e.secret } } : { configMapRef: { name: e.configMap } },
  );
  const env = environment(app);
  return {
    name: app.name,
    image: app.image ?? `${app.name}:1.0.0`,
    ...(app.command ? { command: app.command } : {}),
    ...(app.args ? { args: app.args } : {}),
    ...(app.probe === '' && app.service === false
      ? {}
      : { ports: [{ name: 'http', containerPort: port, protocol: 'TCP' }] }),
    ...(env.length ? { env } : {}),
    ...(envFrom.length ? { envFrom } : {}),
    resources: { requests: { cpu, memory }, limits: { memory: limit, ...(cpuLimit ? { cpu: cpuLimit } : {}) } },
    ...(app.claim ? { volumeMounts: [{ name: app.claim.name ?? 'data', mountPath: app.claim.mount }] } : {}),
    ...probes(app, port),
    ...app.container,
  };
}

function podSpec(app: App): PodSpec {
  const claim = app.claim && app.kind !== 'StatefulSet' ? (app.claim.name ?? 'data') : null;
  const volumes = [
    ...(claim ? [{ name: claim, persistentVolumeClaim: { claimName: `${app.name}-${claim}` } }] : []),
    ...((app.pod?.volumes as object[] | undefined) ?? []),
  ];
  return {
    ...app.pod,
    ...(volumes.length ? { volumes } : {}),
    containers: [container(app), ...(app.sidecars ?? [])],
  };
}

const claimSpec = (claim: NonNullable<App['claim']>): object => ({
  accessModes: [claim.mode ?? 'ReadWriteOnce'],
  ...(claim.class ? { storageClassName: claim.class } : {}),
  resources: { requests: { storage: claim.size } },
});

/** The controller's object of an app. */
export function controller(app: App): Kube {
  const kind = app.kind ?? 'Deployment';
  const match = { app: app.name };
  const stateful = kind === 'StatefulSet' && app.claim;
  return {
    apiVersion: 'apps/v1',
    kind,
    metadata: {
      name: app.name,
      namespace: app.ns,
      labels: { ...match, ...app.labels },
      annotations: app.annotations ?? {},
    },
    spec: {
      ...(kind === 'DaemonSet' ? {} : { replicas: app.replicas ?? 2 }),
      selector: { matchLabels: match },
      ...(kind === 'StatefulSet' ? { serviceName: app.name } : {}),
      ...(stateful
        ? { volumeClaimTemplates: [{ metadata: { name: app.claim?.name ?? 'data' }, spec: claimSpec(stateful) }] }
        : {}),
      template: {
        metadata: {
          labels: { ...match, ...app.labels },
          ...(app.podAnnotations ? { annotations: app.podAnnotations } : {}),
        },
        spec: podSpec(app),
      },
      ...app.spec,
    },
  };
}

const named = (app: App, apiVersion: string, kind: string, name: string, rest: object): Kube => ({
  apiVersion,
  kind,
  metadata: { name, namespace: app.ns, labels: { app: app.name } },
  ...rest,
});

function service(app: App): Kube[] {
  if (app.service === false || (app.kind === 'DaemonSet' && !app.service)) return [];
  const headless = app.kind === 'StatefulSet' ? { clusterIP: 'None' } : {};
  const ports = [
    { name: 'http', port: app.kind === 'StatefulSet' ? (app.port ?? 8080) : 80, targetPort: app.port ?? 8080 },
  ];
  return [
    named(app, 'v1', 'Service', app.name, {
      spec: { selector: { app: app.name }, ports, ...headless, ...app.service },
    }),
  ];
}

function ingress(app: App): Kube[] {
  if (!app.ingress) return [];
  const { host, path = '/', class: ingressClassName = 'nginx', tls } = app.ingress;
  const backend = { service: { name: app.name, port: { number: 80 } } };
  const spec = {
    ingressClassName,
    ...(tls ? { tls: [{ hosts: [host], secretName: tls }] } : {}),
    rules: [{ host, http: { paths: [{ path, pathType: 'Prefix', backend }] } }],
  };
  return [named(app, 'networking.k8s.io/v1', 'Ingress', app.name, { spec })];
}

function scaling(app: App): Kube[] {
  const target = { apiVersion: 'apps/v1', kind: app.kind ?? 'Deployment', name: app.name };
  const hpa = app.hpa && {
    scaleTargetRef: target,
    minReplicas: app.hpa.min,
    maxReplicas: app.hpa.max,
    metrics: [
      { type: 'Resource', resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: app.hpa.cpu } } },
    ],
  };
  const pdb = app.pdb && { ...app.pdb, selector: { matchLabels: { app: app.name } } };
  return [
    ...(hpa ? [named(app, 'autoscaling/v2', 'HorizontalPodAutoscaler', app.name, { spec: hpa })] : []),
    ...(pdb ? [named(app, 'policy/v1', 'PodDisruptionBudget', app.name, { spec: pdb })] : []),
  ];
}

/** All manifests of an app, in the order in which they are applied. */
export function manifests(app: App): Kube[] {
  const claim = app.claim && app.kind !== 'StatefulSet';
  const encode = (v: string): string => Buffer.from(v).toString('base64');
  const secret = Object.fromEntries(Object.entries(app.secret ?? {}).map(([k, v]) => [k, encode(v)]));
  return [
    ...(app.configMap ? [named(app, 'v1', 'ConfigMap', `${app.name}-config`, { data: app.configMap })] : []),
    ...(app.secret ? [named(app, 'v1', 'Secret', `${app.name}-secret`, { type: 'Opaque', data: secret })] : []),
    ...(claim && app.claim
      ? [
          named(app, 'v1', 'PersistentVolumeClaim', `${app.name}-${app.claim.name ?? 'data'}`, {
            spec: claimSpec(app.claim),
          }),
        ]
      : []),
    controller(app),
    ...service(app),
    ...ingress(app),
    ...scaling(app),
  ];
}
