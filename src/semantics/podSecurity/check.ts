/** The shape of a check of the Pod Security Standards, and how the containers of a pod are visited. */
import type { Container, Pod } from '../../cluster/objects.ts';
import { objectsIn, recordIn } from '../lenient.ts';

export type Level = 'privileged' | 'baseline' | 'restricted';

/** One field that a check forbids as it stands. */
export interface Offence {
  path: string;
  value: unknown;
}

export interface Check {
  /** The name of the check in the Kubernetes sources. */
  id: string;
  level: 'baseline' | 'restricted';
  /** Minor version of the policy (1.x) that brought the check. */
  since?: number;
  /** A baseline check whose restricted twin covers it, so that it is not asked at `restricted`. */
  covered?: boolean;
  /** How the refusal names the check: `privileged`, `runAsNonRoot != true`. */
  forbidden: string;
  /** The offending fields; `minor` is the policy's version. */
  find(pod: Pod, minor: number): Offence[];
}

const FIELDS = ['initContainers', 'containers', 'ephemeralContainers'] as const;

/** Calls back for every container of every sort, with its path. */
export function eachContainer<T>(pod: Pod, visit: (container: Container, path: string) => T[]): T[] {
  return FIELDS.flatMap((field) =>
    objectsIn<Container>(pod.spec?.[field] as Container[] | undefined).flatMap((container) =>
      visit(container, `spec.${field}[${container.name}]`),
    ),
  );
}

/** The security contexts of the pod and of all containers. */
export function eachContext(pod: Pod, visit: (context: Record<string, unknown>, path: string) => Offence[]): Offence[] {
  const own = pod.spec?.securityContext ? visit(recordIn(pod.spec.securityContext), 'spec.securityContext') : [];
  const theirs = eachContainer(pod, (container, path) =>
    container.securityContext ? visit(recordIn(container.securityContext), `${path}.securityContext`) : [],
  );
  return [...own, ...theirs];
}

export function isWindows(pod: Pod): boolean {
  return pod.spec?.os?.name === 'windows';
}

/** A pod in a user namespace of its own, for which the checks about root are relaxed. */
export function hasUserNamespace(pod: Pod): boolean {
  return pod.spec?.hostUsers === false;
}
