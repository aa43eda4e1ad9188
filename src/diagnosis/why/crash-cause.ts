/** Why a container keeps ending: one cause, from the runtime's message, else from the log of the run that ended, else from the exit code. */
import { refKey } from '../../cluster/objects.ts';
import { crashFindings, NEEDS } from '../container/crashFinding.ts';
import { crashes } from '../facts/container-exits.ts';
import { defineWhy } from '../finding.ts';

export default defineWhy({
  id: 'crash-cause',
  needs: NEEDS,
  explains: ['ContainerCrashing'],
  why({ subject, about }, state) {
    const crash = crashes(state).find(({ workload, name }) => name === about && refKey(workload) === refKey(subject));
    if (crash === undefined) return [];
    return crashFindings(crash, state).map((cause) => ({
      cause,
      chain:
        refKey(cause.subject) === refKey(subject)
          ? []
          : [
              {
                from: subject,
                relation: cause.affects?.find(({ ref }) => refKey(ref) === refKey(subject))?.relation ?? 'uses',
                to: cause.subject,
              },
            ],
    }));
  },
});
