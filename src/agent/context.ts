/**
 * What a model is sent, kept within its context: the question and the findings stay, results shrink from the oldest on to
 * a line that says what they were and where the whole is kept, then whole turns become an entry of a list. No model is
 * asked to summarise, so the same investigation always reads the same.
 */
import { estimateMessage } from '../llm/client.ts';
import type { Message, Turn } from '../llm/types.ts';
import { untrusted } from './untrusted.ts';

export interface ToolReply {
  callId: string;
  /** The call as people say it. */
  label: string;
  ok: boolean;
  text: string;
}

export interface ContextOptions {
  system: string;
  /** Earlier questions and answers of the conversation. */
  history: readonly Message[];
  question: string;
  /** Tokens of messages, the declarations of tools not among them. */
  maxTokens: number;
  /** Keeps a text and returns the handle to read it by. */
  keep: (text: string) => string;
}

export interface Context {
  /** A turn that asked for tools, and what they gave; `note` is said after them. */
  add: (turn: Turn, replies: readonly ToolReply[], note?: string) => void;
  /** What to send now; `last` is said at the end. */
  messages: (...last: readonly Message[]) => Message[];
  /** The endpoint counts so many tokens where we count one. */
  calibrate: (ratio: number) => void;
  /** The endpoint found it too long: plan with less. */
  shorten: () => void;
  tokens: () => number;
}

interface Round {
  turn: Turn;
  replies: readonly (ToolReply & { handle?: string })[];
  note: string | undefined;
  /** 0: as it came; 1: a line a result; 2: an entry of the list of earlier calls. */
  level: 0 | 1 | 2;
}

/** Once something has to go, this share of the budget is the aim: the beginning then stays the same for some turns. */
const AIM = 0.7;
/** Of the budget, what a single result may take. */
const SHARE = 0.2;

export function createContext({ system, history, question, maxTokens, keep }: ContextOptions): Context {
  const rounds: Round[] = [];
  let budget = maxTokens;
  let remembered = history;
  const build = (): Message[] => {
    const gone = rounds.filter(({ level }) => level === 2);
    const asked = gone.length === 0 ? question : `${question}\n${listOf(gone)}`;
    const shown = rounds.filter(({ level }) => level < 2).flatMap((round) => messagesOf(round, rounds, keep));
    return [{ role: 'system', text: system }, ...remembered, { role: 'user', text: asked }, ...shown];
  };
  const size = (messages: readonly Message[]) => messages.reduce((sum, message) => sum + estimateMessage(message), 0);
  /** Takes one more thing out; false when nothing is left to take. */
  const shrink = (): boolean => {
    const candidate =
      rounds.slice(0, -1).find(({ level }) => level === 0) ?? rounds.slice(0, -1).find(({ level }) => level === 1);
    if (candidate !== undefined) candidate.level = candidate.level === 0 ? 1 : 2;
    else if (remembered.length > 0) remembered = remembered.slice(2);
    else return lastToLine(rounds);
    return true;
  };
  return {
    add(turn, replies, note) {
      const most = Math.floor(budget * SHARE * 3);
      const cut = replies.map((reply) => ({ ...reply, ...cutTo(reply.text, most, keep) }));
      rounds.push({ turn, replies: cut, note, level: 0 });
    },
    messages(...last) {
      let messages = [...build(), ...last];
      if (size(messages) <= budget) return messages;
      while (size(messages) > budget * AIM && shrink()) messages = [...build(), ...last];
      return messages;
    },
    calibrate(ratio) {
      budget = Math.min(budget, Math.floor(maxTokens / ratio));
    },
    shorten() {
      budget = Math.floor(Math.min(budget, size(build())) * AIM);
    },
    tokens: () => size(build()),
  };
}

/** Only where nothing else is left: a model that wrote arguments without end must not block its own run. */
function lastToLine(rounds: readonly Round[]): boolean {
  const last = rounds.at(-1);
  if (last === undefined || last.level === 2) return false;
  last.level = last.level === 0 ? 1 : 2;
  return true;
}

/** The beginning of a text that is too long, and the handle of the whole. */
function cutTo(text: string, most: number, keep: (text: string) => string): { text: string; handle?: string } {
  if (text.length <= most) return { text };
  const newline = text.lastIndexOf('\n', most);
  const end = newline > most * 0.8 ? newline + 1 : most;
  const handle = keep(text);
  const note = `[cut: ${text.length - end} of ${text.length} characters are not shown; result_page handle=${handle} offset=${end}]`;
  return { text: `${text.slice(0, end)}\n${note}`, handle };
}

function messagesOf(round: Round, all: readonly Round[], keep: (text: string) => string): Message[] {
  const { turn, replies, note, level } = round;
  const said: Message = { role: 'assistant', text: turn.text, calls: turn.calls, reasoning: turn.reasoning };
  const results = replies.map((reply, index): Message => {
    const text = untrusted(reply.label, level === 0 ? reply.text : lineOf(reply, all, keep));
    const last = index === replies.length - 1 && note !== undefined;
    return { role: 'tool', callId: reply.callId, text: last ? `${text}\n${note}` : text };
  });
  return [said, ...results];
}

/** What a result was, the lines of it that the model has quoted since, and the handle of the whole. */
function lineOf(reply: Round['replies'][number], rounds: readonly Round[], keep: (text: string) => string): string {
  reply.handle ??= keep(reply.text);
  const lines = reply.text.split('\n').filter((line) => line.trim() !== '');
  const cited = citedLines(lines, rounds.map(({ turn }) => turn.text).join('\n'));
  const state = reply.ok ? 'ok' : 'failed';
  const first = lines[0]?.slice(0, 120) ?? 'nothing';
  return [`[${state}, ${lines.length} lines; whole: result_page handle=${reply.handle}] ${first}`, ...cited].join('\n');
}

function citedLines(lines: readonly string[], said: string): string[] {
  const quotes = [...said.matchAll(/[`"“「]([^`"”」\n]{8,200})[`"”」]/g)].map(([, quote]) => quote ?? '');
  return lines
    .filter((line) => quotes.some((quote) => line.includes(quote)))
    .slice(0, 4)
    .map((line) => line.slice(0, 300));
}

/** The calls of turns that are no longer shown: enough not to make them again. */
function listOf(gone: readonly Round[]): string {
  const calls = gone.flatMap(({ replies }) =>
    replies.map(({ label, ok }) => `- ${label.slice(0, 90)}${ok ? '' : ' (failed)'}`),
  );
  const omitted = calls.length - 40;
  const shown = calls.slice(-40).join('\n');
  return `Calls made earlier, results no longer shown:\n${untrusted('earlier calls', omitted > 0 ? `[${omitted} more]\n${shown}` : shown)}`;
}
