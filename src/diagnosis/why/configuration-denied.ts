/** Why an application calls the wrong place or lacks a setting: it may not read its configuration from the API server. */
import { denials, NEEDS } from '../facts/rbac-denied.ts';
import { defineWhy } from '../finding.ts';
import { loggingContainers, startRecords } from '../log/read.ts';
import { linked } from '../objects/linked.ts';
import { podsOf } from '../objects/workloads.ts';

/** Replicas are denied the same. */
const PODS = 2;
const CONFIGURATION = /^(?:configmaps|secrets)$/;

export default defineWhy({
  id: 'configuration-denied',
  needs: NEEDS,
  explains: [
    'ConnectionPoolExhausted',
    'CallFailing',
    'ApplicationFailing',
    'ApplicationCrash',
    'ConfigurationInvalid',
  ],
  why: ({ subject }, state) =>
    podsOf(subject, state)
      .slice(0, PODS)
      .flatMap((pod) =>
        loggingContainers(pod).flatMap((container) =>
          denials(pod, container, startRecords(state, pod, container, 1) ?? [], state),
        ),
      )
      .filter(({ params }) => CONFIGURATION.test(String(params?.resource)))
      .map((cause) => linked(subject, cause)),
});
