/** The diagnosis result as users and other programs see it. One schema: types, JSON Schema and MCP `outputSchema` derive from it. */
import * as z from 'zod';
import type { ReadMetrics } from './metrics/figures.ts';

export const Language = z.enum(['en', 'zh']);
export const Severity = z.enum(['critical', 'warning']);
export const Confidence = z.enum(['confirmed', 'likely', 'possible']);

const Ref = z
  .object({
    apiVersion: z.string(),
    kind: z.string(),
    namespace: z.string().optional(),
    name: z.string(),
  })
  .meta({ id: 'ObjectRef' });

const Subject = Ref.extend({ missing: z.boolean().describe('the object ought to exist and does not') });

const Evidence = z.object({
  object: Ref,
  source: z.enum(['status', 'event', 'spec', 'log', 'metric']),
  path: z.string().describe('field path in the object, event reason, or container name of a log'),
  quote: z.string().describe('verbatim but for redaction (***) and white space'),
  at: z.string().optional().describe('RFC 3339'),
});

const Link = z.object({ from: Ref, relation: z.string(), to: Ref });

const Symptom = z.object({ object: Ref, code: z.string(), title: z.string() });

const Change = z.object({
  object: Ref,
  field: z.string().optional(),
  from: z.string().optional(),
  to: z.string().optional(),
  revision: z.string().optional(),
  at: z.string().optional(),
  by: z.string().optional(),
});

const Fix = z.object({
  title: z.string(),
  risk: z.enum(['safe', 'review', 'dangerous']),
  commands: z.array(z.string()),
});

const Cause = z
  .object({
    id: z.string(),
    code: z.string(),
    severity: Severity,
    confidence: Confidence,
    subject: Subject,
    title: z.string(),
    explanation: z.string(),
    since: z.string().nullable(),
    change: Change.nullable(),
    evidence: z.array(Evidence),
    chain: z.array(Link).describe('symptom → root cause'),
    symptoms: z.array(Symptom),
    ruledOut: z.array(z.string()),
    runbook: z.string().optional(),
    fixes: z.array(Fix),
  })
  .meta({ id: 'Cause' });

export const DiagnosisResult = z.object({
  schemaVersion: z.literal(1),
  runId: z.string(),
  status: z.enum(['problems', 'healthy', 'incomplete']),
  summary: z.string(),
  language: Language,
  problemType: z.string(),
  cluster: z.object({
    context: z.string().nullable(),
    server: z.string().nullable(),
    version: z.string().nullable(),
    capturedAt: z.string().nullable(),
  }),
  scope: z.object({ namespaces: z.union([z.array(z.string()), z.literal('all')]), objects: z.number().int() }),
  rootCauses: z.array(Cause),
  other: z.array(Cause),
  notices: z.array(z.object({ object: Ref, title: z.string() })),
  checked: z.array(z.string()),
  gaps: z.array(z.object({ what: z.string(), why: z.string() })),
  durationMs: z.number(),
});

export type DiagnosisResult = z.infer<typeof DiagnosisResult>;
export type Cause = z.infer<typeof Cause>;
export type Evidence = z.infer<typeof Evidence>;
export type Link = z.infer<typeof Link>;
export type Symptom = z.infer<typeof Symptom>;
export type Change = z.infer<typeof Change>;
export type Fix = z.infer<typeof Fix>;
export type Language = z.infer<typeof Language>;
export type Severity = z.infer<typeof Severity>;
export type Confidence = z.infer<typeof Confidence>;

/** What is asked. All fields are optional: without any, everything readable is diagnosed. */
export interface DiagnosisRequest {
  question?: string;
  /** Narrow to one namespace; undefined: a namespace named in the question, else all readable. */
  namespace?: string;
  /** Ask about one object. */
  kind?: string;
  name?: string;
  /** Language of the answer; undefined: that of the question. */
  language?: Language;
}

export interface DiagnosisOptions {
  signal?: AbortSignal;
  /** Called with one sentence a step, for people who wait. */
  onProgress?: (step: string) => void;
  /** Masks secrets in every quote, title and gap. */
  redact: (text: string) => string;
  /** Whether Secrets may be read (keys, types, certificate dates; never values). */
  secrets: boolean;
  /** Asks the Prometheus of this cluster, where one is configured. */
  metrics?: ReadMetrics;
  /** The problem type of the question, where somebody knows better than its words. */
  problemType?: string;
}
