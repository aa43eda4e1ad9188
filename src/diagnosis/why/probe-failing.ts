/** Why a process is not well by its own probe: what its log says that it lacks. */
import { refKey } from '../../cluster/objects.ts';
import { logFindings, NEEDS } from '../container/crashFinding.ts';
import { failingProbes } from '../container/unready.ts';
import { defineWhy } from '../finding.ts';
import { byWorkload } from '../objects/containers.ts';
import { linked } from '../objects/linked.ts';

export default defineWhy({
  id: 'probe-failing',
  needs: NEEDS,
  explains: ['ProbeFailing', 'ProbeTimesOut', 'LivenessKillsSlowStart'],
  why({ subject, about }, state) {
    const group = byWorkload(failingProbes(state), state).find(
      ({ workload, name }) => name === about && refKey(workload) === refKey(subject),
    );
    const [probe] = group?.views ?? [];
    if (group === undefined || probe === undefined) return [];
    const { pod, name, status, spec, init, sidecar, path, specPath } = probe;
    const view = { pod, name, status, spec, init, sidecar, path, specPath };
    const exit = probe.exit ?? {
      view,
      terminated: undefined,
      path: `${path}.lastState.terminated`,
      restarts: status.restartCount ?? 0,
      phase: 'failed' as const,
    };
    return logFindings({ workload: group.workload, name, exits: [exit] }, state).map((cause) => linked(subject, cause));
  },
});
