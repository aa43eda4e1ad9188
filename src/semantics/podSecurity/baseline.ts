/** https://kubernetes.io/docs/concepts/security/pod-security-standards/#baseline */
import type { Container, Pod } from '../../cluster/objects.ts';
import { objectsIn, recordIn, stringMap, stringsIn } from '../lenient.ts';
import { type Check, eachContainer, eachContext, hasUserNamespace, type Offence } from './check.ts';

const DEFAULT_CAPABILITIES = new Set(
  'AUDIT_WRITE CHOWN DAC_OVERRIDE FOWNER FSETID KILL MKNOD NET_BIND_SERVICE SETFCAP SETGID SETPCAP SETUID SYS_CHROOT'.split(
    ' ',
  ),
);

/** Sysctls that are safe, with the policy's minor version from which on. */
const SAFE_SYSCTLS: Readonly<Record<string, number>> = {
  'kernel.shm_rmid_forced': 0,
  'net.ipv4.ip_local_port_range': 0,
  'net.ipv4.tcp_syncookies': 0,
  'net.ipv4.ping_group_range': 0,
  'net.ipv4.ip_unprivileged_port_start': 0,
  'net.ipv4.ip_local_reserved_ports': 27,
  'net.ipv4.tcp_keepalive_time': 29,
  'net.ipv4.tcp_fin_timeout': 29,
  'net.ipv4.tcp_keepalive_intvl': 29,
  'net.ipv4.tcp_keepalive_probes': 29,
  'net.ipv4.tcp_rmem': 32,
  'net.ipv4.tcp_wmem': 32,
};

const SELINUX_TYPES: Readonly<Record<string, number>> = {
  '': 0,
  container_t: 0,
  container_init_t: 0,
  container_kvm_t: 0,
  container_engine_t: 31,
};

/** Whether a policy of this minor version (`Infinity`: the latest) has a value in its list. */
function allows(list: Readonly<Record<string, number>>, value: string, minor: number): boolean {
  const since = Object.hasOwn(list, value) ? list[value] : undefined;
  return since !== undefined && since <= minor;
}

const APPARMOR_PREFIX = 'container.apparmor.security.beta.kubernetes.io/';

function seLinuxOffences(context: Record<string, unknown>, path: string, minor: number): Offence[] {
  const options = recordIn(context.seLinuxOptions);
  const type = String(options.type ?? '');
  const bad = !allows(SELINUX_TYPES, type, minor) ? ['type'] : [];
  const set = ['user', 'role'].filter((field) => options[field]);
  return [...bad, ...set].map((field) => ({ path: `${path}.seLinuxOptions.${field}`, value: options[field] }));
}

function appArmorOffences(pod: Pod): Offence[] {
  const allowed = ['RuntimeDefault', 'Localhost'];
  const fields = eachContext(pod, (context, path) => {
    const { type } = recordIn(context.appArmorProfile);
    return type === undefined || allowed.includes(String(type))
      ? []
      : [{ path: `${path}.appArmorProfile.type`, value: type }];
  });
  const annotations = Object.entries(stringMap(pod.metadata.annotations)).filter(
    ([key, value]) =>
      key.startsWith(APPARMOR_PREFIX) && value !== '' && value !== 'runtime/default' && !value.startsWith('localhost/'),
  );
  return [...fields, ...annotations.map(([key, value]) => ({ path: `metadata.annotations.${key}`, value }))];
}

function handlerHosts(holder: unknown, path: string): Offence[] {
  const handler = recordIn(holder);
  return ['httpGet', 'tcpSocket'].flatMap((action) => {
    const { host } = recordIn(handler[action]);
    return host ? [{ path: `${path}.${action}.host`, value: host }] : [];
  });
}

function hostsAsked(container: Container, path: string): Offence[] {
  const probes = (['livenessProbe', 'readinessProbe', 'startupProbe'] as const).flatMap((kind) =>
    handlerHosts(container[kind], `${path}.${kind}`),
  );
  const hooks = (['postStart', 'preStop'] as const).flatMap((kind) =>
    handlerHosts(container.lifecycle?.[kind], `${path}.lifecycle.${kind}`),
  );
  return [...probes, ...hooks];
}

/** Offences of one field of every container's security context. */
function contextField(pod: Pod, field: string, bad: (value: unknown) => boolean): Offence[] {
  return eachContainer(pod, ({ securityContext }, path) => {
    const value = recordIn(securityContext)[field];
    return bad(value) ? [{ path: `${path}.securityContext.${field}`, value }] : [];
  });
}

export function procMountOffences(pod: Pod): Offence[] {
  return contextField(pod, 'procMount', (value) => value !== undefined && value !== null && value !== 'Default');
}

function addedCapabilities(pod: Pod, allowed: ReadonlySet<string>): Offence[] {
  return eachContainer(pod, ({ securityContext }, path) => {
    const added = stringsIn(securityContext?.capabilities?.add).filter((name) => !allowed.has(name));
    return added.map((value) => ({ path: `${path}.securityContext.capabilities.add`, value }));
  });
}

export const BASELINE: readonly Check[] = [
  { id: 'appArmorProfile', level: 'baseline', forbidden: 'forbidden AppArmor profile', find: appArmorOffences },
  {
    id: 'capabilities_baseline',
    level: 'baseline',
    covered: true,
    forbidden: 'non-default capabilities',
    find: (pod) => addedCapabilities(pod, DEFAULT_CAPABILITIES),
  },
  {
    id: 'hostNamespaces',
    level: 'baseline',
    forbidden: 'host namespaces',
    find: (pod) =>
      (['hostNetwork', 'hostPID', 'hostIPC'] as const)
        .filter((field) => pod.spec?.[field] === true)
        .map((field) => ({ path: `spec.${field}`, value: true })),
  },
  {
    id: 'hostPathVolumes',
    level: 'baseline',
    covered: true,
    forbidden: 'hostPath volumes',
    find: (pod) =>
      objectsIn(pod.spec?.volumes)
        .filter(({ hostPath }) => hostPath)
        .map(({ name, hostPath }) => ({ path: `spec.volumes[${name}].hostPath`, value: hostPath?.path })),
  },
  {
    id: 'hostPorts',
    level: 'baseline',
    forbidden: 'hostPort',
    find: (pod) =>
      eachContainer(pod, ({ ports }, path) =>
        objectsIn(ports)
          .filter(({ hostPort }) => hostPort)
          .map(({ name, containerPort, hostPort }) => ({
            path: `${path}.ports[${name ?? containerPort}].hostPort`,
            value: hostPort,
          })),
      ),
  },
  {
    id: 'hostProbesAndHostLifecycle',
    level: 'baseline',
    since: 34,
    forbidden: 'probe or lifecycle host',
    find: (pod) => eachContainer(pod, hostsAsked),
  },
  {
    id: 'privileged',
    level: 'baseline',
    forbidden: 'privileged',
    find: (pod) => contextField(pod, 'privileged', (value) => value === true),
  },
  {
    id: 'procMount_baseline',
    level: 'baseline',
    covered: true,
    forbidden: 'procMount',
    // An unmasked /proc does no harm in a user namespace.
    find: (pod, minor) => (minor >= 35 && hasUserNamespace(pod) ? [] : procMountOffences(pod)),
  },
  {
    id: 'seLinuxOptions',
    level: 'baseline',
    forbidden: 'seLinuxOptions',
    find: (pod, minor) => eachContext(pod, (context, path) => seLinuxOffences(context, path, minor)),
  },
  {
    id: 'seccompProfile_baseline',
    level: 'baseline',
    since: 19,
    covered: true,
    forbidden: 'seccompProfile',
    find: (pod) =>
      eachContext(pod, (context, path) => {
        const { type } = recordIn(context.seccompProfile);
        const allowed = type === undefined || type === 'RuntimeDefault' || type === 'Localhost';
        return allowed ? [] : [{ path: `${path}.seccompProfile.type`, value: type }];
      }),
  },
  {
    id: 'sysctls',
    level: 'baseline',
    forbidden: 'forbidden sysctls',
    find: (pod, minor) =>
      objectsIn(pod.spec?.securityContext?.sysctls).flatMap(({ name }, index) =>
        allows(SAFE_SYSCTLS, name, minor) ? [] : [{ path: `spec.securityContext.sysctls[${index}].name`, value: name }],
      ),
  },
  {
    id: 'ulimits',
    level: 'baseline',
    since: 37,
    forbidden: 'ulimits',
    find: (pod) => contextField(pod, 'ulimits', (value) => value !== undefined && value !== null),
  },
  {
    id: 'windowsHostProcess',
    level: 'baseline',
    forbidden: 'hostProcess',
    find: (pod) =>
      eachContext(pod, (context, path) => {
        const { hostProcess } = recordIn(context.windowsOptions);
        return hostProcess === true ? [{ path: `${path}.windowsOptions.hostProcess`, value: true }] : [];
      }),
  },
];
