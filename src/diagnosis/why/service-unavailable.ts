/** Why a Service has nobody behind it: the first broken link from its selector to the ready pods. */
import { defineWhy } from '../finding.ts';
import { known } from '../state.ts';
import { SERVICE_WALK_KINDS } from '../walk/call.ts';
import { serviceSteps } from '../walk/service.ts';

export default defineWhy({
  id: 'service-unavailable',
  needs: SERVICE_WALK_KINDS,
  explains: ['ServiceUnavailable'],
  why({ subject, params }, state) {
    const service = known(state.find('services', subject.namespace, subject.name));
    const port = typeof params?.port === 'number' ? params.port : undefined;
    return service === undefined ? [] : serviceSteps({ service, port, from: undefined }, state);
  },
});
