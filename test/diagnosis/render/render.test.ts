import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { renderMarkdown } from '../../../src/diagnosis/render/markdown.ts';
import { renderText } from '../../../src/diagnosis/render/text.ts';
import { widthOf, wrap } from '../../../src/diagnosis/render/width.ts';
import type { Cause, DiagnosisResult } from '../../../src/diagnosis/result.ts';

const pod = { apiVersion: 'v1', kind: 'Pod', namespace: 'shop', name: 'web-1' };
const deployment = { apiVersion: 'apps/v1', kind: 'Deployment', namespace: 'shop', name: 'web' };

const cause: Cause = {
  id: 'ImageNotFound apps/Deployment/shop/web',
  code: 'ImageNotFound',
  severity: 'critical',
  confidence: 'confirmed',
  subject: { ...deployment, missing: false },
  title: 'The image of web does not exist',
  explanation: 'The registry knows no tag 2.41.O.',
  since: '2026-01-01T00:00:00Z',
  change: { object: deployment, field: 'image', from: '2.40', to: '2.41.O', revision: '7', by: 'kubectl' },
  evidence: [
    { object: pod, source: 'event', path: 'Failed', quote: 'manifest unknown `x`', at: '2026-01-01T00:01:00Z' },
  ],
  chain: [{ from: pod, relation: 'ownedBy', to: deployment }],
  symptoms: [{ object: pod, code: 'PodPending', title: 'web-1 does not start' }],
  ruledOut: ['The registry answers'],
  runbook: 'image-pull',
  fixes: [{ title: 'Go back', risk: 'review', commands: ['kubectl -n shop rollout undo deployment/web'] }],
};

const result: DiagnosisResult = {
  schemaVersion: 1,
  runId: 'r',
  status: 'problems',
  summary: 'web cannot pull its image.',
  language: 'en',
  problemType: 'image_pull',
  cluster: { context: 'prod-eu', server: 'https://10.0.0.1:6443', version: 'v1.36.3', capturedAt: null },
  scope: { namespaces: ['shop'], objects: 812 },
  rootCauses: [cause],
  other: [{ ...cause, title: 'Something else', severity: 'warning', confidence: 'likely' }],
  notices: [{ object: pod, title: 'old restarts' }],
  checked: ['3 pods'],
  gaps: [{ what: 'logs of shop/web-2', why: 'forbidden' }],
  durationMs: 12,
};

/** Every piece of text that a reader must find again. */
const SAID = [
  result.summary,
  cause.title,
  cause.explanation,
  cause.since,
  '2.40 → 2.41.O',
  'web-1 does not start',
  'The registry answers',
  'image-pull',
  'kubectl -n shop rollout undo deployment/web',
  'Something else',
  'old restarts',
  '3 pods',
  'logs of shop/web-2',
  'prod-eu',
  '812',
];

describe('text', () => {
  const text = renderText(result, { width: 100, color: false });

  it('says everything, the summary first', () => {
    for (const said of SAID) expect(text).toContain(said);
    expect(text.split('\n')[0]).toBe('Problems found: web cannot pull its image.');
    expect(text).toContain('"manifest unknown `x`"');
  });

  it('is the same but for colour', () => {
    const colored = renderText(result, { width: 100, color: true });
    expect(colored).toContain('\u001b[');
    // biome-ignore lint/suspicious/noControlCharactersInRegex: colour is made of control characters
    expect(colored.replace(/\u001b\[[\d;]*m/g, '')).toBe(text);
  });

  it('keeps within its width, but for commands, which are copied', () => {
    const zh: DiagnosisResult = { ...result, language: 'zh', summary: '结算页面的新版本无法启动，'.repeat(12) };
    for (const given of [result, zh]) {
      const lines = renderText(given, { width: 60, color: false }).split('\n');
      for (const line of lines) if (!line.includes('kubectl')) expect(widthOf(line)).toBeLessThanOrEqual(60);
    }
  });

  it("lists a node's hundred victims in short, and says how many more", () => {
    const victims = Array.from({ length: 100 }, (_, i) => ({
      object: { ...pod, name: `web-${i}` },
      code: 'X',
      title: 'down',
    }));
    const many = renderText({ ...result, rootCauses: [{ ...cause, symptoms: victims }] }, { width: 100, color: false });
    expect(many).toContain('and 88 more');
  });
});

describe('Markdown', () => {
  it('says everything', () => {
    const markdown = renderMarkdown(result);
    for (const said of SAID) expect(markdown).toContain(said);
    expect(markdown).toContain('`` manifest unknown `x` ``');
    expect(markdown).toContain('```sh\nkubectl -n shop rollout undo deployment/web\n```');
  });

  it('lets nothing of the cluster become markup', () => {
    const evil = '<img src=x> [click](http://evil) **bold**\n# heading\n```';
    const markdown = renderMarkdown({
      ...result,
      summary: evil,
      rootCauses: [
        {
          ...cause,
          title: evil,
          explanation: evil,
          evidence: [{ object: pod, source: 'log', path: 'app', quote: evil }],
        },
      ],
    });
    const outsideCode = markdown.replace(/(`+)[\s\S]*?[^`]\1(?!`)/g, '');
    expect(outsideCode).not.toMatch(/(?<!\\)<img|(?<!\\)\[click\]|(?<!\\)\*\*bold|^# heading/m);
  });
});

describe('both', () => {
  it('speak Chinese', () => {
    const zh: DiagnosisResult = { ...result, language: 'zh' };
    expect(renderText(zh, { width: 100, color: false })).toMatch(/^发现问题：[\s\S]*证据[\s\S]*修复（请先确认）/);
    expect(renderMarkdown(zh)).toMatch(/^\*\*发现问题\*\*：/);
  });
});

describe('wrapping', () => {
  const text = fc
    .array(fc.constantFrom('word', ' ', '中文', '，', '👩‍👩‍👧', 'é', 'longer-word-without-space', '(', ')'), {
      maxLength: 60,
    })
    .map((parts) => parts.join(''));

  it('loses nothing but spaces at line ends, and keeps to its width', () => {
    fc.assert(
      fc.property(text, fc.integer({ min: 8, max: 40 }), (given, columns) => {
        const lines = wrap(given, columns);
        expect(lines.join('').replaceAll(' ', '')).toBe(given.replaceAll(' ', ''));
        for (const line of lines) expect(widthOf(line)).toBeLessThanOrEqual(columns);
      }),
    );
  });

  it('knows wide characters', () => {
    expect(widthOf('web')).toBe(3);
    expect(widthOf('中文')).toBe(4);
    expect(widthOf('e\u0301')).toBe(1);
    expect(wrap('一二三四五六七八九十', 10)).toEqual(['一二三四五', '六七八九十']);
  });
});
