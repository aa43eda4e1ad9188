import { describe, expect, it } from 'vitest';
import { Lines } from '../../src/downstream/lines.ts';

/** Every message that the pieces hold. */
function read(...pieces: string[]): unknown[] {
  const lines = new Lines(1000);
  return pieces.flatMap((piece) => {
    lines.append(Buffer.from(piece));
    const found: unknown[] = [];
    for (let message = lines.readMessage(); message !== null; message = lines.readMessage()) found.push(message);
    return found;
  });
}

const answer = (id: number) => ({ jsonrpc: '2.0', id, result: { content: [{ type: 'text', text: '重启 ✓' }] } });
const line = (message: object) => `${JSON.stringify(message)}\n`;

describe('messages', () => {
  it('are the same however their lines are cut, also in the middle of a character', () => {
    const all = [answer(1), { jsonrpc: '2.0', method: 'notifications/message', params: { level: 'info' } }, answer(2)];
    const bytes = Buffer.from(all.map(line).join(''));
    for (let size = 1; size <= bytes.length; size += 1) {
      const lines = new Lines(1000);
      const found: unknown[] = [];
      for (let at = 0; at < bytes.length; at += size) {
        lines.append(bytes.subarray(at, at + size));
        for (let message = lines.readMessage(); message !== null; message = lines.readMessage()) found.push(message);
      }
      expect(found).toEqual(all);
    }
  });

  it('stand between lines that are none, and before Windows ends of lines', () => {
    expect(read('starting up\n\n', line(answer(1)), '{"half":\n', `${JSON.stringify(answer(2))}\r\n`)).toEqual([
      answer(1),
      answer(2),
    ]);
  });

  it.each([
    { jsonrpc: '2.0', id: 1, result: 'text' },
    { jsonrpc: '2.0', id: null, result: {} },
    { id: 1, result: {} },
    { jsonrpc: '2.0', id: 1, result: { _meta: 'none' } },
    { jsonrpc: '2.0', id: 1, result: {}, error: { code: 1, message: 'both' } },
    ['a list'],
  ])('such as %j are refused', (message) => {
    expect(() => read(line(message))).toThrow();
  });

  it('too long to be meant well are refused before they end', () => {
    expect(() => read('x'.repeat(600), 'x'.repeat(600))).toThrow(/longer than 1000 bytes/);
  });
});
