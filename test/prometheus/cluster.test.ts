/** A real Prometheus found in a cluster of a real API server and asked through its proxy, by the program as clients start it. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Client } from '@modelcontextprotocol/client';
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Kubebox, kubeboxMissing, startKubebox } from '../kubebox.ts';
import { demoCase, runProgram, scratchFolder } from '../support/program.ts';
import { prometheusMissing, type RealPrometheus, startPrometheus } from './server.ts';

const PROGRAM = join(import.meta.dirname, '../../dist/main.js');
const MONITORING = `
apiVersion: v1
kind: Namespace
metadata: {name: monitoring}
---
apiVersion: v1
kind: Pod
metadata: {name: prometheus-main-0, namespace: monitoring, labels: {app.kubernetes.io/name: prometheus}}
spec: {nodeName: n1, containers: [{name: prometheus, image: prometheus}]}
status: {phase: Running, podIP: 10.9.8.7, podIPs: [{ip: 10.9.8.7}]}
---
apiVersion: v1
kind: Service
metadata: {name: prometheus-operated, namespace: monitoring, labels: {operated-prometheus: "true"}}
spec: {clusterIP: None, selector: {app.kubernetes.io/name: prometheus}, ports: [{name: web, port: 9090, targetPort: web}]}
---
apiVersion: v1
kind: Endpoints
metadata: {name: prometheus-operated, namespace: monitoring}
subsets:
  - addresses: [{ip: 10.9.8.7, targetRef: {kind: Pod, name: prometheus-main-0, namespace: monitoring}}]
    ports: [{name: web, port: 9090}]
---
apiVersion: discovery.k8s.io/v1
kind: EndpointSlice
metadata: {name: prometheus-operated-x1, namespace: monitoring, labels: {kubernetes.io/service-name: prometheus-operated}}
addressType: IPv4
endpoints:
  - addresses: [10.9.8.7]
    conditions: {ready: true, serving: true, terminating: false}
    nodeName: n1
    targetRef: {kind: Pod, name: prometheus-main-0, namespace: monitoring}
ports: [{name: web, port: 9090, protocol: TCP}]
---
apiVersion: monitoring.coreos.com/v1
kind: Prometheus
metadata: {name: main, namespace: monitoring}
spec: {routePrefix: /prom}
---
apiVersion: v1
kind: Service
metadata: {name: prometheus-server, namespace: monitoring, labels: {app: prometheus, component: server}}
spec: {clusterIP: 10.1.1.1, ports: [{name: http, port: 80, targetPort: 9090}]}
---
apiVersion: v1
kind: Service
metadata: {name: prometheus, namespace: monitoring}
spec: {type: ExternalName, externalName: metadata.example.com, ports: [{port: 9090}]}
---
apiVersion: v1
kind: Service
metadata: {name: node-exporter, namespace: monitoring, labels: {app.kubernetes.io/name: prometheus-node-exporter}}
spec: {clusterIP: 10.1.1.2, ports: [{name: metrics, port: 9100}]}
---
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRole
metadata: {name: looks-only}
rules: [{apiGroups: ['', monitoring.coreos.com], resources: [services, namespaces, pods, prometheuses], verbs: [get, list]}]
---
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRoleBinding
metadata: {name: looks-only}
roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: looks-only}
subjects: [{apiGroup: rbac.authorization.k8s.io, kind: User, name: looker}]
---
apiVersion: v1
kind: ConfigMap
metadata: {name: our-runbooks, namespace: monitoring}
data: {escalation.md: "# Escalation\\n\\nCall the owner.\\n", broken.md: "", notes.txt: none}
`;

interface Answer {
  isError?: boolean;
  structuredContent?: Record<string, unknown>;
  content: { text?: string }[];
}

const missing = prometheusMissing ?? kubeboxMissing;
describe.skipIf(missing !== undefined)(
  `Prometheus in a cluster${missing === undefined ? '' : ` (skipped: ${missing})`}`,
  () => {
    const scratch = scratchFolder();
    let prometheus: RealPrometheus;
    let cluster: Kubebox;
    const clients: Client[] = [];

    beforeAll(async () => {
      const snapshot = join(scratch.path, 'snapshot');
      mkdirSync(snapshot);
      writeFileSync(join(snapshot, 'objects.yaml'), MONITORING);
      writeFileSync(join(scratch.path, 'config.yaml'), 'runbooks: {configmaps: [monitoring/our-runbooks]}\n');
      prometheus = await startPrometheus(join(scratch.path, 'prometheus'), '/prom');
      const map = `10.9.8.7:9090=127.0.0.1:${prometheus.port}`;
      cluster = await startKubebox([
        'serve',
        '--snapshot',
        snapshot,
        '--map',
        map,
        '--namespace-user',
        'dev=monitoring',
      ]);
    }, 120_000);
    afterAll(async () => {
      await Promise.all(clients.map((client) => client.close()));
      await cluster?.stop();
      await prometheus?.stop();
      scratch.remove();
    }, 60_000);

    const environment = (more: Record<string, string>) => ({
      PATH: process.env.PATH ?? '',
      HOME: scratch.path,
      ...more,
    });
    async function connect(env: Record<string, string>, args: readonly string[] = []): Promise<Client> {
      const client = new Client({ name: 'test', version: '1' }, { versionNegotiation: { mode: 'legacy' } });
      const given = ['mcp', '--config', join(scratch.path, 'config.yaml'), ...args];
      await client.connect(
        new StdioClientTransport({
          command: process.execPath,
          args: [PROGRAM, ...given],
          env: environment(env),
          stderr: 'ignore',
        }),
      );
      clients.push(client);
      return client;
    }
    const call = async (client: Client, name: string, input: Record<string, unknown>) =>
      (await client.callTool({ name, arguments: input })) as Answer;

    it('is found below the path that its operator knows, and asked', async () => {
      const client = await connect({ KUBECONFIG: cluster.kubeconfig });
      const { isError, structuredContent, content } = await call(client, 'promql', { query: 'up{job="itself"}' });
      expect([isError ?? false, structuredContent?.exitCode]).toEqual([false, 0]);
      expect(structuredContent?.cluster).toMatchObject({ server: cluster.server, capturedAt: null });
      expect(content[0]?.text).toMatch(
        /^From Prometheus at monitoring\/prometheus-operated:9090 of the cluster \S+:\n\n1 series/,
      );
      const refused = await call(client, 'promql', { query: 'sum(up' });
      expect(refused.isError).toBe(true);
      expect(refused.structuredContent).toMatchObject({
        exitCode: 1,
        output: expect.stringMatching(/line 1, column 7/),
      });
      expect((await call(client, 'promql', { query: 'alerts' })).content[0]?.text).toMatch(/TargetDown/);
    }, 30_000);

    it('is found by a user who reads one namespace only', async () => {
      const client = await connect({ KUBECONFIG: cluster.users.dev ?? '' });
      const { structuredContent } = await call(client, 'promql', { query: 'up{job="itself"}' });
      expect(structuredContent).toMatchObject({ exitCode: 0, output: expect.stringMatching(/^1 series/) });
    }, 30_000);

    it('is what the doctor finds', async () => {
      const { stdout } = await runProgram(['doctor'], { env: environment({ KUBECONFIG: cluster.kubeconfig }) });
      expect(stdout).toMatch(/^ok +prometheus +monitoring\/prometheus-operated:9090$/m);
    }, 60_000);

    it('is not asked by a user who may not use the proxy, and that is said', async () => {
      const kubeconfig = join(scratch.path, 'looker');
      const asLooker = readFileSync(cluster.kubeconfig, 'utf8').replace(/^( *)user:$/m, '$&\n$1  as: looker');
      writeFileSync(kubeconfig, asLooker);
      const client = await connect({ KUBECONFIG: kubeconfig });
      const { isError, structuredContent } = await call(client, 'promql', { query: 'up' });
      expect([isError, structuredContent?.exitCode]).toEqual([true, 2]);
      expect(structuredContent?.output).toMatch(
        /does not let this program in \(403: .*services.*proxy.*Set PROMETHEUS_URL/s,
      );
    }, 30_000);

    it('is missing from a snapshot, unless one is configured', async () => {
      const args = ['--snapshot', demoCase('volume-four-hops')];
      const without = await call(await connect({}, args), 'promql', { query: 'up' });
      expect(without.structuredContent).toMatchObject({
        exitCode: 2,
        cluster: null,
        output: expect.stringMatching(/^A snapshot has no Prometheus/),
      });
      const configured = await call(await connect({ PROMETHEUS_URL: prometheus.url }, args), 'promql', { query: 'up' });
      expect(configured.structuredContent).toMatchObject({ exitCode: 0, cluster: { server: prometheus.url } });
    }, 30_000);

    it('has runbooks in a ConfigMap of the cluster beside the built-in ones', async () => {
      const client = await connect({ KUBECONFIG: cluster.kubeconfig });
      const read = await call(client, 'runbook_read', { id: 'escalation' });
      expect(read.structuredContent).toMatchObject({ id: 'escalation', title: 'Escalation', language: 'en' });
      expect(read.content[0]?.text).toMatch(/Call the owner/);
      const found = await call(client, 'runbook_search', { query: '镜像拉取失败', limit: 1 });
      expect(found.structuredContent).toMatchObject({ runbooks: [{ id: 'image-pull', title: '镜像拉取失败' }] });
      const none = await call(client, 'runbook_read', { id: 'image-pul' });
      expect([none.isError, none.content[0]?.text]).toEqual([
        true,
        expect.stringMatching(/no runbook "image-pul"; did you mean image-pull/),
      ]);
    }, 30_000);

    it('is a sentence once it is gone', async () => {
      const client = await connect({ KUBECONFIG: cluster.kubeconfig });
      expect((await call(client, 'promql', { query: 'up' })).isError ?? false).toBe(false);
      await prometheus.stop();
      const { isError, structuredContent } = await call(client, 'promql', { query: 'up' });
      expect([isError, structuredContent?.exitCode]).toEqual([true, 2]);
      expect(structuredContent?.output).toMatch(/was not reached \(50\d/);
    }, 30_000);
  },
);
