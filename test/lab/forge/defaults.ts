import type { Container, Kube, PodSpec, Spec } from '../objects.ts';

type Fields = Record<string, unknown>;
const PROBE = { timeoutSeconds: 1, periodSeconds: 10, successThreshold: 1, failureThreshold: 3 };
const PROBES = ['readinessProbe', 'livenessProbe', 'startupProbe'];

function containerDefaults(c: Container): Container {
  const probes = Object.fromEntries(PROBES.filter((p) => c[p]).map((p) => [p, { ...PROBE, ...(c[p] as Fields) }]));
  return {
    ...c,
    resources: c.resources ?? {},
    imagePullPolicy: c.imagePullPolicy ?? (/:latest$/.test(c.image) ? 'Always' : 'IfNotPresent'),
    terminationMessagePath: '/dev/termination-log',
    terminationMessagePolicy: c.terminationMessagePolicy ?? 'File',
    ...probes,
  };
}

/** What the API server fills in for a pod. */
export function podDefaults(spec: PodSpec): PodSpec {
  return {
    restartPolicy: 'Always',
    dnsPolicy: 'ClusterFirst',
    schedulerName: 'default-scheduler',
    securityContext: {},
    terminationGracePeriodSeconds: 30,
    ...spec,
    containers: spec.containers.map(containerDefaults),
    ...(spec.initContainers ? { initContainers: spec.initContainers.map(containerDefaults) } : {}),
  };
}

const KIND_DEFAULTS: Record<string, Fields> = {
  Deployment: {
    progressDeadlineSeconds: 600,
    revisionHistoryLimit: 10,
    strategy: { type: 'RollingUpdate', rollingUpdate: { maxSurge: '25%', maxUnavailable: '25%' } },
  },
  StatefulSet: {
    podManagementPolicy: 'OrderedReady',
    revisionHistoryLimit: 10,
    updateStrategy: { type: 'RollingUpdate', rollingUpdate: { partition: 0 } },
  },
  DaemonSet: {
    revisionHistoryLimit: 10,
    updateStrategy: { type: 'RollingUpdate', rollingUpdate: { maxSurge: 0, maxUnavailable: 1 } },
  },
  Service: {
    type: 'ClusterIP',
    sessionAffinity: 'None',
    internalTrafficPolicy: 'Cluster',
    ipFamilies: ['IPv4'],
    ipFamilyPolicy: 'SingleStack',
  },
  PersistentVolumeClaim: { volumeMode: 'Filesystem' },
  Job: { parallelism: 1, completions: 1, backoffLimit: 6, completionMode: 'NonIndexed', suspend: false },
  CronJob: { concurrencyPolicy: 'Allow', suspend: false, successfulJobsHistoryLimit: 3, failedJobsHistoryLimit: 1 },
};

/** An object as the API server would have stored it. */
export function withDefaults(o: Kube): Kube {
  const defaults = KIND_DEFAULTS[o.kind];
  const spec: Spec | undefined = defaults || o.spec ? { ...defaults, ...o.spec } : undefined;
  if (spec?.template?.spec) spec.template = { ...spec.template, spec: podDefaults(spec.template.spec) };
  if (o.kind === 'Service' && Array.isArray(spec?.ports)) {
    spec.ports = (spec.ports as Fields[]).map((p) => ({ protocol: 'TCP', targetPort: p.port, ...p }));
  }
  return spec ? { ...o, spec } : o;
}
