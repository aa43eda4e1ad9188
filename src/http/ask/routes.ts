/** `/ask` and `/q/{question}`. */
import type { Express, Request, Response } from 'express';
import { principalOf } from '../auth.ts';
import { cancelSignal } from '../cancel.ts';
import { HttpError } from '../errors.ts';
import { route } from '../methods.ts';
import type { HttpParts } from '../parts.ts';
import { createSender } from './formats.ts';
import { type AskRequest, askByPath, askRequest } from './request.ts';

export function askRoutes(app: Express, parts: HttpParts): void {
  const ask = (request: Request, response: Response) => answer(parts, askRequest(request), response);
  const byPath = (request: Request, response: Response) => answer(parts, askByPath(request), response);
  route(app, '/ask', { GET: ask, POST: ask });
  route(app, '/q', { GET: byPath }, 'prefix');
}

async function answer(parts: HttpParts, asked: AskRequest, response: Response): Promise<void> {
  const principal = principalOf(response);
  const { agent, conversations } = await parts.agent();
  const conversation = conversations.open(principal.name, asked.conversation);
  if (conversation === undefined) {
    const message = 'There is no such conversation; leave "conversation" out to begin one.';
    throw new HttpError(404, 'unknown_conversation', message);
  }
  const { question, namespace, language, maxSteps } = asked;
  // The agent itself minds limits.ask_seconds: it keeps some of them to conclude.
  const signal = cancelSignal(response, parts.stop);
  const sender = createSender(response, asked.format, {
    stream: asked.stream,
    conversation: conversation.id,
    heartbeatMs: parts.heartbeatSeconds * 1000,
  });
  const input = { question, namespace, language, maxSteps, conversation, principal, signal };
  sender.finish(await agent.ask({ ...input, emit: sender.event }));
}
