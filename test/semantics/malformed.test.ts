/** Objects are written by others: whatever stands in a field, a rule answers and does not throw. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { cronVerdict } from '../../src/semantics/cronSchedule.ts';
import { daemonCoverage } from '../../src/semantics/daemonSet.ts';
import { exitMeaning } from '../../src/semantics/exitCode.ts';
import { hpaVerdict, metricReadings } from '../../src/semantics/hpa.ts';
import { parseImage } from '../../src/semantics/imageReference.ts';
import { failurePolicyAction, jobVerdict } from '../../src/semantics/jobBackoff.ts';
import { claimLimitViolations, limitRangeViolations, withLimitRangeDefaults } from '../../src/semantics/limitRange.ts';
import { pdbVerdict } from '../../src/semantics/pdb.ts';
import { occupiedRequests, podLimits, podRequests, qosClass } from '../../src/semantics/podResources.ts';
import { podSecurityVerdict } from '../../src/semantics/podSecurity.ts';
import { failureDeadline, PROBE_KINDS, probePortVerdict, survivesStartup } from '../../src/semantics/probe.ts';
import { quotaFailure, quotaVerdict, quotaViolations } from '../../src/semantics/quota.ts';
import { deploymentVerdict, rolloutState } from '../../src/semantics/rollout.ts';
import { parseFailedScheduling } from '../../src/semantics/scheduling/message.ts';
import { allFailures, scheduleVerdict } from '../../src/semantics/scheduling/verdict.ts';
import { preemptionCandidates, whatIf } from '../../src/semantics/scheduling/whatIf.ts';
import { indexWorld } from '../../src/semantics/scheduling/world.ts';
import { statefulSetVerdict } from '../../src/semantics/statefulSet.ts';
import { claimVerdict } from '../../src/semantics/volumeBinding.ts';
import { mountVerdict } from '../../src/semantics/volumeMount.ts';
import * as base from './malformedObjects.ts';
import { spoilt } from './spoilt.ts';

const world = fc.record({
  pod: spoilt(base.pod),
  placed: spoilt(base.placed),
  node: spoilt(base.node),
  namespace: spoilt(base.namespace),
  claim: spoilt(base.claim),
  volume: spoilt(base.volume),
  storageClass: spoilt(base.storageClass),
  csiNode: spoilt(base.csiNode),
  quota: spoilt(base.quota),
  limitRange: spoilt(base.limitRange),
  deployment: spoilt(base.deployment),
  replicaSet: spoilt(base.replicaSet),
  statefulSet: spoilt(base.statefulSet),
  daemonSet: spoilt(base.daemonSet),
  job: spoilt(base.job),
  cronJob: spoilt(base.cronJob),
  hpa: spoilt(base.hpa),
  pdb: spoilt(base.pdb),
  attachment: spoilt(base.attachment),
});

it('never throws', () => {
  fc.assert(
    fc.property(world, (w) => {
      const indexed = indexWorld({
        nodes: [w.node, base.node],
        pods: [w.placed, base.placed],
        namespaces: [w.namespace],
        persistentvolumeclaims: [w.claim],
        persistentvolumes: [w.volume],
        storageclasses: [w.storageClass],
        csinodes: [w.csiNode],
      });
      for (const pod of [w.pod, base.pod]) {
        scheduleVerdict(pod, indexed);
        allFailures(pod, indexed)(w.node);
        whatIf(pod, indexed);
        preemptionCandidates(pod, indexed);
      }
      for (const read of [podRequests, podLimits, occupiedRequests, qosClass]) read(w.pod);
      podSecurityVerdict(w.pod, w.namespace);
      quotaVerdict(w.pod, [w.quota]);
      for (const violation of quotaViolations(w.claim, [w.quota])) quotaFailure(w.claim, violation);
      limitRangeViolations(withLimitRangeDefaults(w.pod, [w.limitRange]), [w.limitRange]);
      claimLimitViolations(w.claim, [w.limitRange]);
      claimVerdict(w.claim, { persistentvolumes: [w.volume], storageclasses: [w.storageClass] });
      mountVerdict(w.placed, {
        pods: [w.pod, w.placed],
        persistentvolumeclaims: [w.claim],
        persistentvolumes: [w.volume],
        volumeattachments: [w.attachment],
      });
      for (const container of [w.pod.spec?.containers?.[0]]) {
        if (typeof container !== 'object' || container === null) continue;
        for (const kind of PROBE_KINDS) probePortVerdict(w.pod, container, kind);
        survivesStartup(w.pod, container, 60);
        if (container.livenessProbe) failureDeadline(container.livenessProbe);
      }
      rolloutState(w.deployment, [w.replicaSet]);
      deploymentVerdict(w.deployment, 0);
      statefulSetVerdict(w.statefulSet, [w.pod]);
      daemonCoverage(w.daemonSet, [w.node], [w.placed]);
      jobVerdict(w.job, [w.placed], 0);
      failurePolicyAction(w.job, w.placed);
      cronVerdict(w.cronJob, Date.parse('2026-03-01T10:00:00Z'));
      hpaVerdict(w.hpa);
      metricReadings(w.hpa);
      pdbVerdict(w.pdb, [w.placed]);
    }),
    { seed: 3, numRuns: 500 },
  );
});

it('reads any text and any number', () => {
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string(),
        fc.constantFrom('0/3 nodes are available: ', '0/3 nodes are available', '0/1 nodes are available: 1 '),
      ),
      fc.integer(),
      (text, code) => {
        expect(parseFailedScheduling(text).reasons.every(({ count }) => Number.isInteger(count))).toBe(true);
        expect(typeof parseImage(text).ok).toBe('boolean');
        expect(exitMeaning(code).meaning).not.toBe('');
      },
    ),
    { seed: 32, numRuns: 1000 },
  );
});
