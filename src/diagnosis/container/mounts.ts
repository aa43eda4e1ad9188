/** Which volume a path in a container lies in. */
import type { Container, Pod, Volume } from '../../cluster/objects.ts';
import { objectsIn } from '../../semantics/lenient.ts';

export interface Mounted {
  mountPath: string;
  /** Where the path lies below the mount; empty for the mount itself. */
  rest: string;
  volume: Volume;
  readOnly: boolean;
  subPath: string | undefined;
}

/** The volume whose mount holds the path: the longest mount path that is a prefix of it. */
export function mountOf(path: string, container: Container | undefined, pod: Pod): Mounted | undefined {
  const [mount] = objectsIn(container?.volumeMounts)
    .filter(({ mountPath = '' }) => within(path, mountPath))
    .sort((a, b) => b.mountPath.length - a.mountPath.length);
  const volume = objectsIn(pod.spec?.volumes).find(({ name }) => name === mount?.name);
  if (mount === undefined || volume === undefined) return undefined;
  const base = mount.mountPath.replace(/\/+$/, '');
  return {
    mountPath: mount.mountPath,
    rest: path.slice(base.length).replace(/^\/+/, ''),
    volume,
    readOnly: mount.readOnly === true,
    subPath: mount.subPath,
  };
}

function within(path: string, mountPath: string): boolean {
  const base = mountPath.replace(/\/+$/, '');
  return base !== '' && (path === base || path.startsWith(`${base}/`));
}
