/** Log search for everybody: Elasticsearch itself behind its MCP server over SSE, and the vendor's server over stdio. */
import { createServer, type Server } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { companion, companionsMissing } from '../support/companion.ts';
import { type Elasticsearch, elasticsearchMissing, startElasticsearch } from '../support/elasticsearch.ts';
import { demoCase, scratchFolder } from '../support/program.ts';
import { pythonCompanion, pythonCompanionsMissing } from '../support/pythonCompanion.ts';
import { type Reply, type Scripted, startScripted } from '../support/scriptedModel.ts';
import { type Aggregator, ask, freePort, said, startAggregator, startOther } from './program.ts';

const missing = (await elasticsearchMissing()) ?? (await pythonCompanionsMissing()) ?? (await companionsMissing());

describe.skipIf(missing !== undefined)(`Elasticsearch${missing === undefined ? '' : ` (${missing})`}`, () => {
  const scratch = scratchFolder();
  let elasticsearch: Elasticsearch;
  let front: Server;
  let endOther: () => void;
  let app: Aggregator;
  let model: Scripted;
  const script: Reply[] = [];

  beforeAll(async () => {
    const [port, mcp, named] = await Promise.all([freePort(), freePort(), freePort()]);
    elasticsearch = await startElasticsearch(port);
    front = withProduct(elasticsearch.url).listen(named, '127.0.0.1');
    const log = { '@timestamp': '2026-01-05T10:00:00Z', pod: 'checkout-7f', message: 'connection refused: db:5432' };
    const body = JSON.stringify(log);
    const headers = { 'content-type': 'application/json' };
    await fetch(`${elasticsearch.url}/logs/_doc?refresh=true`, { method: 'POST', headers, body });
    const server = pythonCompanion('elasticsearch-mcp-server-es7');
    const args = ['--transport', 'sse', '--host', '127.0.0.1', '--port', String(mcp)];
    endOther = startOther(server, args, { ELASTICSEARCH_HOSTS: elasticsearch.url });
    const vendor = {
      mode: 'stdio',
      command: process.execPath,
      args: [companion('mcp-server-elasticsearch')],
      env: { ES_URL: `http://127.0.0.1:${named}`, ES_API_KEY: 'none', OTEL_SDK_DISABLED: 'true' },
    };
    model = await startScripted(script);
    app = await startAggregator(
      scratch.path,
      { elasticsearch: { config: { mode: 'sse', url: `http://127.0.0.1:${mcp}/sse` } }, elastic: { config: vendor } },
      {
        args: ['--snapshot', demoCase('image-tag-typo')],
        env: { LLM_BASE_URL: model.url, LLM_MODEL: 'scripted', LLM_API_KEY: 'sk-testOnly1234' },
      },
    );
    await Promise.all([app.ready('elasticsearch'), app.ready('elastic')]);
  }, 120_000);
  afterAll(async () => {
    await app?.stop();
    await model?.close();
    endOther?.();
    front?.close();
    await elasticsearch?.stop();
    scratch.remove();
  }, 60_000);

  const query = { query: { match: { message: 'refused' } } };

  it('a viewer searches logs over SSE', async () => {
    const viewer = await app.as('viewer');
    const found = await viewer.callTool({
      name: 'elasticsearch__search_documents',
      arguments: { index: 'logs', body: query },
    });
    expect(said(found)).toContain('connection refused: db:5432');
  });

  it('a viewer searches logs through the vendor’s server over stdio', async () => {
    const viewer = await app.as('viewer');
    const found = await viewer.callTool({ name: 'elastic__search', arguments: { index: 'logs', queryBody: query } });
    expect(said(found)).toContain('checkout-7f');
  });

  const told = () => model.seen.at(-1)?.body.messages.findLast(({ role }) => role === 'user')?.content ?? '';

  it.each(['Which exceptions does checkout log?', 'checkout 的日志里报什么错？'])(
    'a model finds the answer to a viewer’s question in the logs: %s',
    async (question) => {
      const search = { tool: 'elasticsearch__search_documents', arguments: { index: 'logs', body: query } };
      const body = { index: 'logs', queryBody: query };
      script.splice(0, script.length, { calls: [search, { tool: 'elastic__search', arguments: body }] }, FOUND);
      const { answer, stop } = await ask(app, 'viewer', question);
      expect(stop).toBe('answer');
      expect(answer).toMatch(/^> connection refused: db:5432 — `elasticsearch__search_documents .*`$/m);
      const [line = ''] = told().match(/^Connected servers help with this: .*$/m) ?? [];
      expect(line).toMatch(/elasticsearch__search_documents/);
      expect(line).toMatch(/elastic__search/);
      expect(line).not.toMatch(/delete|general_api/);
    },
  );

  it('is not named where a question is about something else', async () => {
    script.splice(0, script.length, { text: 'Nothing to add.' });
    await ask(app, 'viewer', 'Which certificate has expired?');
    expect(told()).not.toMatch(/Connected servers|elastic/);
  });

  it('is named by the prompt of a problem type that logs help with, and by no other', async () => {
    const viewer = await app.as('viewer');
    const textOf = async (name: string) => JSON.stringify((await viewer.getPrompt({ name })).messages);
    expect(await textOf('diagnose-application')).toMatch(/elasticsearch__search_documents/);
    expect(await textOf('diagnose-certificate')).not.toMatch(/elastic/);
  });

  it('a viewer changes nothing, not even by the tool that can do anything', async () => {
    const viewer = await app.as('viewer');
    const calls = [
      ['delete_index', { index: 'logs' }],
      ['general_api_request', { method: 'DELETE', path: '/logs' }],
      ['delete_by_query', { index: 'logs', body: query }],
    ] as const;
    for (const [name, input] of calls) {
      const result = await viewer.callTool({ name: `elasticsearch__${name}`, arguments: input });
      expect(result.structuredContent ?? said(result), name).toMatchObject({ verdict: 'denied' });
    }
    expect((await fetch(`${elasticsearch.url}/logs`)).status).toBe(200);
  });
});

const FOUND: Reply = { text: 'The database refuses connections.\n\n> connection refused: db:5432' };

/** The vendor's client wants to hear the product's name, which this release does not say yet. */
function withProduct(target: string): Server {
  return createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const body = chunks.length > 0 ? Buffer.concat(chunks) : undefined;
    const plain = { 'content-type': 'application/json', accept: 'application/json' };
    const answer = await fetch(target + request.url, { method: request.method, headers: plain, body });
    const type = answer.headers
      .get('content-type')
      ?.replace('application/json', 'application/vnd.elasticsearch+json;compatible-with=8');
    response.writeHead(answer.status, { 'x-elastic-product': 'Elasticsearch', 'content-type': type ?? 'text/plain' });
    response.end(Buffer.from(await answer.arrayBuffer()));
  });
}
