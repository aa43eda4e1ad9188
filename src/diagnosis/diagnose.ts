/** One diagnosis: read what the rules need, derive causes, rank, report. */
import type { ClusterSource } from '../cluster/source.ts';
import type { DiagnosisOptions, DiagnosisRequest, DiagnosisResult } from './result.ts';

/**
 * Diagnoses what was asked and nothing else; never changes anything.
 * @throws ClusterUnreadableError when nothing can be read; the signal's reason when cancelled.
 */
export async function diagnose(
  _source: ClusterSource,
  _request: DiagnosisRequest,
  _options: DiagnosisOptions,
): Promise<DiagnosisResult> {
  throw new Error('The engine is being built.');
}
