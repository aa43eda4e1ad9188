/** What `ask` shows on standard error while an answer is being made, and what it took. */
import type { Answer, AskEvent } from '../agent/events.ts';
import { cutTo } from './columns.ts';
import type { Output } from './output.ts';

export interface Steps {
  emit: (event: AskEvent) => void;
  /** Nothing more is shown. */
  end: () => void;
}

/** Calls stay on the screen with the time since the start, their results folded to a line; the rest passes by. `clock` in milliseconds. */
export function createSteps(output: Output, clock: () => number): Steps {
  const started = clock();
  const seconds = () => (clock() - started) / 1000;
  const names = new Map<string, string>();
  let doing = '';
  const show = () => output.progress(`${Math.floor(seconds())} s ${doing}`);
  // A model may take its time: the seconds go on.
  const timer = setInterval(() => doing !== '' && show(), 1000).unref();
  return {
    emit(event) {
      if (event.type === 'step') {
        doing = event.text;
        show();
      } else if (event.type === 'tool_call') names.set(event.id, nameOf(event));
      else if (event.type === 'tool_result') {
        output.note(resultLine(event, names.get(event.id), seconds(), output.live));
        doing = '';
      } else if (event.type === 'approval_required')
        output.note(`${' '.repeat(9)}⏸ ${event.command}: aiops-copilot approvals approve ${event.approval}`);
    },
    end() {
      clearInterval(timer);
      output.endProgress();
    },
  };
}

type Of<T extends AskEvent['type']> = Extract<AskEvent, { type: T }>;

/** `columns` of the terminal; undefined where there is none. */
function resultLine(
  { id, ok, summary }: Of<'tool_result'>,
  name: string | undefined,
  seconds: number,
  columns: number | undefined,
): string {
  const line = `${`${seconds.toFixed(1)} s`.padStart(8)} ${ok ? '✓' : '✗'} ${name ?? id}: ${summary}`;
  return columns === undefined ? line.slice(0, 300) : cutTo(line, columns);
}

/** Without the question, where it is the person's own. */
const nameOf = ({ id, tool, arguments: input }: Of<'tool_call'>): string =>
  id === tool ? tool : `${tool} ${firstText(input)}`.trim();

function firstText(input: unknown): string {
  const values = typeof input === 'object' && input !== null ? Object.values(input) : [];
  const text = values.find((value) => typeof value === 'string');
  return text === undefined ? '' : text.replace(/\s+/g, ' ').slice(0, 100);
}

/** What the model took; nothing where none was asked. */
export function usageLine({ inputTokens, cachedTokens, outputTokens, cost }: Answer['usage']): string {
  if (inputTokens + outputTokens === 0) return '';
  const cached = cachedTokens > 0 ? ` (${cachedTokens} cached)` : '';
  const price = cost === undefined ? '' : `, cost ${cost.toPrecision(2)}`;
  return `· ${inputTokens} tokens read${cached}, ${outputTokens} written${price}`;
}
