/** Why a container keeps ending: one cause, from the runtime's message, else from the log of the run that ended, else from the exit code. */
import { refKey } from '../../cluster/objects.ts';
import { crashFindings, NEEDS } from '../container/crashFinding.ts';
import { crashes } from '../facts/container-exits.ts';
import { defineWhy } from '../finding.ts';
import { linked } from '../objects/linked.ts';

export default defineWhy({
  id: 'crash-cause',
  needs: NEEDS,
  explains: ['ContainerCrashing'],
  why({ subject, about }, state) {
    const crash = crashes(state).find(({ workload, name }) => name === about && refKey(workload) === refKey(subject));
    return crash === undefined ? [] : crashFindings(crash, state).map((cause) => linked(subject, cause));
  },
});
