/** One diagnosis: read what the rules need, derive causes, read what they wish for besides, rank, report. */
import type { KindName } from '../cluster/kinds.ts';
import { apiVersionOf, KINDS } from '../cluster/kinds.ts';
import type { ObjectRef } from '../cluster/objects.ts';
import type { ClusterSource, Gap } from '../cluster/source.ts';
import { derive, type Rules } from './causes/derive.ts';
import { type Ranking, rank } from './causes/rank.ts';
import { rootsOf } from './causes/roots.ts';
import { changeBefore } from './change/changeBefore.ts';
import { checkedOf } from './checked.ts';
import { FACTS } from './facts/table.ts';
import { addFigures } from './metrics/figures.ts';
import { callersOf } from './objects/callers.ts';
import { relatedTo, servesRequests } from './objects/related.ts';
import { type Focus, feelsTrouble, focusOf, kindMatches, languageOf } from './question.ts';
import { Reader } from './read/reader.ts';
import { type Scope, scopeOf } from './read/scope.ts';
import { viewOf } from './read/view.ts';
import { report } from './report.ts';
import type { DiagnosisOptions, DiagnosisRequest, DiagnosisResult } from './result.ts';
import type { State } from './state.ts';
import { WHYS } from './why/table.ts';

/** Rules run again after each reading; more rounds than this would mean rules that wish for ever. */
const MAX_ROUNDS = 12;

/**
 * Diagnoses what was asked and nothing else; never changes anything.
 * @throws ClusterUnreadableError when nothing can be read; the signal's reason when cancelled.
 */
export async function diagnose(
  source: ClusterSource,
  request: DiagnosisRequest,
  options: DiagnosisOptions,
): Promise<DiagnosisResult> {
  const startedAt = performance.now();
  const { signal, onProgress = () => {} } = options;
  const [identity, now] = await Promise.all([source.identity(signal), source.now(signal)]);
  const scope = await scopeOf(source, request, signal);
  const reader = new Reader(source, { signal, onProgress, closed: closedKinds(options) });
  for (const gap of [...(source.gaps ?? []), ...scope.gaps]) reader.store.gap(gap);
  const look = (namespaces: Scope['namespaces']) => lookInto(namespaces, request, reader, now.getTime());
  let found = await look(scope.namespaces);
  if (scope.wider !== undefined && !isTold(found.ranking)) {
    const wider = await look(scope.wider.namespaces);
    if ((wider.ranking.named || isElsewhere(scope, request)) && isTold(wider.ranking)) found = wider;
  }
  const { namespaces, missing, view, ranking, gaps } = found;
  signal?.throwIfAborted();
  const unmeasured =
    options.metrics === undefined ? [] : await addFigures(ranking, options.metrics, now.getTime(), signal);
  // Reads end in any order; what is reported has one.
  const allGaps = [...reader.store.gaps.values(), ...gaps, ...unmeasured].sort((a, b) =>
    a.what < b.what ? -1 : a.what > b.what ? 1 : 0,
  );
  return report({
    request,
    language: request.language ?? languageOf(request.question ?? ''),
    problemType: options.problemType,
    identity,
    namespaces,
    objects: reader.store.size,
    ranking,
    checked: (language) => checkedOf(view.state, reader.store, language),
    gaps: allGaps,
    missing,
    incomplete: allGaps.some((gap) => couldHideACause(gap) && !isUnaskedAddOn(gap, request.question ?? '')),
    startedAt,
    redact: options.redact,
  });
}

/** Reads some namespaces, and derives what is wrong in them with what was asked. */
async function lookInto(namespaces: Scope['namespaces'], request: DiagnosisRequest, reader: Reader, now: number) {
  await reader.readScope(namespaces);
  const { focus, missing } = await readFocus(request, namespaces, reader);
  return { namespaces, missing, ...(await settle(reader, { now, focus })) };
}

/** Whether somebody who feels something only guesses where it comes from: then it may come from elsewhere. */
const isElsewhere = ({ wider }: Scope, { question = '' }: DiagnosisRequest): boolean =>
  wider?.guessed === true && feelsTrouble(question);

/** Whether there is more than a guess. */
const isTold = ({ rootCauses }: Ranking): boolean =>
  rootCauses.some(({ node }) => node.finding.confidence !== 'possible');

const RULES: Rules = { facts: FACTS, whys: WHYS };

/** Kinds that are never read here: Secrets in a live cluster unless the configuration says so. */
const closedKinds = (options: DiagnosisOptions): ReadonlySet<KindName> =>
  new Set(options.secrets ? [] : ['secrets' as const]);

/** Runs the rules, reads what they wished for, and again, until they wish for nothing new. */
async function settle(reader: Reader, { now, focus }: { now: number; focus: Focus }) {
  const view = viewOf(reader.store, { now, focus, closed: reader.closed });
  const relations = {
    related: (ref: ObjectRef) => relatedTo(ref, view.state),
    callers: (refs: readonly ObjectRef[]) => callersOf(refs, view.state),
    serves: (ref: ObjectRef) => servesRequests(ref, view.state),
  };
  for (let round = 1; ; round++) {
    const { graph, gaps } = derive(view.state, RULES);
    const ranking = rank(rootsOf(graph), focus, relations, now);
    addChanges(ranking, view.state);
    const wishes = view.takeWishes();
    if (wishes.length === 0 || round === MAX_ROUNDS) return { view, ranking, gaps };
    if (!(await reader.fulfil(wishes))) return { view, ranking, gaps };
  }
}

/** A log that a capture left out hides nothing where the objects themselves are well; all else that failed might. */
const couldHideACause = ({ what, why }: Gap): boolean =>
  !(/^(?:previous )?logs of /.test(what) && why === 'not captured');

/** Kinds of add-ons (Gateway API, cert-manager, Argo CD, …) often may not be read; they matter where they are asked about. */
function isUnaskedAddOn({ what }: Gap, question: string): boolean {
  const [kind = ''] = what.split(' ', 1);
  const isAddOn = Object.hasOwn(KINDS, kind) && !KINDS[kind as KindName].builtin;
  return isAddOn && !/argo|flux|gitops|gateway|cert|tls|helm|route|secret|operator|证书|网关|路由/i.test(question);
}

/** How many causes are worth looking up the change behind. */
const CHANGES_FOR = 10;

/** What changed before: for the causes that are reported first. */
function addChanges({ rootCauses }: Ranking, state: State): void {
  for (const { node } of rootCauses.slice(0, CHANGES_FOR)) {
    const change = node.finding.change ?? changeBefore(node.finding, state);
    if (change !== undefined) node.finding = { ...node.finding, change };
  }
}

/** The focus of the request; an object asked for by kind and name is read if it was not yet, and a gap where there is none. */
async function readFocus(
  request: DiagnosisRequest,
  namespaces: readonly string[] | undefined,
  reader: Reader,
): Promise<{ focus: Focus; missing?: string }> {
  const { kind, name } = request;
  if (name === undefined) return { focus: focusOf(request, namespaces, reader.focusObjects()) };
  const table = kind === undefined ? undefined : kindNamed(kind);
  if (table !== undefined) {
    const where = KINDS[table].namespaced ? (namespaces ?? [undefined]) : [undefined];
    await reader.fulfil(
      where.map((namespace) =>
        namespace === undefined && KINDS[table].namespaced
          ? { type: 'list' as const, kind: table, namespace }
          : { type: 'get' as const, kind: table, namespace, name },
      ),
    );
  }
  const focus = focusOf(
    request,
    namespaces,
    table === undefined ? reader.focusObjects() : reader.store.objects(table, undefined),
  );
  if (focus.objects.length > 0) return { focus };
  const gap = notFound(request, table);
  reader.store.gap(gap);
  // What is not there is still what was asked about: only what explains its absence is a cause.
  const asked = { ref: missingRef(request, table), strength: 'named' as const };
  return { focus: { ...focus, objects: [asked], absent: true }, missing: gap.what };
}

const missingRef = ({ kind, name = '', namespace }: DiagnosisRequest, table: KindName | undefined): ObjectRef =>
  table === undefined
    ? { apiVersion: '', kind: kind ?? '', namespace, name }
    : {
        apiVersion: apiVersionOf(table),
        kind: KINDS[table].kind,
        ...(KINDS[table].namespaced ? { namespace } : {}),
        name,
      };

const kindNamed = (typed: string): KindName | undefined =>
  (Object.keys(KINDS) as KindName[]).find(
    (name) => name === typed.toLowerCase() || kindMatches(KINDS[name].kind, typed),
  );

function notFound({ kind = 'object', name, namespace }: DiagnosisRequest, table: KindName | undefined): Gap {
  const within = namespace !== undefined && (table === undefined || KINDS[table].namespaced);
  return {
    what: `${table === undefined ? kind : KINDS[table].kind} ${within ? `${namespace}/` : ''}${name}`,
    why: 'not found; check the kind, the name and the namespace',
  };
}
