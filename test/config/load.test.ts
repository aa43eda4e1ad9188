import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { loadConfig } from '../../src/config/load.ts';
import { publishedSchemas } from '../../src/config/publish.ts';
import { scratchFolder } from '../support/program.ts';

const scratch = scratchFolder();
afterAll(scratch.remove);

function file(text: string, name = 'config.yaml'): string {
  const path = join(scratch.path, name);
  writeFileSync(path, text);
  return path;
}

/** Loads a file's text under an environment. */
const load = (text: string, env: Record<string, string> = {}, flags = {}) =>
  loadConfig({ env: { HOME: scratch.path, XDG_CONFIG_HOME: '/none', ...env }, named: file(text), flags });

describe('where values come from', () => {
  it('flags beat the environment, the environment beats the file', () => {
    const text = 'server: {host: 10.0.0.1, port: 1}\nllm: {model: from-file}\n';
    expect(load(text).config.server).toMatchObject({ host: '10.0.0.1', port: 1 });
    const env = { PORT: '2', HOST: '10.0.0.2', LLM_MODEL: 'from-env', PROMETHEUS_URL: 'http://p:9090' };
    const { config } = load(text, env, { port: '3' });
    expect(config.server).toMatchObject({ host: '10.0.0.2', port: 3 });
    expect(config.llm.model).toBe('from-env');
    expect(config.toolsets['prometheus/metrics'].config.prometheus_url).toBe('http://p:9090');
  });

  it('--config, then CONFIG_FILE, then the XDG folder, then the package', () => {
    const named = file('server: {port: 1}\n', 'named.yaml');
    const byEnv = file('server: {port: 2}\n', 'by-env.yaml');
    expect(loadConfig({ env: { CONFIG_FILE: byEnv }, named }).config.server.port).toBe(1);
    expect(loadConfig({ env: { CONFIG_FILE: byEnv } }).config.server.port).toBe(2);
    const own = loadConfig({ env: { XDG_CONFIG_HOME: '/none' } });
    expect(own.file).toMatch(/config\/config\.yaml$/);
    expect(Object.values(own.config.mcp_servers).every(({ enabled }) => !enabled)).toBe(true);
  });

  it('tokens of the environment are added to those of the file', () => {
    const text = 'auth: {tokens: [{name: a, role: viewer, token: aaaaaaaa}]}\n';
    const { config } = load(text, { AIOPS_TOKENS: 'b:operator:bbbb:bbbb, c:approver:cccccccc' });
    expect(config.auth.tokens.map(({ name, role, token }) => [name, role, token])).toEqual([
      ['a', 'viewer', 'aaaaaaaa'],
      ['b', 'operator', 'bbbb:bbbb'],
      ['c', 'approver', 'cccccccc'],
    ]);
  });

  it('variables are expanded; an unset one takes its key away', () => {
    const text = 'llm: {model: "\u0024{A}-\u0024{B}", api_key: "\u0024{GONE}"}\nserver: {port: "\u0024{P}"}\n';
    const { config } = load(text, { A: 'x', B: 'y', P: '81' });
    expect(config.llm).toEqual(expect.objectContaining({ model: 'x-y' }));
    expect(config.llm.api_key).toBeUndefined();
    expect(config.server.port).toBe(81);
  });
});

describe('what is wrong is named', () => {
  it.each([
    ['servers: {}', /unknown key "servers"; did you mean "server"/],
    ['llm: {base_ur: x}', /"llm\.base_ur"; did you mean "base_url"/],
    ['mcp_servers: {es: {config: {mode: sse, url: "http://x", tmeout_seconds: 1}}}', /did you mean "timeout_seconds"/],
    ['auth: {tokens: [{name: a, role: viewer, token: aaaaaaaa, namespace: [x]}]}', /did you mean "namespaces"/],
    ['toolsets: {bash: {enabled: maybe}}', /"toolsets\.bash\.enabled"/],
    ['mcp_servers: {es: {config: {mode: stdio}}}', /needs a command/],
    ['auth: {tokens: [{name: a, role: root, token: aaaaaaaa}]}', /"auth\.tokens\.0\.role"/],
    ['auth: {tokens: [{name: a, role: viewer, token: "\u0024{GONE}"}]}', /GONE, which is not set/],
    ['llm: {base_url: "ftp://x"}', /http:\/\/ or https:\/\//],
    ['a: &a [*a]', /contains itself/],
    ['x: 1\nx: 2', /not valid YAML/],
  ])('%s', (text, says) => {
    expect(() => load(`${text}\n`)).toThrow(says);
    expect(() => load(`${text}\n`)).toThrow(/^[^\n]+[.?]$/);
  });
});

describe('which key goes to which model', () => {
  const deepseek = 'https://api.deepseek.com';
  const model = (text: string, env: Record<string, string>) => load(text, env).model;

  it('none without a key for a host that wants one', () => {
    expect(model('', {})).toMatchObject({ baseUrl: deepseek, configured: false });
    expect(model('', { OPENAI_API_KEY: 'oooo' })).toMatchObject({ configured: false, apiKey: undefined });
  });

  it("each vendor's key to its own host only", () => {
    expect(model('', { DEEPSEEK_API_KEY: 'dddd' })).toMatchObject({ apiKey: 'dddd', configured: true });
    const env = { DEEPSEEK_API_KEY: 'dddd', OPENAI_API_KEY: 'oooo' };
    expect(model('', { ...env, LLM_BASE_URL: 'https://api.openai.com/v1' }).apiKey).toBe('oooo');
    expect(model('', { ...env, LLM_BASE_URL: 'http://127.0.0.1:1' })).toMatchObject({
      apiKey: undefined,
      configured: true,
    });
    expect(model('', { ...env, LLM_API_KEY: 'llll', LLM_BASE_URL: 'http://127.0.0.1:1' }).apiKey).toBe('llll');
  });

  it("the file's key to the file's own URL only", () => {
    const text = 'llm: {base_url: "http://127.0.0.1:1", api_key: ffff}\n';
    expect(model(text, {}).apiKey).toBe('ffff');
    expect(model(text, { LLM_BASE_URL: 'http://127.0.0.1:2' }).apiKey).toBeUndefined();
    expect(model('llm: {api_key: ffff}\n', {}).apiKey).toBe('ffff');
    expect(model('llm: {api_key: ffff}\n', { LLM_BASE_URL: 'https://api.openai.com' }).apiKey).toBeUndefined();
  });
});

it.each(Object.entries(publishedSchemas()))(
  'config/schema/%s is current; scripts/schema.ts writes it',
  (name, text) => {
    expect(readFileSync(join(import.meta.dirname, '..', '..', 'config', 'schema', name), 'utf8')).toBe(text);
  },
);
