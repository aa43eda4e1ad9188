/** What was derived is kept exactly as long as what it was made from. */
import { expect, it } from 'vitest';
import { Memory } from '../../src/diagnosis/read/memory.ts';

it('derives again what depends on a part that was read further, however deep, and nothing else', () => {
  const memory = new Memory();
  const [pods, events] = [{ version: 0 }, { version: 0 }];
  const made: string[] = [];
  const index = () =>
    memory.recall('index', () => {
      memory.note(pods);
      made.push('index');
      return pods.version;
    });
  const rule = () =>
    memory.recall('rule', () => {
      made.push('rule');
      memory.note(events);
      return index() + events.version;
    });
  const other = () => memory.recall('other', () => made.push('other') && index());

  expect([rule(), other(), rule(), other()]).toEqual([0, 0, 0, 0]);
  expect(made.splice(0)).toEqual(['rule', 'index', 'other']);
  events.version = 5;
  expect([rule(), other()]).toEqual([5, 0]);
  expect(made.splice(0)).toEqual(['rule']);
  pods.version = 1;
  // The second to ask finds the index made already, and must still know that it depends on what the index read.
  expect([other(), rule()]).toEqual([1, 6]);
  expect(made.splice(0)).toEqual(['other', 'index', 'rule']);
  pods.version = 2;
  expect([rule(), other()]).toEqual([7, 2]);
});

it('keeps nothing of what failed', () => {
  const memory = new Memory();
  const fail = () => {
    throw new Error('not yet');
  };
  expect(() => memory.recall('x', fail)).toThrow('not yet');
  expect(memory.recall('x', () => 1)).toBe(1);
});
