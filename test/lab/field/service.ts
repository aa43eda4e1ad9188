import type { Container, Kube, PodSpec } from '../objects.ts';
import type { Tone } from './tones.ts';

/** A workload as these incidents describe it; what is absent gets a usual value. */
export interface Svc {
  ns: string;
  name: string;
  tone: Tone;
  kind?: 'Deployment' | 'StatefulSet' | 'DaemonSet';
  image?: string;
  n?: number;
  port?: number;
  portName?: string;
  svcPort?: number;
  svcPortName?: string;
  targetPort?: number | string;
  /** false: no Service; a text: its name. */
  svc?: false | string;
  svcSpec?: object;
  /** Name of the main container. */
  c?: string;
  env?: Record<string, string>;
  /** Variable → `cm|secret:object:key`. */
  keys?: Record<string, string>;
  from?: string[];
  labels?: Record<string, string>;
  ready?: object | null;
  live?: object;
  startup?: object;
  mem?: [string, string];
  cpu?: [string, string?];
  /** Mount path → `cm|secret|pvc|empty:name`. */
  mounts?: Record<string, string>;
  init?: Container[];
  side?: Container[];
  pod?: Partial<PodSpec>;
  over?: Partial<Container>;
  claim?: { size: string; cls?: string; at: string; mode?: string; name?: string };
  podAnnotations?: Record<string, string>;
  annotations?: Record<string, string>;
}

const VOLUME: Record<string, (name: string) => object> = {
  cm: (name) => ({ configMap: { name, defaultMode: 420 } }),
  secret: (secretName) => ({ secret: { secretName, defaultMode: 420 } }),
  pvc: (claimName) => ({ persistentVolumeClaim: { claimName } }),
  empty: () => ({ emptyDir: {} }),
};

const split = (text: string): string[] => text.split(':');

function environment(s: Svc): object[] {
  return [
    ...Object.entries(s.env ?? {}).map(([name, value]) => ({ name, value })),
    ...Object.entries(s.keys ?? {}).map(([name, where]) => {
      const [kind, object, key] = split(where);
      return { name, valueFrom: { [kind === 'cm' ? 'configMapKeyRef' : 'secretKeyRef']: { name: object, key } } };
    }),
  ];
}

function resources(s: Svc): object {
  const [cpu = '50m', cpuLimit] = s.cpu ?? [];
  const [memory = '96Mi', limit = '256Mi'] = s.mem ?? [];
  return { requests: { cpu, memory }, limits: { memory: limit, ...(cpuLimit ? { cpu: cpuLimit } : {}) } };
}

function main(s: Svc): Container {
  const port = s.port ?? 8080;
  const volumeMounts = [
    ...Object.keys(s.mounts ?? {}).map((mountPath, i) => ({ name: `v${i}`, mountPath })),
    ...(s.claim ? [{ name: s.claim.name ?? 'data', mountPath: s.claim.at }] : []),
  ];
  const from = (s.from ?? []).map((f) => {
    const [kind, name] = split(f);
    return { [kind === 'cm' ? 'configMapRef' : 'secretRef']: { name } };
  });
  const env = environment(s);
  return {
    name: s.c ?? s.name,
    image: s.image ?? `${s.name}:2.4.1`,
    ...(s.svc === false && s.ready === null
      ? {}
      : { ports: [{ name: s.portName ?? 'web', containerPort: port, protocol: 'TCP' }] }),
    ...(env.length ? { env } : {}),
    ...(from.length ? { envFrom: from } : {}),
    resources: resources(s),
    ...(volumeMounts.length ? { volumeMounts } : {}),
    ...(s.ready === null ? {} : { readinessProbe: s.ready ?? { httpGet: { path: '/readyz', port, scheme: 'HTTP' } } }),
    ...(s.live ? { livenessProbe: s.live } : {}),
    ...(s.startup ? { startupProbe: s.startup } : {}),
    ...s.over,
  };
}

function podOf(s: Svc): PodSpec {
  const claimed =
    s.claim && s.kind !== 'StatefulSet'
      ? [{ name: s.claim.name ?? 'data', persistentVolumeClaim: { claimName: `${s.name}-data` } }]
      : [];
  const volumes = [
    ...Object.values(s.mounts ?? {}).map((where, i) => {
      const [kind = 'empty', name = ''] = split(where);
      return { name: `v${i}`, ...VOLUME[kind]?.(name) };
    }),
    ...claimed,
    ...((s.pod?.volumes as object[] | undefined) ?? []),
  ];
  return {
    ...s.pod,
    ...(volumes.length ? { volumes } : {}),
    ...(s.init ? { initContainers: s.init } : {}),
    containers: [main(s), ...(s.side ?? [])],
  };
}

const claimSpec = (c: NonNullable<Svc['claim']>): object => ({
  accessModes: [c.mode ?? 'ReadWriteOnce'],
  ...(c.cls ? { storageClassName: c.cls } : {}),
  resources: { requests: { storage: c.size } },
});

/** Claim, controller and Service of a workload, labelled by one key. */
export function manifestsOf(s: Svc, labelKey: string): Kube[] {
  const match = { [labelKey]: s.name };
  const kind = s.kind ?? 'Deployment';
  const meta = { name: s.name, namespace: s.ns, labels: { ...match, ...s.labels } };
  const stateful = kind === 'StatefulSet';
  const owner: Kube = {
    apiVersion: 'apps/v1',
    kind,
    metadata: { ...meta, ...(s.annotations ? { annotations: s.annotations } : {}) },
    spec: {
      ...(kind === 'DaemonSet' ? {} : { replicas: s.n ?? 2 }),
      selector: { matchLabels: match },
      ...(stateful ? { serviceName: typeof s.svc === 'string' ? s.svc : s.name } : {}),
      ...(stateful && s.claim
        ? { volumeClaimTemplates: [{ metadata: { name: s.claim.name ?? 'data' }, spec: claimSpec(s.claim) }] }
        : {}),
      template: {
        metadata: { labels: { ...match, ...s.labels }, ...(s.podAnnotations ? { annotations: s.podAnnotations } : {}) },
        spec: podOf(s),
      },
    },
  };
  const claim: Kube[] =
    s.claim && !stateful
      ? [
          {
            apiVersion: 'v1',
            kind: 'PersistentVolumeClaim',
            metadata: { name: `${s.name}-data`, namespace: s.ns },
            spec: claimSpec(s.claim) as Kube['spec'],
          } as Kube,
        ]
      : [];
  const port = {
    name: s.svcPortName ?? s.portName ?? 'web',
    port: s.svcPort ?? (stateful ? (s.port ?? 8080) : 80),
    targetPort: s.targetPort ?? s.port ?? 8080,
  };
  const service: Kube[] =
    s.svc === false || kind === 'DaemonSet'
      ? []
      : [
          {
            apiVersion: 'v1',
            kind: 'Service',
            metadata: { ...meta, name: typeof s.svc === 'string' ? s.svc : s.name },
            spec: { selector: match, ports: [port], ...(stateful ? { clusterIP: 'None' } : {}), ...s.svcSpec },
          },
        ];
  return [...claim, owner, ...service];
}
