/** Every code is told where it belongs, and is not told where something only looks like it. */
import { describe, expect, it } from 'vitest';
import { CONTAINERS } from './containers.ts';
import { NODES } from './nodes.ts';
import { named, type Row, scenes } from './row.ts';
import { SCHEDULING } from './scheduling.ts';
import { STORAGE, STORAGE_WORDINGS } from './storage.ts';

const ROWS: readonly Row[] = [...CONTAINERS, ...SCHEDULING, ...NODES, ...STORAGE, ...STORAGE_WORDINGS];

describe.each(ROWS.map((row) => [row.code, row] as const))('%s', (code, { subject, fires, unlike }) => {
  it('is told', () => {
    const { findings } = scenes(fires);
    expect(findings.map((one) => `${one.code} ${named(one)}`)).toContain(`${code} ${subject}`);
  });

  it('is not told of what looks like it', () => {
    expect(scenes(unlike).findings.map((one) => one.code)).not.toContain(code);
  });
});
