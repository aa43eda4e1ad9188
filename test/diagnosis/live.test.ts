/** A folder read as a snapshot and through a real API server that holds it: the same diagnosis; fewer rights: named gaps. */
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createLiveSource } from '../../src/cluster/live.ts';
import { loadSnapshot } from '../../src/cluster/snapshot/load.ts';
import { createSnapshotSource } from '../../src/cluster/snapshot/source.ts';
import type { ClusterSource } from '../../src/cluster/source.ts';
import { diagnose } from '../../src/diagnosis/diagnose.ts';
import type { DiagnosisRequest, DiagnosisResult } from '../../src/diagnosis/result.ts';
import { createRedactor } from '../../src/output/redact.ts';
import { type Kubebox, kubeboxMissing, startKubebox } from '../kubebox.ts';
import { casesIn } from '../support/caseFolder.ts';

const IDS = ['checkout-502-volume-class-gone', 'billing-api-gone-after-restart', 'kiosk-503-portal-selector-drift'];
const chosen = casesIn(join(import.meta.dirname, '../cases')).filter(({ id }) => IDS.includes(id));

async function run(source: ClusterSource, request: DiagnosisRequest): Promise<DiagnosisResult> {
  const result = await diagnose(source, request, { redact: createRedactor(), secrets: true });
  await source.close();
  return result;
}

/** What is found and how it is reached; a real kubelet's log lines carry a time more than the folder's. */
const found = ({ status, rootCauses, other }: DiagnosisResult) => ({
  status,
  other: other.map(({ id }) => id).sort(),
  rootCauses: rootCauses.map(({ id, confidence, title, chain, symptoms }) => ({
    id,
    confidence,
    title,
    chain,
    symptoms,
  })),
});

describe.skipIf(kubeboxMissing !== undefined).each(chosen.map((one) => [one.id, one] as const))(
  `%s through a real API server${kubeboxMissing === undefined ? '' : ` (skipped: ${kubeboxMissing})`}`,
  (_, one) => {
    const namespace = one.scope?.namespace ?? 'default';
    const request = { question: one.question, namespace };
    let server: Kubebox;
    /** The server's clock shows today, and the incident's ages are relative to its capture. */
    const atCapture = async (source: ClusterSource): Promise<ClusterSource> => {
      const { now } = await loadSnapshot(one.snapshot);
      return { ...source, now: async () => now };
    };
    beforeAll(async () => {
      server = await startKubebox(['serve', '--snapshot', one.snapshot, '--namespace-user', `dev=${namespace}`]);
    }, 60_000);
    afterAll(() => server?.stop());

    it('gives the diagnosis of the folder', async () => {
      const folder = await run(createSnapshotSource(await loadSnapshot(one.snapshot)), request);
      const live = await run(await atCapture(createLiveSource({ kubeconfig: server.kubeconfig, env: {} })), request);
      expect(found(live)).toEqual(found(folder));
      expect(folder.rootCauses.length).toBeGreaterThan(0);
    }, 60_000);

    it('diagnoses the one namespace that a user may read, and names what it may not', async () => {
      const live = createLiveSource({ kubeconfig: server.users.dev, env: {} }, [namespace]);
      const result = await run(await atCapture(live), request);
      expect(result.scope.namespaces).toEqual([namespace]);
      expect(result.rootCauses.length).toBeGreaterThan(0);
      expect(result.gaps.some(({ why }) => why.includes('forbidden'))).toBe(true);
    }, 60_000);
  },
);
