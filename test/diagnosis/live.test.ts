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
import { type Case, casesIn } from '../support/caseFolder.ts';

const IDS = [
  'checkout-502-volume-class-gone',
  'billing-api-gone-after-restart',
  'kiosk-503-portal-selector-drift',
  'lease-renew-forbidden',
  'ingress-cert-expired',
  'node-silent-statefulset',
];
const chosen = casesIn(join(import.meta.dirname, '../cases')).filter(({ id }) => IDS.includes(id));

async function run(source: ClusterSource, request: DiagnosisRequest): Promise<DiagnosisResult> {
  const result = await diagnose(source, request, { redact: createRedactor(), secrets: true });
  await source.close();
  return result;
}

/**
 * All but what names the run or the way in, and what the server holds besides: the roles of its user, an empty log where the
 * folder has none, and an aggregated API that serves only the metrics that were captured.
 */
const answer = ({ runId: _, durationMs: __, cluster: ___, gaps, checked, scope, ...rest }: DiagnosisResult) => ({
  ...rest,
  namespaces: scope.namespaces,
  gaps: gaps.filter(({ what }) => !/^(?:PodMetrics|logs of) /.test(what)),
  checked: checked.filter((line) => !/^logs of |容器的日志/.test(line)),
});

/** The server's clock shows today, and the incident's ages are relative to its capture. */
const atCapture = async (one: Case, source: ClusterSource): Promise<ClusterSource> => {
  const { now } = await loadSnapshot(one.snapshot);
  return { ...source, now: async () => now };
};

it('knows the cases that it takes', () => {
  expect(chosen.map(({ id }) => id).sort()).toEqual(IDS.toSorted());
});

describe.skipIf(kubeboxMissing !== undefined).each(chosen.map((one) => [one.id, one] as const))(
  `%s through a real API server${kubeboxMissing === undefined ? '' : ` (skipped: ${kubeboxMissing})`}`,
  (_, one) => {
    const namespace = one.scope?.namespace ?? 'default';
    const request = { question: one.question, namespace };
    let server: Kubebox;
    beforeAll(async () => {
      server = await startKubebox(['serve', '--snapshot', one.snapshot, '--namespace-user', `dev=${namespace}`]);
    }, 60_000);
    afterAll(() => server?.stop());

    it('gives the diagnosis of the folder', async () => {
      const folder = await run(createSnapshotSource(await loadSnapshot(one.snapshot)), request);
      const live = await run(
        await atCapture(one, createLiveSource({ kubeconfig: server.kubeconfig, env: {} })),
        request,
      );
      expect(answer(live)).toEqual(answer(folder));
      expect(folder.rootCauses.length).toBeGreaterThan(0);
    }, 60_000);

    it('diagnoses the one namespace that a user may read, and names what it may not', async () => {
      const live = createLiveSource({ kubeconfig: server.users.dev, env: {} }, [namespace]);
      const result = await run(await atCapture(one, live), request);
      expect(result.scope.namespaces).toEqual([namespace]);
      expect(result.rootCauses.length).toBeGreaterThan(0);
      expect(result.gaps.some(({ why }) => why.includes('forbidden'))).toBe(true);
    }, 60_000);
  },
);

describe.skipIf(kubeboxMissing !== undefined)(
  `kinds that may not be read${kubeboxMissing === undefined ? '' : ` (skipped: ${kubeboxMissing})`}`,
  () => {
    const one = chosen.find(({ id }) => id === 'checkout-502-volume-class-gone');
    const denied = ['events', 'storage.k8s.io/storageclasses', 'networking.k8s.io/ingresses'];
    let server: Kubebox;
    beforeAll(async () => {
      const deny = denied.flatMap((resource) => ['--deny', resource]);
      server = await startKubebox(['serve', '--snapshot', one?.snapshot ?? '', ...deny]);
    }, 60_000);
    afterAll(() => server?.stop());

    it('are gaps that name them, and the rest is diagnosed', async () => {
      if (one === undefined) throw new Error('no case');
      const live = await atCapture(one, createLiveSource({ kubeconfig: server.kubeconfig, env: {} }));
      const result = await run(live, { question: one.question, namespace: one.scope?.namespace });
      const forbidden = result.gaps
        .filter(({ why }) => why.includes('forbidden'))
        .map(({ what }) => what.split(' ')[0]);
      for (const kind of ['events', 'ingresses', 'storageclasses']) expect(forbidden).toContain(kind);
      expect(result.gaps.filter(({ what }) => what.startsWith('rule '))).toEqual([]);
      expect(result.status).not.toBe('healthy');
      expect(result.scope.objects).toBeGreaterThan(0);
      // What cannot be read is not known to be missing.
      expect(result.rootCauses.filter(({ subject }) => subject.kind === 'StorageClass' && subject.missing)).toEqual([]);
    }, 60_000);
  },
);
