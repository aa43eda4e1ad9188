/** What a person sees of `ask` on a terminal: a real one, made by script(1). */
import { execFile, execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, describe, expect, it } from 'vitest';
import { renderMarkdownFor } from '../../src/cli/terminalMarkdown.ts';
import { stripInvisible } from '../../src/output/strip.ts';
import { demoCase, scratchFolder } from '../support/program.ts';
import { type Reply, startScripted } from '../support/scriptedModel.ts';

const PROGRAM = join(import.meta.dirname, '..', '..', 'dist', 'main.js');
const scratch = scratchFolder();
afterAll(scratch.remove);

describe('Markdown', () => {
  const bold = '\u001b[1m';
  it.each([
    ['## A `b` *c*', 'A b c'],
    ['**bold** and _it_ and snake_case_name', 'bold and it and snake_case_name'],
    ['> `quoted` — `kubectl get pods`', '│ quoted — kubectl get pods'],
    ['- one\n  - two', '• one\n  • two'],
    ['```sh\nkubectl get pods # **not bold**\n```', '    kubectl get pods # **not bold**'],
    ['a\\*b \\[c\\] \\_d\\_', 'a*b [c] _d_'],
    ['``a`b`` and `` ` ``', 'a`b and `'],
    ['***', '─'.repeat(40)],
    ['| 报错 | reason |\n|---|---|\n| `a` | 中文 |\n\nafter', '报错   reason\n─────────────\na      中文\n\nafter'],
    ['a | b, no table', 'a | b, no table'],
  ])('%j', (markdown, seen) => {
    expect(stripInvisible(renderMarkdownFor(markdown))).toBe(seen);
  });

  it('is styled; escape sequences of its own are not', () => {
    expect(renderMarkdownFor('**x**')).toBe(`${bold}x\u001b[22m`);
    expect(renderMarkdownFor('\u001b]0;owned\u0007\u001b[2J**x**')).toBe(`${bold}x\u001b[22m`);
  });
});

const withoutScript = missing('script');
describe.skipIf(withoutScript !== undefined)(`ask on a terminal${withoutScript ? `: ${withoutScript}` : ''}`, () => {
  const script: Reply[] = [
    { text: 'I look.', calls: [{ tool: 'kubectl', arguments: { command: 'get pods -n parcels' } }] },
    {
      delay: 2200,
      text: '**{{cause}}**\n\n## Evidence\n\n> {{quote}}\n\n```sh\nkubectl get pods\n```\n\u001b]0;owned\u0007',
    },
  ];

  /** All that was written to the terminal. */
  async function play(env: Record<string, string> = {}): Promise<string> {
    const model = await startScripted(script);
    const own = {
      PATH: process.env.PATH,
      HOME: scratch.path,
      XDG_STATE_HOME: scratch.path,
      TERM: 'xterm',
      SHELL: '/bin/sh',
    };
    const ask = `stty cols 90; exec "${process.execPath}" "${PROGRAM}" ask --snapshot "${demoCase('image-tag-typo')}" "why do the pods not start?"`;
    const { stdout } = await promisify(execFile)('script', ['-qefc', ask, '/dev/null'], {
      env: { ...own, LLM_BASE_URL: model.url, ...env },
      encoding: 'utf8',
    });
    await model.close();
    return stdout;
  }

  it('shows what is being done with the time, folds results to lines, and ends with the answer rendered', async () => {
    const written = await play();
    expect(written).toMatch(/· [12] s asking the model \(turn 2\)/);
    const seen = screenOf(written);
    const [first = '', second = '', empty, ...answer] = seen.split('\n');
    expect(first).toMatch(/^ +\d+\.\d s ✓ diagnose: Deployment parcels\/parcel-label .*…$/);
    expect(second).toMatch(/^ +\d+\.\d s ✓ kubectl get pods -n parcels: From the snapshot /);
    expect(empty).toBe('');
    expect(first.length).toBeLessThanOrEqual(90);
    expect(answer.join('\n')).toMatch(
      /^Deployment parcels\/parcel-label cannot pull[^\n]*\n\nEvidence\n\n│ \S[^\n]* — diagnose\n\n {4}kubectl get pods\n/,
    );
    expect(seen).toMatch(/· 200 tokens read \(128 cached\), 20 written\n$/);
    expect(seen).not.toMatch(/asking the model|\*\*|##|owned/);
    expect(written).toContain('\u001b[1mDeployment parcels/parcel-label');
    expect(written).not.toContain('\u001b]0;owned');
  });

  it('leaves the answer as it is where colours are not wanted', async () => {
    const written = await play({ NO_COLOR: '1' });
    expect(screenOf(written)).toMatch(/\*\*Deployment parcels\/parcel-label[\s\S]*## Evidence\n\n> /);
    expect(written).not.toContain('\u001b[1m');
  });
});

/** What is left to be seen: lines that were cleared are gone, and so are styles. */
function screenOf(written: string): string {
  const lines = written.replaceAll('\r\n', '\n').split('\n');
  return stripInvisible(lines.map((line) => line.split('\r\u001b[2K').at(-1) ?? '').join('\n'));
}

function missing(program: string): string | undefined {
  try {
    execFileSync(program, ['--version'], { stdio: 'ignore' });
    return undefined;
  } catch {
    return `${program} is not installed`;
  }
}
