/** Codes of containers that do not start or do not stay up. Messages are those of the kubelet, containerd and runc. */
import { DEPLOYMENT, podYaml } from '../podYaml.ts';
import type { Row, Scene } from './row.ts';

const WEB = 'Deployment web';
const LOG = 'shop/web-5d9c8b7f6-abcde/app';

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

/** Its node or the scheduler put it out, and its replacement runs. */
const takenDown = (why: string, by: string): string =>
  DEPLOYMENT +
  podYaml({
    phase: 'Failed',
    status:
      '{name: app, image: "web:1", ready: false, restartCount: 0, state: {terminated: {exitCode: 143, reason: Error, finishedAt: "2026-11-24T11:50:00Z"}}}',
  })
    .replace('phase: Failed', `phase: Failed\n  ${why}`)
    .replace(
      'conditions: [',
      `conditions: [{type: DisruptionTarget, status: "True", reason: ${by}, lastTransitionTime: "2026-11-24T11:49:30Z"}, `,
    ) +
  podYaml({
    name: 'web-5d9c8b7f6-fresh',
    ready: true,
    created: '2026-11-24T11:51:00Z',
    status:
      '{name: app, image: "web:1", ready: true, started: true, restartCount: 0, state: {running: {startedAt: "2026-11-24T11:51:10Z"}}}',
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
  {
    code: 'CrashUnexplained',
    subject: WEB,
    fires: ended('exitCode: 143, reason: Error'),
    unlike: takenDown(
      'reason: Terminated\n  message: Pod was terminated in response to imminent node shutdown.',
      'TerminationByKubelet',
    ),
  },
  {
    code: 'ApplicationCrash',
    subject: WEB,
    fires: exited('INFO serving\nERROR invariant broken: ledger out of balance'),
    unlike: {
      objects: takenDown('', 'PreemptionByScheduler'),
      logs: { [LOG]: 'INFO serving\nERROR shutdown hook: ledger out of balance' },
    },
  },
];
