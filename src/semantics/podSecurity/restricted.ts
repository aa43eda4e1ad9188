/** https://kubernetes.io/docs/concepts/security/pod-security-standards/#restricted */
import type { Pod } from '../../cluster/objects.ts';
import { objectsIn, recordIn, stringsIn } from '../lenient.ts';
import { procMountOffences } from './baseline.ts';
import { type Check, eachContainer, eachContext, hasUserNamespace, isWindows, type Offence } from './check.ts';

const VOLUME_TYPES = [
  'configMap',
  'csi',
  'downwardAPI',
  'emptyDir',
  'ephemeral',
  'persistentVolumeClaim',
  'projected',
  'secret',
  'image',
] as const;

// Windows has no such settings; the checks leave such pods out from 1.25 on.
const leavesOut = (pod: Pod, minor: number): boolean => minor >= 25 && isWindows(pod);

function capabilityOffences(pod: Pod): Offence[] {
  return eachContainer(pod, ({ securityContext }, path) => {
    const capabilities = securityContext?.capabilities;
    const drops = stringsIn(capabilities?.drop);
    const added = stringsIn(capabilities?.add).filter((name) => name !== 'NET_BIND_SERVICE');
    const field = `${path}.securityContext.capabilities`;
    const kept = drops.includes('ALL') ? [] : [{ path: `${field}.drop`, value: capabilities?.drop }];
    return [...kept, ...added.map((value) => ({ path: `${field}.add`, value }))];
  });
}

/** Explicitly wrong settings; where there are none, containers that inherit no right one from the pod. */
function inherited(
  pod: Pod,
  read: (context: Record<string, unknown>) => unknown,
  field: string,
  good: (value: unknown) => boolean,
): Offence[] {
  const isSet = (value: unknown): boolean => value !== undefined && value !== null;
  const wrong = eachContext(pod, (context, path) => {
    const value = read(context);
    return isSet(value) && !good(value) ? [{ path: `${path}.${field}`, value }] : [];
  });
  if (wrong.length > 0 || good(read(recordIn(pod.spec?.securityContext)))) return wrong;
  return eachContainer(pod, ({ securityContext }, path) =>
    isSet(read(recordIn(securityContext))) ? [] : [{ path: `${path}.securityContext.${field}`, value: undefined }],
  );
}

export const RESTRICTED: readonly Check[] = [
  {
    id: 'allowPrivilegeEscalation',
    level: 'restricted',
    since: 8,
    forbidden: 'allowPrivilegeEscalation != false',
    find: (pod, minor) =>
      leavesOut(pod, minor)
        ? []
        : eachContainer(pod, ({ securityContext }, path) => {
            const value = recordIn(securityContext).allowPrivilegeEscalation;
            return value === false ? [] : [{ path: `${path}.securityContext.allowPrivilegeEscalation`, value }];
          }),
  },
  {
    id: 'capabilities_restricted',
    level: 'restricted',
    since: 22,
    forbidden: 'unrestricted capabilities',
    find: (pod, minor) => (leavesOut(pod, minor) ? [] : capabilityOffences(pod)),
  },
  {
    id: 'cgroupOptions',
    level: 'restricted',
    forbidden: 'cgroupOptions',
    find: (pod) =>
      eachContainer(pod, ({ securityContext }, path) => {
        const { mountMode } = recordIn(recordIn(securityContext).cgroupOptions);
        const allowed = mountMode === undefined || mountMode === 'ReadOnly';
        return allowed ? [] : [{ path: `${path}.securityContext.cgroupOptions.mountMode`, value: mountMode }];
      }),
  },
  { id: 'procMount_restricted', level: 'restricted', forbidden: 'procMount', find: procMountOffences },
  {
    id: 'restrictedVolumes',
    level: 'restricted',
    forbidden: 'restricted volume types',
    find: (pod) =>
      objectsIn(pod.spec?.volumes)
        .filter((volume) => !VOLUME_TYPES.some((type) => recordIn(volume)[type]))
        .map((volume) => ({
          path: `spec.volumes[${volume.name}]`,
          value: Object.keys(volume)
            .filter((key) => key !== 'name')
            .join(', '),
        })),
  },
  {
    id: 'runAsNonRoot',
    level: 'restricted',
    forbidden: 'runAsNonRoot != true',
    find: (pod, minor) =>
      minor >= 35 && hasUserNamespace(pod)
        ? []
        : inherited(
            pod,
            ({ runAsNonRoot }) => runAsNonRoot,
            'runAsNonRoot',
            (value) => value === true,
          ),
  },
  {
    id: 'runAsUser',
    level: 'restricted',
    since: 23,
    forbidden: 'runAsUser=0',
    find: (pod, minor) =>
      minor >= 35 && hasUserNamespace(pod)
        ? []
        : eachContext(pod, ({ runAsUser }, path) => (runAsUser === 0 ? [{ path: `${path}.runAsUser`, value: 0 }] : [])),
  },
  {
    id: 'seccompProfile_restricted',
    level: 'restricted',
    since: 19,
    forbidden: 'seccompProfile',
    find: (pod, minor) =>
      leavesOut(pod, minor)
        ? []
        : inherited(
            pod,
            ({ seccompProfile }) => recordIn(seccompProfile).type,
            'seccompProfile.type',
            (value) => value === 'RuntimeDefault' || value === 'Localhost',
          ),
  },
];
