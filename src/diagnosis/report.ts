/** From ranked roots to the published result: words in the asked language, quotes redacted, lists bounded. */
import { randomUUID } from 'node:crypto';
import type { ObjectRef } from '../cluster/objects.ts';
import { refKey } from '../cluster/objects.ts';
import type { ClusterIdentity, Gap } from '../cluster/source.ts';
import type { Ranking } from './causes/rank.ts';
import type { Root } from './causes/roots.ts';
import type { Finding } from './finding.ts';
import { problemTypeOf } from './problemType.ts';
import type { Cause, DiagnosisRequest, DiagnosisResult, Evidence, Fix, Language, Link } from './result.ts';
import { CODES } from './words/codes.ts';
import { fill, fillCommand } from './words/fill.ts';
import { phrases } from './words/phrases.ts';

export interface ReportInput {
  request: DiagnosisRequest;
  language: Language;
  /** Undefined: by the words of the question. */
  problemType: string | undefined;
  identity: ClusterIdentity;
  namespaces: readonly string[] | undefined;
  objects: number;
  ranking: Ranking;
  checked: (language: Language) => string[];
  gaps: readonly Gap[];
  /** What was asked about by name and does not exist. */
  missing: string | undefined;
  /** Whether one of the gaps could hide a cause of what was asked. */
  incomplete: boolean;
  startedAt: number;
  redact: (text: string) => string;
}

/** Lists longer than these say in a last entry how many are left out. */
const MAX = { rootCauses: 20, other: 20, notices: 30, symptoms: 25, gaps: 50 } as const;

export function report(input: ReportInput): DiagnosisResult {
  const { ranking, language, redact } = input;
  const rootCauses = ranking.rootCauses.slice(0, MAX.rootCauses).map((root) => causeOf(root, input));
  const other = ranking.other.slice(0, MAX.other).map((root) => causeOf(root, input));
  const cut = ranking.rootCauses.length - rootCauses.length + ranking.other.length - other.length;
  const gaps = input.gaps.slice(0, MAX.gaps).map(({ what, why }) => ({ what: redact(what), why: redact(why) }));
  if (input.gaps.length > MAX.gaps)
    gaps.push({ what: phrases[language].moreGaps(input.gaps.length - MAX.gaps), why: phrases[language].cut });
  if (cut > 0) gaps.push({ what: phrases[language].moreCauses(cut), why: phrases[language].cut });
  const status = rootCauses.length > 0 ? 'problems' : input.incomplete ? 'incomplete' : 'healthy';
  return {
    schemaVersion: 1,
    runId: randomUUID(),
    status,
    summary: phrases[language].summary(status, rootCauses, other.length, input.missing),
    language,
    problemType: input.problemType ?? problemTypeOf(input.request.question ?? ''),
    cluster: input.identity,
    scope: { namespaces: input.namespaces === undefined ? 'all' : [...input.namespaces], objects: input.objects },
    rootCauses,
    other,
    notices: noticesOf(ranking.notices, input),
    checked: input.checked(language),
    gaps,
    durationMs: Math.round(performance.now() - input.startedAt),
  };
}

function causeOf(root: Root, input: ReportInput): Cause {
  const { finding } = root.node;
  const { language, redact } = input;
  const words = CODES[finding.code];
  return {
    id: root.node.id,
    code: finding.code,
    severity: words.severity,
    confidence: finding.confidence,
    subject: { ...plain(finding.subject), missing: finding.subject.missing ?? false },
    title: redact(oneLine(fill(words.title, language, finding.subject, finding.params))),
    explanation: redact(oneLine(fill(words.explanation, language, finding.subject, finding.params))),
    since: finding.since ?? null,
    change: finding.change ?? null,
    evidence: evidenceOf(root).map((one) => redacted(one, redact)),
    chain: chainOf(root, input),
    symptoms: symptomsOf(root, input),
    ruledOut: (finding.ruledOut ?? []).map((one) => redact(one[language])),
    ...(words.runbook === undefined ? {} : { runbook: words.runbook }),
    fixes: fixesOf(finding, input),
  };
}

/** What programs said may have lines of its own. */
const oneLine = (text: string): string => text.replace(/\s*\n\s*/g, ' ');

const MAX_EVIDENCE = 10;

/** The root's own evidence, then what shows its nearest effects: each link of the chain is proved. */
function evidenceOf(root: Root): Evidence[] {
  const effects = root.effects.flatMap(({ node }) => node.finding.evidence.slice(0, 2));
  const seen = new Set<string>();
  return [...root.node.finding.evidence, ...effects]
    .filter(
      ({ source, path, quote }) => !seen.has(`${source} ${path} ${quote}`) && seen.add(`${source} ${path} ${quote}`),
    )
    .slice(0, MAX_EVIDENCE);
}

/** One quote: white space folded, secrets masked. */
function redacted(evidence: Evidence, redact: (text: string) => string): Evidence {
  return { ...evidence, object: plain(evidence.object), quote: redact(evidence.quote.replace(/\s+/g, ' ').trim()) };
}

const plain = ({ apiVersion, kind, namespace, name }: ObjectRef): ObjectRef =>
  namespace === undefined ? { apiVersion, kind, name } : { apiVersion, kind, namespace, name };

/** The longest way from a symptom that the question is about, else from any symptom. */
function chainOf(root: Root, input: ReportInput): Link[] {
  const asked = new Set(input.ranking.focusKeys);
  const ways = root.effects.filter(({ chain }) => chain.length > 0);
  const focused = ways.filter(({ node }) => asked.has(refKey(node.finding.subject)));
  const longest = (focused.length > 0 ? focused : ways).toSorted((a, b) => b.chain.length - a.chain.length)[0];
  const direct = root.node.finding.affects?.[0];
  const chain =
    longest?.chain ?? (direct ? [{ from: direct.ref, relation: direct.relation, to: root.node.finding.subject }] : []);
  return chain
    .filter((link) => refKey(link.from) !== refKey(link.to))
    .map(({ from, relation, to }) => ({ from: plain(from), relation, to: plain(to) }));
}

function symptomsOf(root: Root, { language, redact }: ReportInput): Cause['symptoms'] {
  const symptoms = new Map<string, Cause['symptoms'][number]>();
  for (const { node } of root.effects) {
    const { subject, code, params } = node.finding;
    const key = refKey(subject);
    if (key === refKey(root.node.finding.subject) || symptoms.has(key)) continue;
    symptoms.set(key, {
      object: plain(subject),
      code,
      title: redact(fill(CODES[code].title, language, subject, params)),
    });
  }
  const all = [...symptoms.values()];
  const cut = all.length - MAX.symptoms;
  const last = all[MAX.symptoms - 1];
  if (cut <= 0 || last === undefined) return all;
  return [...all.slice(0, MAX.symptoms - 1), { ...last, title: `${last.title} ${phrases[language].andMore(cut)}` }];
}

function fixesOf({ code, subject, params }: Finding, { language, redact }: ReportInput): Fix[] {
  return (CODES[code].fixes ?? []).map(({ title, risk, commands }) => ({
    title: redact(fill(title, language, subject, params)),
    risk,
    commands: commands.flatMap((command) => fillCommand(command, subject, params) ?? []).map(redact),
  }));
}

function noticesOf(roots: readonly Root[], { language, redact }: ReportInput): DiagnosisResult['notices'] {
  const notices = roots.map(({ node: { finding } }) => ({
    object: plain(finding.subject),
    title: redact(fill(CODES[finding.code].title, language, finding.subject, finding.params)),
  }));
  const first = notices[MAX.notices];
  if (first === undefined) return notices;
  return [
    ...notices.slice(0, MAX.notices),
    { object: first.object, title: phrases[language].moreNotices(notices.length - MAX.notices) },
  ];
}
