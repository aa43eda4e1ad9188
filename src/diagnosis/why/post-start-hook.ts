/** Why a container is killed although its process runs well: its postStart hook failed, and the kubelet ends it for that. */
import { eventEvidence } from '../evidence.ts';
import { defineWhy } from '../finding.ts';
import { containerViews, harmed } from '../objects/containers.ts';
import { podsOf, WORKLOAD_KINDS } from '../objects/workloads.ts';

export default defineWhy({
  id: 'post-start-hook',
  needs: [...WORKLOAD_KINDS, 'events'],
  explains: ['KilledWithoutOom', 'ContainerCrashing', 'CrashUnexplained'],
  why({ subject }, state) {
    const hooked = podsOf(subject, state).flatMap((pod) =>
      containerViews(pod).filter(
        ({ spec, status }) => spec?.lifecycle?.postStart !== undefined && (status.restartCount ?? 0) > 0,
      ),
    );
    for (const view of hooked.slice(0, 3)) {
      const { pod, name, spec } = view;
      const event = state
        .events({ kind: 'Pod', ...pod.metadata })
        .findLast(({ reason, message = '' }) => reason === 'FailedPostStartHook' || /PostStartHook/.test(message));
      if (event === undefined) continue;
      const hook = spec?.lifecycle?.postStart;
      return [
        {
          cause: {
            code: 'PostStartHookFailed',
            subject,
            about: name,
            confidence: 'confirmed',
            params: {
              container: name,
              command: hook?.exec?.command?.join(' ').slice(0, 160) ?? hook?.httpGet?.path,
              message: event.message?.slice(0, 300),
            },
            evidence: [eventEvidence(event)],
            affects: harmed(subject, [view], 'runs'),
          },
          chain: [],
        },
      ];
    }
    return [];
  },
});
