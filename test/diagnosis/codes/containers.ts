/** Codes of containers that do not start, do not stay up or do not answer their probes. Messages are those of the kubelet, containerd and runc. */
import { DEPLOYMENT, eventYaml, podYaml } from '../podYaml.ts';
import type { Row, Scene } from './row.ts';

const WEB = 'Deployment web';
const LOG = 'shop/web-5d9c8b7f6-abcde/app';

const probed = (probe: string, message: string, logs = {}): Scene => ({
  objects:
    DEPLOYMENT +
    podYaml({
      container: `{name: app, image: "web:1", ports: [{containerPort: 8080}], ${probe}}`,
      status:
        '{name: app, image: "web:1", ready: false, started: true, restartCount: 0, state: {running: {startedAt: "2026-11-24T11:00:00Z"}}}',
    }) +
    eventYaml('Unhealthy', message),
  logs,
});

const pulling = (message: string, image = 'registry.acme.io/web:2'): string =>
  DEPLOYMENT +
  podYaml({
    phase: 'Pending',
    container: `{name: app, image: "${image}"}`,
    status: `{name: app, image: "", ready: false, restartCount: 0, state: {waiting: {reason: ImagePullBackOff, message: 'Back-off pulling image "${image}"'}}}`,
  }) +
  eventYaml('Failed', `Failed to pull image "${image}": ${message}`) +
  eventYaml('Failed', 'Error: ErrImagePull');

const CRASH_LOOP =
  'waiting: {reason: CrashLoopBackOff, message: "back-off 5m0s restarting failed container=app pod=web-5d9c8b7f6-abcde_shop(u1)"}';

const ended = (terminated: string, container = '{name: app, image: "web:1"}'): string =>
  DEPLOYMENT +
  podYaml({
    container,
    status: `{name: app, image: "web:1", ready: false, started: false, restartCount: 7, state: {${CRASH_LOOP}}, lastState: {terminated: {startedAt: "2026-11-24T11:55:00Z", finishedAt: "2026-11-24T11:55:20Z", ${terminated}}}}`,
  });

const notStarted = (message: string, container?: string): string =>
  ended(
    `exitCode: 128, reason: StartError, message: ${JSON.stringify(`failed to create containerd task: failed to create shim task: OCI runtime create failed: runc create failed: unable to start container process: ${message}`)}`,
    container,
  );

const running = (restarts: number, last: string): string =>
  DEPLOYMENT +
  podYaml({
    ready: true,
    status: `{name: app, image: "web:1", ready: true, started: true, restartCount: ${restarts}, state: {running: {startedAt: "2026-11-24T10:30:00Z"}}, lastState: ${last}}`,
  });

const notCreated = (message: string): string =>
  DEPLOYMENT +
  podYaml({
    phase: 'Pending',
    status: `{name: app, image: "web:1", ready: false, restartCount: 0, state: {waiting: {reason: CreateContainerError, message: ${JSON.stringify(message)}}}}`,
  });

const exited = (log: string): Scene => ({
  objects: ended('exitCode: 1, reason: Error'),
  logs: { [`${LOG}/previous`]: log },
});

const NO_SPACE =
  'failed to pull and unpack image "registry.acme.io/web:2": failed to extract layer sha256:5f70bf18: write /var/lib/containerd/io.containerd.snapshotter.v1.overlayfs/snapshots/8/fs/usr/bin/x: no space left on device: unknown';

const withSecret = (type: string): string =>
  `${pulling(
    'failed to pull and unpack image "registry.acme.io/web:2": failed to resolve reference "registry.acme.io/web:2": pull access denied, repository does not exist or may require authorization: authorization failed: no basic auth credentials',
  ).replace('nodeName: n1', 'nodeName: n1\n  imagePullSecrets: [{name: regcred}]')}
apiVersion: v1
kind: Secret
metadata: {name: regcred, namespace: shop}
type: ${type}
data: {".dockerconfigjson": "e30=", config.json: "e30="}
---`;

const deleted = (finalizers: string): string =>
  podYaml({
    phase: 'Succeeded',
    metadata: `deletionTimestamp: "2026-11-24T11:30:00Z"\nfinalizers: ${finalizers}`,
    status: '{name: app, image: "web:1", ready: false, restartCount: 0, state: {terminated: {exitCode: 0}}}',
  });

const waitingFor = (command: string): string =>
  `${
    DEPLOYMENT +
    podYaml({
      phase: 'Pending',
      created: '2026-11-24T11:00:00Z',
      spec: `initContainers:\n- {name: wait, image: "k8s-wait-for:1", command: [sh, -c, ${JSON.stringify(command)}]}`,
      status: '{name: app, image: "web:1", ready: false, restartCount: 0, state: {waiting: {reason: PodInitializing}}}',
    })
      .trimEnd()
      .replace(/---$/, '')
  }  initContainerStatuses: [{name: wait, image: "k8s-wait-for:1", ready: false, restartCount: 0, state: {running: {startedAt: "2026-11-24T11:00:05Z"}}}]
---
apiVersion: batch/v1
kind: Job
metadata: {name: web-migrate, namespace: shop, creationTimestamp: "2026-11-24T11:00:00Z"}
spec: {template: {spec: {restartPolicy: Never, containers: [{name: c, image: "c:1"}]}}}
status: {active: 1, startTime: "2026-11-24T11:00:00Z"}
---`;

export const CONTAINERS: readonly Row[] = [
  {
    code: 'ProbeCommandMissing',
    subject: WEB,
    fires: probed(
      'readinessProbe: {exec: {command: [grpc_health_probe, "-addr=:8080"]}}',
      'Readiness probe errored and resulted in unknown state: rpc error: code = Unknown desc = failed to exec in container: failed to start exec "0c2f1e": OCI runtime exec failed: exec failed: unable to start container process: exec: "grpc_health_probe": executable file not found in $PATH: unknown',
    ),
    unlike: probed(
      'readinessProbe: {exec: {command: [cat, /tmp/ready]}}',
      "Readiness probe failed: cat: can't open '/tmp/ready': No such file or directory\n",
    ),
  },
  {
    code: 'ProbeNotImplemented',
    subject: WEB,
    fires: probed(
      'readinessProbe: {grpc: {port: 8080}}',
      'Readiness probe failed: error: this server does not implement the grpc health protocol (grpc.health.v1.Health): unknown service grpc.health.v1.Health',
    ),
    unlike: probed(
      'readinessProbe: {grpc: {port: 8080}}',
      'Readiness probe failed: service unhealthy (responded with "NOT_SERVING")',
    ),
  },
  {
    code: 'ProbeFailing',
    subject: WEB,
    fires: probed(
      'readinessProbe: {grpc: {port: 8080}}',
      'Readiness probe failed: service unhealthy (responded with "NOT_SERVING")',
    ),
    unlike: probed(
      'readinessProbe: {httpGet: {port: 8080, path: /ready}}',
      'Readiness probe failed: HTTP probe failed with statuscode: 404',
    ),
  },
  {
    code: 'ProbeWrongPort',
    subject: WEB,
    fires: probed(
      'readinessProbe: {tcpSocket: {port: 9090}}',
      'Readiness probe failed: dial tcp 10.1.0.5:9090: connect: connection refused',
      { [LOG]: 'INFO listening on 0.0.0.0:8080' },
    ),
    unlike: probed(
      'readinessProbe: {tcpSocket: {port: 8080}}',
      'Readiness probe failed: dial tcp 10.1.0.5:8080: connect: connection refused',
      { [LOG]: 'INFO listening on 0.0.0.0:8080' },
    ),
  },
  {
    code: 'ProbeUnauthorized',
    subject: WEB,
    fires: probed(
      'readinessProbe: {httpGet: {port: 8080, path: /actuator/health}}',
      'Readiness probe failed: HTTP probe failed with statuscode: 401',
    ),
    unlike: probed(
      'readinessProbe: {httpGet: {port: 8080, path: /actuator/health}}',
      'Readiness probe failed: HTTP probe failed with statuscode: 500',
    ),
  },
  {
    code: 'ImagePlatformMismatch',
    subject: WEB,
    fires: pulling(
      'rpc error: code = NotFound desc = failed to pull and unpack image "registry.acme.io/web:2": no match for platform in manifest: not found',
    ),
    unlike: pulling(
      'rpc error: code = NotFound desc = failed to pull and unpack image "registry.acme.io/web:2": failed to resolve reference "registry.acme.io/web:2": registry.acme.io/web:2: not found',
    ),
  },
  {
    code: 'RegistryUnreachable',
    subject: WEB,
    fires: pulling(
      'failed to pull and unpack image "registry.acme.io/web:2": failed to resolve reference "registry.acme.io/web:2": failed to do request: Head "https://registry.acme.io/v2/web/manifests/2": dial tcp 10.9.8.7:443: i/o timeout',
    ),
    unlike: pulling(
      'failed to pull and unpack image "registry.acme.io/web:2": failed to resolve reference "registry.acme.io/web:2": failed to do request: Head "https://registry.acme.io/v2/web/manifests/2": tls: failed to verify certificate: x509: certificate signed by unknown authority',
    ),
  },
  {
    code: 'ImagePullFailed',
    subject: WEB,
    fires: pulling(
      'failed to pull and unpack image "registry.acme.io/web:2": failed to extract layer sha256:5f70bf18: mount callback failed on /var/lib/containerd/tmpmounts/containerd-mount1: archive/tar: invalid tar header: unknown',
    ),
    unlike: pulling(
      'failed to pull and unpack image "registry.acme.io/web:2": failed to extract layer sha256:5f70bf18: write /var/lib/containerd/io.containerd.snapshotter.v1.overlayfs/snapshots/8/fs/usr/bin/x: no space left on device: unknown',
    ),
  },
  {
    code: 'EntryPointNotExecutable',
    subject: WEB,
    fires: notStarted(
      'exec: "/app/start.sh": permission denied: unknown',
      '{name: app, image: "web:1", command: [/app/start.sh]}',
    ),
    unlike: notStarted(
      'exec: "/app/start.sh": stat /app/start.sh: no such file or directory: unknown',
      '{name: app, image: "web:1", command: [/app/start.sh]}',
    ),
  },
  {
    code: 'WorkingDirectoryMissing',
    subject: WEB,
    fires: notStarted(
      'chdir to cwd ("/srv/app") set in config.json failed: no such file or directory: unknown',
      '{name: app, image: "web:1", workingDir: /srv/app}',
    ),
    unlike: notStarted(
      'exec: "/srv/app/run": stat /srv/app/run: no such file or directory: unknown',
      '{name: app, image: "web:1", workingDir: /srv/app, command: [/srv/app/run]}',
    ),
  },
  {
    code: 'ContainerCreateFailed',
    subject: WEB,
    fires: notStarted('unable to apply cgroup configuration: failed to write 1234: device or resource busy: unknown'),
    unlike: notStarted('exec: "serve": executable file not found in $PATH: unknown'),
  },
  {
    code: 'KilledWithoutOom',
    subject: WEB,
    fires: { objects: ended('exitCode: 137, reason: Error'), logs: { [`${LOG}/previous`]: 'INFO processed batch 42' } },
    unlike: {
      objects: ended('exitCode: 137, reason: OOMKilled'),
      logs: { [`${LOG}/previous`]: 'INFO processed batch 42' },
    },
  },
  {
    code: 'ContainerCrashing',
    subject: WEB,
    fires: ended('exitCode: 1, reason: Error'),
    unlike: running(1, '{terminated: {exitCode: 1, reason: Error, finishedAt: "2026-11-24T10:29:50Z"}}'),
  },
  {
    code: 'RestartedBefore',
    subject: WEB,
    fires: running(1, '{terminated: {exitCode: 1, reason: Error, finishedAt: "2026-11-24T10:29:50Z"}}'),
    unlike: running(0, '{}'),
  },
  {
    code: 'OomKilledBefore',
    subject: WEB,
    fires: running(1, '{terminated: {exitCode: 137, reason: OOMKilled, finishedAt: "2026-11-24T10:29:50Z"}}'),
    unlike: running(1, '{terminated: {exitCode: 143, reason: Error, finishedAt: "2026-11-24T10:29:50Z"}}'),
  },
  {
    code: 'UserNotFound',
    subject: WEB,
    fires: notCreated(
      'failed to create containerd container: failed to generate container "8f0c" spec: failed to generate spec: unable to find user app: no matching entries in passwd file',
    ),
    unlike: notCreated(
      'failed to create containerd container: get apparmor_parser version: exec: "apparmor_parser": executable file not found in $PATH',
    ),
  },
  {
    code: 'PortNotPermitted',
    subject: WEB,
    fires: exited('nginx: [emerg] bind() to 0.0.0.0:80 failed (13: Permission denied)'),
    unlike: exited('nginx: [emerg] bind() to 0.0.0.0:80 failed (98: Address already in use)'),
  },
  {
    code: 'CommandUsageWrong',
    subject: WEB,
    fires: exited('Error: unknown flag: --metrics-addr\nUsage:\n  web [flags]'),
    unlike: exited('Error: unknown field "metricsAddr" in /etc/web/config.yaml'),
  },
  {
    code: 'ImagePullSecretWrong',
    subject: 'Secret regcred',
    fires: withSecret('Opaque'),
    unlike: withSecret('kubernetes.io/dockerconfigjson'),
  },
  {
    code: 'NodeImageStoreFull',
    subject: 'Node n1',
    fires: pulling(NO_SPACE),
    unlike: pulling(
      'failed to pull and unpack image "registry.acme.io/web:2": failed to extract layer sha256:5f70bf18: unexpected EOF: unknown',
    ),
  },
  {
    code: 'PodFinalizerBlocks',
    subject: 'Pod web-5d9c8b7f6-abcde',
    fires: deleted('[example.com/backup]'),
    unlike: deleted('[]'),
  },
  {
    code: 'JobAwaited',
    subject: 'Job web-migrate',
    fires: waitingFor('wait-for job/web-migrate'),
    unlike: waitingFor('until nc -z db 5432; do sleep 1; done'),
  },
];
