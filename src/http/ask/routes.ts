/** `/ask` and `/q/{question}`. */
import type { Express, Request, Response } from 'express';
import { principalOf } from '../auth.ts';
import { cancelSignal } from '../cancel.ts';
import { route } from '../methods.ts';
import type { HttpParts } from '../parts.ts';
import { answerFromEngine } from './engine.ts';
import { createSender } from './formats.ts';
import { type AskRequest, askByPath, askRequest } from './request.ts';

export function askRoutes(app: Express, parts: HttpParts): void {
  const ask = (request: Request, response: Response) => answer(parts, askRequest(request), response);
  const byPath = (request: Request, response: Response) => answer(parts, askByPath(request), response);
  route(app, '/ask', { GET: ask, POST: ask });
  route(app, '/q', { GET: byPath }, 'prefix');
}

async function answer(parts: HttpParts, ask: AskRequest, response: Response): Promise<void> {
  const principal = principalOf(response);
  const conversation = parts.conversations.open(principal, ask.conversation);
  const signal = cancelSignal(response, parts.stop, parts.limits.askSeconds);
  const sender = createSender(response, ask.format, ask.stream, conversation);
  sender.finish(await answerFromEngine(parts, ask, { principal, signal, emit: sender.event }));
}
