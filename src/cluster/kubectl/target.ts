/** What a run of kubectl is pointed at: a gate before a live API server, or before the API that serves a snapshot. */
import { findConnection } from '../connection.ts';
import type { ConnectOptions } from '../options.ts';
import { serveSnapshot } from '../snapshot/serve.ts';
import type { Snapshot } from '../snapshot/snapshot.ts';
import type { RedactDocument } from './forward.ts';
import { type Gate, openGate } from './gate.ts';
import type { KubectlCluster } from './types.ts';
import { createUpstream } from './upstream.ts';

export interface Target {
  gate: Gate;
  cluster: KubectlCluster;
  /** Name of the context that kubectl sees. */
  context: string;
  namespace: string | undefined;
  close(): Promise<void>;
}

/** @throws ClusterUnreadableError where it is not clear which cluster is meant; nothing is contacted. */
export async function liveTarget(options: ConnectOptions, redact?: RedactDocument): Promise<Target> {
  const connection = findConnection(options);
  const gate = await openGate(createUpstream(connection, options), connection.server, redact);
  const { context, server, namespace } = connection;
  return {
    gate,
    cluster: { context, server, capturedAt: null },
    context: context ?? 'in-cluster',
    namespace,
    close: gate.close,
  };
}

/** Serves the snapshot until the target is closed. */
export async function snapshotTarget(snapshot: Snapshot, redact?: RedactDocument): Promise<Target> {
  const served = await serveSnapshot(snapshot);
  const connection = findConnection({ kubeconfig: served.kubeconfigPath, env: {} });
  const gate = await openGate(createUpstream(connection, { env: {} }), 'the snapshot', redact);
  const { context, server, capturedAt } = snapshot.identity;
  return {
    gate,
    cluster: { context, server, capturedAt },
    context: context ?? 'snapshot',
    namespace: undefined,
    async close() {
      await gate.close();
      await served.close();
    },
  };
}
