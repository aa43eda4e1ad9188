/** What changed in the accused object before the trouble began: its last revision, or the last edit of it. */
import { type KindName, kindNameOf } from '../../cluster/kinds.ts';
import type { Finding } from '../finding.ts';
import type { Change } from '../result.ts';
import { known, type State } from '../state.ts';
import { editsOf } from './edits.ts';
import { lastRevision } from './revisions.ts';
import type { FieldChange } from './templateDiff.ts';

/** A change longer ago than this before the onset (or the capture) explains nothing new. */
const RECENT_MS = 14 * 24 * 3_600_000;
/** Clocks differ, and a failure may be seen before its rollout is. */
const SLACK_MS = 120_000;

/** undefined where nothing changed lately, or where it is not known. */
export function changeBefore(finding: Finding, state: State): Change | undefined {
  const { subject } = finding;
  if (subject.missing) return undefined;
  const object = {
    apiVersion: subject.apiVersion,
    kind: subject.kind,
    namespace: subject.namespace,
    name: subject.name,
  };
  const revision = lastRevision(subject, state);
  if (revision !== undefined && revision.changes.length > 0 && isBefore(revision.at, finding, state)) {
    const change = mostRelevant(revision.changes, finding);
    return { object, ...change, revision: revision.revision, at: revision.at };
  }
  const kind = kindNameOf(subject.apiVersion, subject.kind);
  if (kind === undefined || TEMPLATED.has(kind)) return undefined;
  const found = known(state.find(kind, subject.namespace, subject.name));
  const edit = found === undefined ? undefined : editsOf(found).find(({ at }) => isBefore(at, finding, state));
  return edit && { object, field: edit.fields.join(', ') || undefined, at: edit.at, by: edit.by };
}

/** Kinds whose changes are revisions; their other edits (scale, annotations) say little. */
const TEMPLATED: ReadonlySet<KindName> = new Set(['pods', 'daemonsets', 'replicasets', 'events']);

function isBefore(at: string | undefined, { since }: Finding, { now }: State): boolean {
  if (at === undefined) return false;
  const onset = since === undefined ? now : Math.min(now, Date.parse(since) + SLACK_MS);
  const age = onset - Date.parse(at);
  return age >= 0 && age <= RECENT_MS;
}

/** The change whose value the evidence quotes, or whose field it names; else the first (they are in order of weight). */
function mostRelevant(changes: readonly FieldChange[], { evidence, params }: Finding): FieldChange | undefined {
  const said = [...evidence.map(({ quote, path }) => `${path} ${quote}`), ...Object.values(params ?? {})]
    .join(' ')
    .toLowerCase();
  const score = ({ field, to, from }: FieldChange): number => {
    const leaf =
      field
        .split(/[.[\]]/)
        .filter(Boolean)
        .at(-1)
        ?.toLowerCase() ?? '';
    const valueSaid = [to, from].some(
      (value) => value !== undefined && value.length > 2 && said.includes(value.toLowerCase()),
    );
    return (valueSaid ? 2 : 0) + (leaf.length > 2 && said.includes(leaf) ? 1 : 0);
  };
  return changes.toSorted((a, b) => score(b) - score(a))[0];
}
