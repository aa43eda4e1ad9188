/** A real Prometheus on loopback that scrapes itself and has rules, one of which fires; skipped by name where it is absent. */
import { spawn, spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { until } from '../support/program.ts';

const PROGRAM = 'prometheus';

/** Why tests that need a real Prometheus cannot run here. */
export const prometheusMissing: string | undefined =
  spawnSync(PROGRAM, ['--version']).status === 0
    ? undefined
    : 'no prometheus program; install the Debian package "prometheus"';

const CONFIG = `
global: {scrape_interval: 5s, scrape_timeout: 5s, evaluation_interval: 500ms, external_labels: {region: test}}
rule_files: [rules.yml]
scrape_configs:
  - job_name: itself
    metrics_path: PREFIX/metrics
    static_configs: [{targets: ['127.0.0.1:PORT']}]
  - job_name: nobody
    static_configs: [{targets: ['127.0.0.1:1']}]
`;
/** Sixty series, so that fewer are shown than there are. */
const SIXTY = Array.from({ length: 60 }, (_, at) => `label_replace(vector(${at}), "n", "${at}", "", "")`).join(' or ');
const RULES = `
groups:
  - name: ours
    rules:
      - {record: ours:sixty, expr: '${SIXTY}'}
      - {record: ours:load, expr: 'vector(0.1234567891)'}
      - alert: TargetDown
        expr: up == 0
        labels: {severity: critical}
        annotations: {summary: 'The target {{ $labels.instance }} is down'}
      - alert: NeverFires
        expr: vector(1) < 0
        for: 5m
`;

/** It has scraped itself, and its rules have run. */
const READY = encodeURIComponent(
  'ours:sixty and on() ALERTS{alertstate="firing"} and on() prometheus_tsdb_head_series and on() up{job="itself"} == 1',
);

export interface RealPrometheus {
  url: string;
  port: number;
  stop: () => Promise<void>;
}

/**
 * @param folder an empty one. @param prefix such as `/prom`: the path that it serves below.
 * @param records further recording rules, as a YAML list: metrics that nobody here exports.
 */
export async function startPrometheus(folder: string, prefix = '', records = ''): Promise<RealPrometheus> {
  const port = await freePort();
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'prometheus.yml'), CONFIG.replace('PORT', `${port}`).replace('PREFIX', prefix));
  writeFileSync(join(folder, 'rules.yml'), `${RULES}${records}`);
  const flags = [
    `--config.file=${join(folder, 'prometheus.yml')}`,
    `--storage.tsdb.path=${join(folder, 'data')}`,
    `--web.listen-address=127.0.0.1:${port}`,
    ...(prefix === '' ? [] : [`--web.external-url=http://127.0.0.1:${port}${prefix}`]),
  ];
  const child = spawn(PROGRAM, flags, { stdio: ['ignore', 'ignore', 'pipe'] });
  // A test that runs out of time stops nothing itself.
  process.once('exit', () => child.kill());
  let log = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    log = (log + text).slice(-4000);
  });
  const exited = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const url = `http://127.0.0.1:${port}${prefix}`;
  await until(async () => {
    if (child.exitCode !== null) throw new Error(`prometheus ended: ${log}`);
    const answer = await fetch(`${url}/api/v1/query?query=${READY}`).catch(() => undefined);
    return (await answer?.text().catch(() => ''))?.includes('"n":"59"') === true ? true : undefined;
  });
  return {
    url,
    port,
    stop: async () => {
      child.kill('SIGTERM');
      await exited;
    },
  };
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer().once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0));
    });
  });
}
