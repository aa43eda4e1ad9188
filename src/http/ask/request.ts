/** What `/ask` was asked, from any form of request. */
import type { Request } from 'express';
import { badRequest, URLENCODE_HINT } from '../errors.ts';
import { type Fields, fieldsOf } from '../fields.ts';
import { decodePercent } from '../text.ts';
import { booleanField, choiceField, integerField, languageField, textField } from '../values.ts';

export interface AskRequest {
  question: string;
  /** Text is sent as it comes. */
  stream: boolean;
  format: 'text' | 'sse' | 'json';
  maxSteps: number;
  namespace?: string;
  language?: 'en' | 'zh';
  conversation?: string;
}

const OPTIONS = ['stream', 'format', 'max_steps', 'namespace', 'lang', 'conversation'];
const ASK_FIELDS: ReadonlySet<string> = new Set(['q', ...OPTIONS]);
const PATH_FIELDS: ReadonlySet<string> = new Set(OPTIONS);
const MAX_QUESTION = 8000;

/** @throws HttpError 400 with what to change. */
export function askRequest(request: Request): AskRequest {
  const fields = fieldsOf(request, ASK_FIELDS);
  return { question: questionOf(textField(fields, 'q')), ...optionsOf(fields) };
}

/** `/q/{question}`: slashes belong to the question. */
export function askByPath(request: Request): AskRequest {
  const path = request.originalUrl.split('?')[0] ?? '';
  const question = decodePercent(path.slice('/q/'.length), { plus: false });
  return { question: questionOf(question), ...optionsOf(fieldsOf(request, PATH_FIELDS)) };
}

function questionOf(text: string | undefined): string {
  const question = text?.trim() ?? '';
  if (question === '') throw badRequest(`There is no question: give it as q, such as /ask?q=…; ${URLENCODE_HINT}.`);
  if (question.length > MAX_QUESTION)
    throw badRequest(`The question is longer than ${MAX_QUESTION} characters; shorten it.`);
  return question;
}

function optionsOf(fields: Fields): Omit<AskRequest, 'question'> {
  return {
    stream: booleanField(fields, 'stream') ?? true,
    format: choiceField(fields, 'format', ['text', 'sse', 'json']) ?? 'text',
    maxSteps: integerField(fields, 'max_steps', 1, 100) ?? 20,
    namespace: textField(fields, 'namespace'),
    language: languageField(fields),
    conversation: textField(fields, 'conversation'),
  };
}
