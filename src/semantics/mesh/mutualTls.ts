/**
 * Whether a pod takes plain text. The narrowest PeerAuthentication that sets a mode decides, the oldest first; without
 * one the proxy takes both. https://istio.io/latest/docs/reference/config/security/peer_authentication/
 */
import type { CustomObject, Pod } from '../../cluster/objects.ts';
import { recordIn, textIn } from '../lenient.ts';
import { type Decided, decided } from '../verdict.ts';
import { type Reach, reachOf } from './scope.ts';

export type MutualTls = { mode: 'STRICT' | 'PERMISSIVE' | 'DISABLE'; policy?: CustomObject; by?: Decided };

const NARROWEST: readonly Reach[] = ['workload', 'namespace', 'mesh'];

/** @param port The container's port. */
export function mutualTlsOf(pod: Pod, port: number | undefined, policies: readonly CustomObject[]): MutualTls {
  const oldest = [...policies].sort((a, b) =>
    (a.metadata.creationTimestamp ?? '').localeCompare(b.metadata.creationTimestamp ?? ''),
  );
  for (const reach of NARROWEST)
    for (const policy of oldest.filter((one) => reachOf(one, pod) === reach)) {
      const set = modeIn(policy, reach === 'workload' ? port : undefined);
      if (set !== undefined) return set;
    }
  return { mode: 'PERMISSIVE' };
}

function modeIn(policy: CustomObject, port: number | undefined): MutualTls | undefined {
  const ofPort = recordIn(recordIn(recordIn(policy.spec).portLevelMtls)[String(port)]).mode;
  const path = isMode(ofPort) ? `spec.portLevelMtls.${port}.mode` : 'spec.mtls.mode';
  const mode = isMode(ofPort) ? ofPort : textIn(recordIn(recordIn(policy.spec).mtls).mode);
  return isMode(mode) ? { mode, policy, by: decided(policy, path, mode) } : undefined;
}

const isMode = (mode: unknown): mode is MutualTls['mode'] =>
  mode === 'STRICT' || mode === 'PERMISSIVE' || mode === 'DISABLE';
