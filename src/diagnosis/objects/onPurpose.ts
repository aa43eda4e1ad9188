/** What is meant to hold still: because somebody wrote so on it, or by its priority. */
import type { KubeObject, Pod } from '../../cluster/objects.ts';

/** Written by tools, or the switch itself: neither tells a reason. */
const NO_REASON =
  /last-applied|^kubectl|^meta\.helm|^autoscaling\.keda\.sh\/|\/(?:paused?|pause-reconciliation|skip-reconcile)$/;

/** An annotation that speaks of holding still, or of a limit that is wanted: then it is on purpose. */
export function isExplained({ metadata }: Pick<KubeObject, 'metadata'>): boolean {
  return Object.entries(metadata.annotations ?? {}).some(
    ([key, value]) =>
      !NO_REASON.test(key) &&
      /suspend|pause|disabled|on[ -]hold|freeze|frozen|maintenance|canary|soak|reason|灰度|金丝雀|暂停|停用|挂起|冻结|封网|维护/i.test(
        `${key} ${value}`,
      ),
  );
}

/** Below the default priority: it is to give way to whatever comes, and waits for room until then. */
export const isPlaceholder = ({ spec }: Pod): boolean => (spec?.priority ?? 0) < 0;
