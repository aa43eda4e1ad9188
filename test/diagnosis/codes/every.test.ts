/** Every code is told where it belongs, and is not told where something only looks like it. */
import { describe, expect, it } from 'vitest';
import { CODES } from '../../../src/diagnosis/words/codes.ts';
import { APPLICATION } from './application.ts';
import { BY_CASE } from './byCase.ts';
import { CONTAINERS } from './containers.ts';
import { DELIVERY } from './delivery.ts';
import { IMAGES_AND_PROBES } from './imagesAndProbes.ts';
import { NETWORK } from './network.ts';
import { NODE_WORDINGS, NODES } from './nodes.ts';
import { named, type Row, scenes } from './row.ts';
import { SCHEDULING } from './scheduling.ts';
import { STORAGE, STORAGE_WORDINGS } from './storage.ts';

const ROWS: readonly Row[] = [
  ...CONTAINERS,
  ...IMAGES_AND_PROBES,
  ...SCHEDULING,
  ...NODES,
  ...NODE_WORDINGS,
  ...STORAGE,
  ...STORAGE_WORDINGS,
  ...NETWORK,
  ...DELIVERY,
  ...APPLICATION,
];

describe.each(ROWS.map((row) => [row.code, row] as const))('%s', (code, { subject, fires, unlike }) => {
  it('is told', () => {
    const { findings, roots } = scenes(fires);
    expect(findings.map((one) => `${one.code} ${named(one)}`)).toContain(`${code} ${subject}`);
    if (CODES[code].role === 'cause')
      expect(roots.filter((one) => CODES[one.code].role === 'cause').map((one) => one.code)).toEqual([code]);
  });

  it('is not told of what looks like it', () => {
    expect(scenes(unlike).findings.map((one) => one.code)).not.toContain(code);
  });
});

it('every code has an incident that is one, and one that only looks like it', () => {
  const covered = new Set<string>([...ROWS.map(({ code }) => code), ...Object.keys(BY_CASE)]);
  expect(Object.keys(CODES).filter((code) => !covered.has(code))).toEqual([]);
});
