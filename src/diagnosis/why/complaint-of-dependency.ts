/**
 * Why an application has no connections left, falls behind or fails: what it is configured to call is broken, or complains itself.
 * A pool fills up when its server answers late or not at all.
 */

import type { ObjectRef } from '../../cluster/objects.ts';
import { refKey, refOf } from '../../cluster/objects.ts';
import { isReady } from '../../semantics/endpoints.ts';
import { complaintsIn } from '../facts/log-complaints.ts';
import { defineWhy, type Finding, type Step } from '../finding.ts';
import { COMPLAINT_KINDS as NEEDS } from '../log/complaintFinding.ts';
import { loggingContainers, logRecords } from '../log/read.ts';
import { dependenciesOf } from '../objects/dependencies.ts';
import { workloadsBehind } from '../objects/related.ts';
import { podsOf } from '../objects/workloads.ts';
import type { State } from '../state.ts';
import { CONFIGURED_WALK_KINDS, configuredSteps } from '../walk/configured.ts';
import { serviceSteps } from '../walk/service.ts';
import type { Code } from '../words/codes.ts';

const KINDS = [...new Set([...NEEDS, ...CONFIGURED_WALK_KINDS])];
type DependencyState = State<(typeof KINDS)[number]>;

/** What a server says of itself that makes its clients wait. */
const HOLDS_UP: ReadonlySet<Code> = new Set([
  'ConnectionPoolExhausted',
  'ServerLimitReached',
  'ServerReadOnly',
  'LockContention',
  'SlowQueries',
]);

export default defineWhy({
  id: 'complaint-of-dependency',
  needs: KINDS,
  explains: ['ConnectionPoolExhausted', 'QueueBacklog', 'ApplicationFailing', 'AskedAbout', 'NamedResourceMissing'],
  why({ subject, code, params, affects = [] }, state) {
    // Brokers that are down know no topic.
    if (code === 'NamedResourceMissing') {
      const caller = affects[0]?.ref ?? subject;
      return params?.thing === 'topic' ? configuredSteps(caller, state, true) : [];
    }
    // An application's own errors may be its own fault: only what a server says of itself counts for them.
    if (code === 'ApplicationFailing' || code === 'AskedAbout') return ofServers(subject, state);
    const named = configuredSteps(subject, state, true);
    const broken = named.length > 0 ? named : brokenBeside(subject, state);
    return broken.length > 0 ? broken : ofServers(subject, state);
  },
});

/** An address may stand in a Secret: then a database beside that does not serve is the one that is called. */
function brokenBeside(caller: ObjectRef, state: DependencyState): Step[] {
  if (dependenciesOf(caller, state).length > 0) return [];
  const [from] = podsOf(caller, state);
  return databasesBeside(caller, state).flatMap((service) =>
    serviceSteps({ service, port: undefined, from, fails: true }, state)
      .filter(({ cause }) => cause.code !== 'WorkloadDegraded' && refKey(cause.subject) !== refKey(caller))
      .map(({ cause, chain }) => ({
        cause,
        chain: [{ from: caller, relation: 'calls', to: refOf(service) }, ...chain],
      })),
  );
}

function ofServers(caller: ObjectRef, state: DependencyState): Step[] {
  const named = dependenciesOf(caller, state).map(({ service }) => service);
  return (named.length > 0 ? named : databasesBeside(caller, state)).flatMap((service) =>
    workloadsBehind(service.metadata.namespace, service.metadata.name, state)
      .filter((server) => refKey(server) !== refKey(caller))
      .flatMap((server) => {
        const chain = [
          { from: caller, relation: 'calls', to: refOf(service) },
          { from: refOf(service), relation: 'backedBy', to: server },
        ];
        return complaintsOf(server, state)
          .filter((cause) => HOLDS_UP.has(cause.code) && refKey(cause.subject) !== refKey(caller))
          .map((cause) => ({ cause, chain }));
      }),
  );
}

/** An address may stand in a Secret: then the databases of the caller's namespace are meant. */
const databasesBeside = ({ namespace }: ObjectRef, state: DependencyState) =>
  state
    .list('services', namespace)
    .filter(({ metadata }) => metadata.namespace === namespace)
    .filter(({ spec }) => (spec?.ports ?? []).some(({ port }) => DATABASES.has(port)));
const DATABASES: ReadonlySet<number> = new Set([1433, 1521, 3306, 5432, 6432, 27017]);

function complaintsOf(server: ObjectRef, state: DependencyState): Finding[] {
  const pods = podsOf(server, state).filter(isReady).slice(0, 2);
  return pods.flatMap((pod) =>
    loggingContainers(pod).flatMap((container) =>
      complaintsIn(logRecords(state, pod, container, { priority: 1 }) ?? [], pod, container, state),
    ),
  );
}
