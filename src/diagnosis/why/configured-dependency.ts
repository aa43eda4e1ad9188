/** Why an asked workload does not do its work, where its log does not say: what it is configured to call is broken. */
import { defineWhy } from '../finding.ts';
import { CONFIGURED_WALK_KINDS, configuredSteps } from '../walk/configured.ts';

export default defineWhy({
  id: 'configured-dependency',
  needs: CONFIGURED_WALK_KINDS,
  explains: ['AskedAbout'],
  why: ({ subject }, state) => configuredSteps(subject, state, false),
});
