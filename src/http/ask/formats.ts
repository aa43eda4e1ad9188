/** The three ways to send an answer: text, server-sent events, JSON. */
import type { Response } from 'express';
import type { Answer, AskError, AskEvent } from '../../agent/events.ts';
import { HttpError } from '../errors.ts';

export interface Sender {
  event: (event: AskEvent) => void;
  /** Sends the answer and ends the response. @throws HttpError where nothing was sent yet and there is no answer to send. */
  finish: (answer: Answer) => void;
}

export interface SenderOptions {
  /** Text is sent as it comes. */
  stream: boolean;
  conversation: string;
  /** Proxies close connections on which nothing comes: a stream of events is never silent for longer. */
  heartbeatMs: number;
}

export function createSender(
  response: Response,
  format: 'text' | 'sse' | 'json',
  { stream, conversation, heartbeatMs }: SenderOptions,
): Sender {
  response.set('X-Conversation-Id', conversation);
  if (format === 'sse') return sseSender(response, conversation, heartbeatMs);
  return format === 'json' ? jsonSender(response, conversation) : textSender(response, stream);
}

function textSender(response: Response, stream: boolean): Sender {
  let begun = false;
  const begin = () => {
    if (!begun) open(response, 'text/plain; charset=utf-8');
    begun = true;
  };
  return {
    event(event) {
      if (!stream || event.type !== 'step' || response.writableEnded) return;
      begin();
      response.write(`· ${event.text.replace(/\s*\n\s*/g, ' ')}\n`);
    },
    finish(answer) {
      if (!begun) throwIfNothing(answer);
      const { text } = answer;
      const separator = begun ? '\n' : '';
      begin();
      response.end(`${separator}${text.trimEnd()}\n`);
    },
  };
}

function jsonSender(response: Response, conversation: string): Sender {
  return {
    event: () => {},
    finish(answer) {
      throwIfNothing(answer);
      const { text, stop, diagnosis, steps, usage } = answer;
      response.json({ ...diagnosis, answer: text, stop, conversation, steps, usage });
    },
  };
}

function sseSender(response: Response, conversation: string, heartbeatMs: number): Sender {
  open(response, 'text/event-stream; charset=utf-8');
  const heartbeat = setInterval(() => response.write(': still here\n\n'), heartbeatMs);
  response.once('close', () => clearInterval(heartbeat));
  const send = (name: string, data: object) => {
    response.write(`event: ${name}\ndata: ${JSON.stringify(data)}\n\n`);
  };
  return {
    event({ type, ...data }) {
      // What was cancelled may still say something.
      if (!response.writableEnded) send(type, data);
    },
    finish({ text, stop, error }) {
      if (error !== undefined) send('error', { code: error.code, message: error.message });
      send('answer', { text, stop, conversation });
      send('done', {});
      clearInterval(heartbeat);
      response.end();
    },
  };
}

const STATUS: Readonly<Record<AskError['code'], number>> = {
  denied: 403,
  bad_request: 400,
  cluster_unreadable: 503,
  failed: 500,
  time: 504,
  model_failed: 502,
};

/** Where a diagnosis was made there is an answer, whatever else failed. */
function throwIfNothing({ error, diagnosis }: Answer): void {
  if (error === undefined || diagnosis !== undefined) return;
  throw new HttpError(STATUS[error.code], error.code, error.message);
}

/** Sends the head at once; nginx would hold back what follows without being told not to. */
function open(response: Response, type: string): void {
  response.set({ 'Content-Type': type, 'Cache-Control': 'no-store, no-transform', 'X-Accel-Buffering': 'no' });
  response.flushHeaders();
}
