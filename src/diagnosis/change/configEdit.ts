/** An edit of a ConfigMap as the cause of what a workload that reads it says since. */
import type { ConfigMap, ObjectRef } from '../../cluster/objects.ts';
import { refOf } from '../../cluster/objects.ts';
import { specEvidence, statusEvidence } from '../evidence.ts';
import type { Finding } from '../finding.ts';
import type { Evidence } from '../result.ts';
import { nameOf } from '../words/fill.ts';
import type { Edit } from './edits.ts';

/** What processes print that read their configuration anew. */
export const RELOADED =
  /re-?load(?:ed|ing)?|SIGHUP|config(?:uration)?(?: file)? (?:has )?(?:changed|updated|refreshed|applied)|配置(?:已)?(?:重新加载|更新|变更)/i;

/**
 * @param onset Epoch milliseconds of the first failure.
 * @param reload The lines of the log that tell of the reload, if any: without them it may be a coincidence.
 */
export function configEdited(
  map: ConfigMap,
  edit: Edit,
  workload: ObjectRef,
  onset: number,
  reload: readonly Evidence[],
): Finding {
  const ref = refOf(map);
  return {
    code: 'ConfigurationChanged',
    subject: ref,
    confidence: reload.length === 0 ? 'possible' : 'likely',
    params: {
      at: edit.at,
      by: edit.by,
      fields: edit.fields.join(', ') || undefined,
      minutes: Math.round((onset - Date.parse(edit.at)) / 60_000),
      workload: nameOf(workload),
    },
    evidence: [statusEvidence(ref, 'metadata.managedFields.time', edit.at, edit.at), ...edited(map, edit), ...reload],
    since: edit.at,
    affects: [{ ref: workload, relation: 'readsConfig' }],
  };
}

/** What the edited keys say now; files are too long to quote. */
const edited = (map: ConfigMap, { fields }: Edit): Evidence[] =>
  fields.flatMap((field) => {
    const value = field.startsWith('data.') ? map.data?.[field.slice('data.'.length)] : undefined;
    return typeof value === 'string' && value.length <= MAX_QUOTE ? [specEvidence(map, field, value)] : [];
  });
const MAX_QUOTE = 300;
