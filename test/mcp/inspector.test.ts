/** The official Inspector, as people run it from the command line, over every transport. */
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { companion, companionsMissing } from '../support/companion.ts';
import { demoCase, type Served, scratchFolder, startServer } from '../support/program.ts';
import { PROGRAM } from './lab/lab.ts';

const missing = await companionsMissing();
const scratch = scratchFolder();
const snapshot = ['--snapshot', demoCase('volume-four-hops')];
const target = ['--transport', 'stdio', '--', process.execPath, PROGRAM, 'mcp', ...snapshot];

/** What it prints, and what it complains about. It ends with an error where the server does not do as it should. */
async function inspect(args: readonly string[], where: readonly string[]) {
  const inspector = [companion('mcp-inspector'), '--cli', ...args, ...where];
  const env = { PATH: process.env.PATH ?? '', HOME: scratch.path };
  const { stdout, stderr } = await promisify(execFile)(process.execPath, inspector, { env, maxBuffer: 1e8 });
  return { result: JSON.parse(stdout), stderr };
}

describe.skipIf(missing !== undefined)(`the Inspector${missing === undefined ? '' : ` (${missing})`}`, () => {
  let server: Served;
  const ways: [string, () => readonly string[]][] = [
    ['stdio', () => target],
    ['Streamable HTTP', () => ['--transport', 'http', '--server-url', `${server.url}/mcp`]],
    ['HTTP+SSE', () => ['--transport', 'sse', '--server-url', `${server.url}/sse`]],
  ];
  beforeAll(async () => {
    server = await startServer(snapshot);
  });
  afterAll(async () => {
    server.child.kill('SIGTERM');
    await server.ended;
    scratch.remove();
  });

  it.each(ways)('over %s: schemas without a complaint, a call, a prompt, a resource', async (_, where) => {
    const listed = await inspect(['--method', 'tools/list', '--strict'], where());
    expect(listed.result.tools.length).toBeGreaterThan(1);
    expect(listed.stderr).not.toMatch(/Warning|Error|[1-9]\d* error/);
    const call = ['--method', 'tools/call', '--tool-name', 'diagnose', '--tool-arg', 'namespace=shop'];
    expect((await inspect(call, where())).result.structuredContent.status).toBe('problems');
    const prompt = ['--method', 'prompts/get', '--prompt-name', 'diagnose-dns', '--prompt-args', 'namespace=shop'];
    expect((await inspect(prompt, where())).result.messages).toHaveLength(1);
    const read = ['--method', 'resources/read', '--uri', 'runbook://image-pull'];
    expect((await inspect(read, where())).result.contents).toHaveLength(1);
  });
});
