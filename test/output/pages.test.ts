import { expect, test } from 'vitest';
import { createPages } from '../../src/output/pages.ts';

const START = { offset: 0 };

test('a page is read by its owner alone, and until it expires', () => {
  let now = 0;
  const pages = createPages({ clock: () => now, maxAgeMs: 1000 });
  const handle = pages.keep('ann', 'one\ntwo\n');
  expect(pages.read('ann', handle, START)?.text).toBe('one\ntwo\n');
  expect(pages.read('bob', handle, START)).toBeUndefined();
  now = 1000;
  expect(pages.read('ann', handle, START)?.total).toBe(8);
  now = 1001;
  expect(pages.read('ann', handle, START)).toBeUndefined();
});

test('parts join to the whole, and an offset past the end is the end', () => {
  const pages = createPages({ clock: () => 0, pageSize: 100 });
  const text = Array.from({ length: 60 }, (_, index) => `line ${index}\n`).join('');
  const handle = pages.keep('ann', text);
  let joined = '';
  for (let offset: number | null = 0; offset !== null; ) {
    const page = pages.read('ann', handle, { offset });
    if (page === undefined) throw new Error('The page is gone.');
    expect(page.text.length).toBeLessThanOrEqual(100);
    joined += page.text;
    offset = page.nextOffset;
  }
  expect(joined).toBe(text);
  expect(pages.read('ann', handle, { offset: 9_999 })).toMatchObject({ text: '', nextOffset: null });
});

test('over the bound the oldest text of whoever keeps most goes: one caller pushes out only its own', () => {
  const pages = createPages({ clock: () => 0, maxTotal: 1000 });
  const quiet = pages.keep('ann', 'a'.repeat(100));
  const loud = Array.from({ length: 50 }, () => pages.keep('bob', 'b'.repeat(100)));
  expect(pages.read('ann', quiet, START)?.total).toBe(100);
  expect(loud.filter((handle) => pages.read('bob', handle, START) !== undefined)).toEqual(loud.slice(-9));
});
