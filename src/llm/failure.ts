/** What an endpoint's refusal means, as one sentence that says what to do. */
import { retryAfterOf } from './retry.ts';
import { ModelError } from './types.ts';

const TOO_LONG =
  /context[ _-]?(?:length|window|size)|maximum (?:context|prompt)|too (?:long|many tokens)|exceeds? .{0,40}tokens/i;

/** `silent`: no byte came in time. */
export function toModelError(
  error: unknown,
  { name, baseUrl, timeoutSeconds }: { name: string; baseUrl: string; timeoutSeconds: number },
  silent: boolean,
): ModelError {
  if (error instanceof ModelError) return error;
  const host = new URL(baseUrl).host;
  if (silent)
    return new ModelError('silent', `The model at ${host} sent nothing for ${timeoutSeconds} s (llm.timeout_seconds).`);
  const { status, headers } = fieldsOf(error);
  const said = sentenceOf(error);
  if (status === undefined) return new ModelError('unavailable', `The model at ${host} cannot be reached: ${said}`);
  if (status === 429 || status >= 500) {
    const what = status === 429 ? 'has too many requests' : `failed with ${status}`;
    const retryAfterMs = retryAfterOf(headers, Date.now());
    return new ModelError('unavailable', `The model at ${host} ${what}: ${said}`, { status, retryAfterMs });
  }
  if ((status === 400 || status === 413) && TOO_LONG.test(said))
    return new ModelError('too_long', `The request is too long for ${name}: ${said} Lower llm.context_tokens.`, {
      status,
    });
  return new ModelError(
    'refused',
    `The model at ${host} refused the request (${status}): ${said} ${adviceFor(status)}`.trimEnd(),
    {
      status,
    },
  );
}

function adviceFor(status: number): string {
  if (status === 401 || status === 403) return 'Check its key (DEEPSEEK_API_KEY, OPENAI_API_KEY or LLM_API_KEY).';
  if (status === 402) return 'Check the account’s balance.';
  return status === 404 ? 'Check llm.model and llm.base_url.' : '';
}

/** By shape: the package is loaded only when a model is asked. */
function fieldsOf(error: unknown): { status?: number; headers?: Headers } {
  if (!(error instanceof Error)) return {};
  const status = 'status' in error && typeof error.status === 'number' ? error.status : undefined;
  const headers = 'headers' in error && error.headers instanceof Headers ? error.headers : undefined;
  return { status, headers };
}

/** The endpoint's own words, without the status that the package puts first; the cause of a broken connection is deeper. */
function sentenceOf(error: unknown): string {
  const causes: string[] = [];
  for (let at: unknown = error; at instanceof Error && causes.length < 4; at = at.cause) causes.push(at.message);
  const deepest = causes.at(-1) ?? String(error);
  const said = deepest
    .replace(/^\d{3}\s+/, '')
    .replace(/\s+/g, ' ')
    .trim()
    .slice(0, 300);
  return /[.!?。]$/.test(said) ? said : `${said}.`;
}
