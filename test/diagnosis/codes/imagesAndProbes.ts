/** Codes of images that cannot be pulled and of probes that fail. Messages are those of the kubelet and containerd. */
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

export const IMAGES_AND_PROBES: readonly Row[] = [
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
];
