/** The last progress of a call often arrives in one piece with its answer; the client would then drop it. */
import type { Transport } from '@modelcontextprotocol/client';

/** Holds an answer back for a moment where progress came just before it. To be called once the client is connected. */
export function answersAfterProgress(transport: Transport): void {
  const deliver = transport.onmessage;
  let progressing = false;
  transport.onmessage = (message, extra) => {
    if ('method' in message) {
      if (message.method === 'notifications/progress' && !progressing) {
        progressing = true;
        setImmediate(() => {
          progressing = false;
        });
      }
      deliver?.(message, extra);
    } else if (progressing) setImmediate(() => deliver?.(message, extra));
    else deliver?.(message, extra);
  };
}
