/** The scheduler's filters against the real scheduler: the same pods, one after the other, on the same nodes. */
import fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import type { Namespace, Pod } from '../../src/cluster/objects.ts';
import { parseFailedScheduling } from '../../src/semantics/scheduling/message.ts';
import { scheduleVerdict } from '../../src/semantics/scheduling/verdict.ts';
import { indexWorld } from '../../src/semantics/scheduling/world.ts';
import { kubeboxMissing } from '../kubebox.ts';
import { namespace, type RealApi, startRealApi } from './realApi.ts';
import { pod, storage, world } from './schedulingArbitraries.ts';

const ROUNDS = 6;
const PODS = 80;
const SEED = 20260;
let running: RealApi | undefined;

afterEach(async () => {
  await running?.stop();
  running = undefined;
});

async function decision(api: RealApi, path: string): Promise<{ node?: string; message?: string }> {
  for (const end = Date.now() + 20_000; Date.now() < end; ) {
    const { body } = await api.send<Pod>('GET', path);
    const condition = body.status?.conditions?.find(({ type }) => type === 'PodScheduled');
    if (body.spec?.nodeName) return { node: body.spec.nodeName };
    if (condition?.status === 'False') return { message: condition.message };
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  throw new Error(`the scheduler said nothing about ${path}`);
}

describe.skipIf(kubeboxMissing !== undefined)(
  `scheduler, judged as the real one judges ${kubeboxMissing ?? ''}`,
  () => {
    it.each(Array.from({ length: ROUNDS }, (_, round) => round))('world %i', async (round) => {
      const [base] = fc.sample(world, { seed: SEED + round, numRuns: 1 });
      if (base === undefined) throw new Error('no world');
      const made = fc.sample(pod('made'), { seed: SEED + 100 + round, numRuns: PODS });
      const { claims, volumes } = storage(['shop', 'other']);
      const namespaces = [...namespace('shop'), ...namespace('other')];
      const api = await startRealApi([...namespaces, ...base.nodes, ...base.placed, ...claims, ...volumes], {
        scheduler: true,
      });
      running = api;
      const placed: Pod[] = [...base.placed];
      const known = namespaces.filter(({ kind }) => kind === 'Namespace') as Namespace[];
      let fitted = 0;
      const differences: string[] = [];
      for (const [index, candidate] of made.entries()) {
        const path = `/api/v1/namespaces/${candidate.metadata.namespace}/pods`;
        const named = { ...candidate, metadata: { ...candidate.metadata, uid: undefined, name: `pod-${index}` } };
        const created = await api.send<Pod>('POST', path, named);
        expect(created.status, JSON.stringify([path, created.body, named])).toBe(201);
        const asked = created.body;
        const mine = scheduleVerdict(
          asked,
          indexWorld({
            nodes: base.nodes,
            pods: placed,
            namespaces: known,
            persistentvolumeclaims: claims,
            persistentvolumes: volumes,
            storageclasses: [],
          }),
        );
        const real = await decision(api, `${path}/pod-${index}`);
        const fits = mine.nodes.filter(({ failure }) => failure === undefined).map(({ node }) => node.metadata.name);
        const shown = { asked: asked.spec, real, mine: mine.summary, fits };
        if (real.node === undefined) {
          const { reasons, before } = parseFailedScheduling(real.message);
          const said = (before ? [before] : reasons).map(({ reason, count }) => `${count} ${reason}`).sort();
          const thought = [...mine.counts].map(([reason, count]) => `${count} ${reason}`).sort();
          if (mine.schedulable || said.join() !== thought.join())
            differences.push(JSON.stringify({ said, thought, ...shown }, null, 1));
          await api.send('DELETE', `${path}/pod-${index}`, { gracePeriodSeconds: 0 });
          continue;
        }
        if (!fits.includes(real.node)) differences.push(JSON.stringify(shown, null, 1));
        fitted += 1;
        placed.push({
          ...asked,
          spec: { ...asked.spec, containers: asked.spec?.containers ?? [], nodeName: real.node },
        });
      }
      expect(differences).toEqual([]);
      // A run in which everything fits, or nothing does, would prove little.
      expect(fitted).toBeGreaterThan(3);
      expect(fitted).toBeLessThan(PODS - 10);
    });
  },
);
