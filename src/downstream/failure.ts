/** What went wrong between us and a server: in a sentence, and what it means for the call. */
import { ProtocolError, SdkError, SdkErrorCode, SdkHttpError } from '@modelcontextprotocol/client';
import { plainText } from './text.ts';

/**
 * `answer`: the server answered with an error: it works. `unsent`: the call has not reached it. `lost`: it may have
 * reached it. `timeout`: it has, and no answer came in time.
 */
export type FailureKind = 'answer' | 'unsent' | 'lost' | 'timeout';

/** Sorts an error of the client. */
export function kindOf(error: unknown): FailureKind {
  if (error instanceof ProtocolError) return 'answer';
  if (error instanceof SdkHttpError) return httpKind(error.status);
  if (error instanceof SdkError) {
    if (error.code === SdkErrorCode.RequestTimeout) return 'timeout';
    if (error.code === SdkErrorCode.ConnectionClosed || error.code === SdkErrorCode.SendFailed) return 'lost';
    return error.code === SdkErrorCode.NotConnected ? 'unsent' : 'answer';
  }
  return refused(error) || /HTTP 404/.test(String(error)) ? 'unsent' : 'lost';
}

/** A session that the server does not know (any more) is a 404, sent before anything is done. */
function httpKind(status: number | undefined): FailureKind {
  if (status === 404 || status === 429) return 'unsent';
  return status !== undefined && status < 500 ? 'answer' : 'lost';
}

function refused(error: unknown): boolean {
  const cause = error instanceof Error ? error.cause : undefined;
  return cause instanceof Error && 'code' in cause && cause.code === 'ECONNREFUSED';
}

/** An error as one sentence, with the cause that `fetch` hides. */
export function sentenceOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const said: string[] = [];
  for (let one: unknown = error; one instanceof Error && said.length < 4; one = one.cause) {
    const message = one.message.replace(/[.:\s]+$/, '');
    if (!said.join().includes(message)) said.push(message);
  }
  const line = plainText(said.join(': ').replace(/\s+/g, ' '), 500);
  return /[.!?]$/.test(line) ? line : `${line}.`;
}
