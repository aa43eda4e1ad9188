/** Pods as a platform's templates make them: probes, environment, volumes, conditions; healthy, or with one of a few faults. */
import { DAY, type Made, type Maker, managed, ownedBy } from './object.ts';

export type Fault = 'image-missing' | 'crash-loop' | 'oom-killed' | 'unschedulable';

export interface PodWish {
  owner: Made;
  app: string;
  image: string;
  node: { name: string; ip: string };
  ip: string;
  fault?: Fault | undefined;
}

export function makePod(make: Maker, wish: PodWish): Made {
  const { owner, app, image, node, fault } = wish;
  const namespace = owner.metadata.namespace;
  const generateName = `${owner.metadata.name}-`;
  const labels = {
    'app.kubernetes.io/name': app,
    'app.kubernetes.io/instance': app,
    team: 'platform',
    tier: 'backend',
  };
  const pod: Made = {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: make.meta(generateName + make.random.suffix(5), namespace, {
      generateName,
      labels: { ...labels, 'pod-template-hash': make.random.suffix(9) },
      annotations: {
        'prometheus.io/scrape': 'true',
        'prometheus.io/port': '8080',
        'checksum/config': 'f00d'.repeat(16),
      },
      creationTimestamp: make.ago(fault === undefined ? 3 * DAY : 1800),
      ...ownedBy(owner),
    }),
    spec: podSpec(app, image, fault === 'unschedulable' ? undefined : node.name),
    status: fault === 'unschedulable' ? pendingStatus(make) : placedStatus(make, wish),
  };
  return managed(pod, 'kube-controller-manager', 'kubelet', make.ago(1800));
}

/** The part of a pod that its workload's template has too. */
export function podSpec(app: string, image: string, nodeName?: string): Record<string, unknown> {
  return {
    containers: [container(app, image), sidecar()],
    volumes: [
      { name: 'config', configMap: { name: `${app}-config`, defaultMode: 420 } },
      { name: 'scratch', emptyDir: {} },
      {
        name: 'kube-api-access',
        projected: { sources: [{ serviceAccountToken: { expirationSeconds: 3607, path: 'token' } }], defaultMode: 420 },
      },
    ],
    restartPolicy: 'Always',
    terminationGracePeriodSeconds: 30,
    dnsPolicy: 'ClusterFirst',
    serviceAccountName: 'default',
    serviceAccount: 'default',
    ...(nodeName === undefined ? {} : { nodeName }),
    securityContext: { runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } },
    schedulerName: 'default-scheduler',
    tolerations: ['not-ready', 'unreachable'].map((why) => ({
      key: `node.kubernetes.io/${why}`,
      operator: 'Exists',
      effect: 'NoExecute',
      tolerationSeconds: 300,
    })),
    priority: 0,
    enableServiceLinks: true,
    preemptionPolicy: 'PreemptLowerPriority',
  };
}

function container(app: string, image: string): Record<string, unknown> {
  const probe = (path: string, delay: number) => ({
    httpGet: { path, port: 'http', scheme: 'HTTP' },
    initialDelaySeconds: delay,
    timeoutSeconds: 2,
    periodSeconds: 10,
    successThreshold: 1,
    failureThreshold: 3,
  });
  return {
    name: 'app',
    image,
    ports: [{ name: 'http', containerPort: 8080, protocol: 'TCP' }],
    env: [
      ...['LOG_LEVEL', 'DATABASE_URL'].map((key) => ({
        name: key,
        valueFrom: { configMapKeyRef: { name: `${app}-config`, key } },
      })),
      ...['metadata.name', 'spec.nodeName'].map((fieldPath) => ({
        name: fieldPath.replace('.', '_').toUpperCase(),
        valueFrom: { fieldRef: { apiVersion: 'v1', fieldPath } },
      })),
      { name: 'JAVA_TOOL_OPTIONS', value: '-XX:MaxRAMPercentage=75 -XX:+ExitOnOutOfMemoryError' },
    ],
    resources: { limits: { memory: '512Mi' }, requests: { cpu: '250m', memory: '256Mi' } },
    volumeMounts: [
      { name: 'config', readOnly: true, mountPath: `/etc/${app}` },
      { name: 'scratch', mountPath: `/var/lib/${app}` },
    ],
    livenessProbe: probe('/healthz', 15),
    readinessProbe: probe('/ready', 5),
    terminationMessagePath: '/dev/termination-log',
    terminationMessagePolicy: 'File',
    imagePullPolicy: 'IfNotPresent',
    securityContext: { allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] } },
  };
}

function sidecar(): Record<string, unknown> {
  return {
    name: 'log-shipper',
    image: 'registry.example/platform/log-shipper:2.4.1',
    resources: { limits: { memory: '64Mi' }, requests: { cpu: '10m', memory: '32Mi' } },
    volumeMounts: [{ name: 'scratch', mountPath: '/var/log/app' }],
    terminationMessagePath: '/dev/termination-log',
    terminationMessagePolicy: 'File',
    imagePullPolicy: 'IfNotPresent',
  };
}

function condition(type: string, ok: boolean, at: string, more: object = {}): Record<string, unknown> {
  return { type, status: ok ? 'True' : 'False', lastProbeTime: null, lastTransitionTime: at, ...more };
}

function pendingStatus(make: Maker): Record<string, unknown> {
  const message =
    '0/1000 nodes are available: 1000 Insufficient memory. preemption: 0/1000 nodes are available: 1000 No preemption victims found for incoming pod.';
  return {
    phase: 'Pending',
    conditions: [condition('PodScheduled', false, make.ago(1800), { reason: 'Unschedulable', message })],
    qosClass: 'Burstable',
  };
}

function placedStatus(make: Maker, { node, ip, image, fault }: PodWish): Record<string, unknown> {
  const started = make.ago(fault === undefined ? 3 * DAY : 1800);
  const ready = fault === undefined;
  const unready = ready ? {} : { reason: 'ContainersNotReady', message: 'containers with unready status: [app]' };
  return {
    phase: fault === 'image-missing' ? 'Pending' : 'Running',
    conditions: [
      condition('PodReadyToStartContainers', true, started),
      condition('Initialized', true, started),
      condition('Ready', ready, started, unready),
      condition('ContainersReady', ready, started, unready),
      condition('PodScheduled', true, started),
    ],
    hostIP: node.ip,
    hostIPs: [{ ip: node.ip }],
    podIP: ip,
    podIPs: [{ ip }],
    startTime: started,
    containerStatuses: [
      containerStatus(make, 'app', image, fault),
      containerStatus(make, 'log-shipper', 'registry.example/platform/log-shipper:2.4.1'),
    ],
    qosClass: 'Burstable',
  };
}

function containerStatus(make: Maker, name: string, image: string, fault?: Fault): Record<string, unknown> {
  const pulled = fault !== 'image-missing';
  return {
    name,
    ...states(make, image, fault),
    ready: fault === undefined,
    restartCount: fault === undefined || !pulled ? 0 : 9,
    image,
    imageID: pulled ? `${image.split(':')[0]}@sha256:${'70dc3262'.repeat(8)}` : '',
    ...(pulled ? { containerID: `containerd://${'1f2e3d4c'.repeat(8)}` } : {}),
    started: fault === undefined,
  };
}

function states(make: Maker, image: string, fault?: Fault): Record<string, unknown> {
  if (fault === undefined) return { state: { running: { startedAt: make.ago(3 * DAY) } }, lastState: {} };
  if (fault === 'image-missing') {
    const message = `Back-off pulling image "${image}": ErrImagePull: rpc error: code = NotFound desc = failed to pull and unpack image "${image}": failed to resolve reference "${image}": ${image}: not found`;
    return { state: { waiting: { reason: 'ImagePullBackOff', message } }, lastState: {} };
  }
  const [reason, exitCode] = fault === 'oom-killed' ? ['OOMKilled', 137] : ['Error', 1];
  const message = 'back-off 5m0s restarting failed container=app';
  return {
    state: { waiting: { reason: 'CrashLoopBackOff', message } },
    lastState: { terminated: { exitCode, reason, startedAt: make.ago(200), finishedAt: make.ago(170) } },
  };
}
