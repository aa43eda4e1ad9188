/** Redirections: the few that only silence a stream, or join two. */
import type { Redirect, Redirection } from 'unbash';
import { ShellRefusal, type Streams } from './plan.ts';

/** @throws ShellRefusal for every redirection that could read or write anything. */
export function streamsOf(redirections: readonly Redirection[]): Streams {
  const streams: Streams = { out: 'out', err: 'err', noInput: false };
  for (const redirection of redirections) {
    if (redirection.type === 'Redirect') apply(redirection, streams);
    else
      throw new ShellRefusal('A here-document or here-string (<<) cannot be used here: pipe the text in with printf.');
  }
  return streams;
}

/** One after another, as a shell does it: `2>&1` joins the output as it stands then. */
function apply({ operator, descriptor, target }: Redirect, streams: Streams): void {
  const refusal = new ShellRefusal(
    'Only </dev/null, >/dev/null, 2>/dev/null and 2>&1 can be used as redirections: nothing may be written to a file, and files are read by their names.',
  );
  if (target === undefined || target.parts !== undefined || descriptor?.type === 'FileDescriptorVariable')
    throw refusal;
  const from = descriptor?.value ?? (operator.startsWith('<') ? 0 : 1);
  const to = target.text;
  const nowhere = to === '/dev/null';
  if (operator === '<' && nowhere && from === 0) streams.noInput = true;
  else if ((operator === '>' || operator === '>>') && nowhere && from === 1) streams.out = 'null';
  else if ((operator === '>' || operator === '>>') && nowhere && from === 2) streams.err = 'null';
  else if ((operator === '&>' || operator === '&>>' || operator === '>&') && nowhere && descriptor === undefined)
    Object.assign(streams, { out: 'null', err: 'null' });
  else if (operator === '>&' && from === 2 && to === '1') streams.err = streams.out;
  else if (operator === '>&' && from === 1 && to === '2') streams.out = streams.err;
  else throw refusal;
}
