/** Why an application begins to fail by itself: a ConfigMap that it reads was edited just before, and maybe reloaded. */

import type { ObjectRef } from '../../cluster/objects.ts';
import { refKey } from '../../cluster/objects.ts';
import { configEdited, RELOADED } from '../change/configEdit.ts';
import { editsOf } from '../change/edits.ts';
import { logEvidence } from '../evidence.ts';
import { defineWhy, type Step } from '../finding.ts';
import { loggingContainers, logRecords } from '../log/read.ts';
import { CONFIG_KINDS, type ConfigState, configOf } from '../objects/configOrigin.ts';
import { podsOf } from '../objects/workloads.ts';
import type { Evidence } from '../result.ts';
import { known } from '../state.ts';

/** The kubelet brings an edit into a mounted file within two minutes; reloads and restarts follow. */
const WITHIN_MS = 15 * 60_000;

export default defineWhy({
  id: 'config-edited',
  needs: CONFIG_KINDS,
  explains: ['ApplicationFailing', 'ServerLimitReached', 'ConnectionPoolExhausted'],
  why({ subject, since }, state) {
    const onset = Date.parse(since ?? '');
    if (Number.isNaN(onset)) return [];
    const maps = new Map(
      configOf(subject, state)
        .filter(({ object }) => object.kind === 'ConfigMap')
        .map(({ object }) => [refKey(object), object]),
    );
    return [...maps.values()].flatMap((ref): Step[] => {
      const map = known(state.find('configmaps', ref.namespace, ref.name));
      const edit = map && editsOf(map)[0];
      const before = edit === undefined ? Number.NaN : onset - Date.parse(edit.at);
      if (map === undefined || edit === undefined || !(before >= 0 && before <= WITHIN_MS)) return [];
      const reload = reloadAfter(subject, Date.parse(edit.at), onset, state);
      return [
        {
          cause: configEdited(map, edit, subject, onset, reload === undefined ? [] : [reload]),
          chain: [{ from: subject, relation: 'readsConfig', to: ref }],
        },
      ];
    });
  },
});

/** The line that says that the configuration was read anew, between the edit and the first failure. */
function reloadAfter(workload: ObjectRef, edit: number, onset: number, state: ConfigState): Evidence | undefined {
  for (const pod of podsOf(workload, state).slice(0, 2)) {
    for (const container of loggingContainers(pod)) {
      const found = (logRecords(state, pod, container, { priority: 1 }) ?? []).find(
        ({ at, text }) => at !== undefined && at >= edit && at <= onset && RELOADED.test(text),
      );
      if (found !== undefined) return logEvidence(pod, container, found.raw, new Date(found.at ?? 0).toISOString());
    }
  }
  return undefined;
}
