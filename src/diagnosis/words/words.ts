/** The shape of the words table: everything that people read about a code, in English and Chinese. */
import type { Severity } from '../result.ts';

/**
 * A sentence in both languages. `{param}` is filled in; a `[[…]]` segment is dropped where one of its params is absent. All
 * may use `{subject}`, such as "Deployment shop/web", `{kind}`, `{namespace}` and `{name}`.
 */
export interface Template {
  en: string;
  zh: string;
}

export interface FixWords {
  title: Template;
  risk: 'safe' | 'review' | 'dangerous';
  /** Lines as typed in a shell; one with an absent param is dropped. */
  commands: readonly string[];
}

export interface CodeWords {
  /** The problem type that the code belongs to, such as `pod_crash`. */
  family: string;
  /**
   * cause: can be the end of a chain; symptom: something else ought to explain it, reported as a root cause only where
   * nothing does; notice: an oddity that is no problem.
   */
  role: 'cause' | 'symptom' | 'notice';
  severity: Severity;
  /** Id of the runbook that helps. */
  runbook?: string;
  title: Template;
  explanation: Template;
  fixes?: readonly FixWords[];
}
