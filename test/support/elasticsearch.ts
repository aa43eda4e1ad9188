/** Elasticsearch 7.13.2 itself, on loopback: fetched by Maven, unpacked once into .cache. */
import { execFile, spawn } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { guarded } from './companion.ts';
import { until } from './program.ts';

const CACHE = join(import.meta.dirname, '..', '..', '.cache');
const VERSION = '7.13.2';
const HOME = join(CACHE, `elasticsearch-${VERSION}`);
const GROUP = 'org.elasticsearch.distribution.integ-test-zip';
const run = promisify(execFile);
const NOBODY = { uid: 65534, gid: 65534 };
const isRoot = () => process.getuid?.() === 0;

/** The reason why it cannot run here; undefined where it can. */
export async function elasticsearchMissing(): Promise<string | undefined> {
  try {
    await run('java', ['-version']);
    await guarded(install, `${HOME}.guard`);
    // It is run as that user, who cannot get into every home folder.
    if (isRoot()) await run('test', ['-r', join(HOME, 'lib')], NOBODY);
    return undefined;
  } catch (error) {
    const said = String(error instanceof Error ? error.message : error)
      .split('\n')
      .slice(0, 2)
      .join(' ');
    return `Elasticsearch ${VERSION} cannot run here (it needs Java, Maven, unzip, and a checkout that the user nobody may read): ${said}`;
  }
}

async function install(): Promise<void> {
  if (existsSync(HOME)) return;
  const repository = join(CACHE, 'maven');
  const artifact = `${GROUP}:elasticsearch:${VERSION}:zip`;
  const plugin = 'org.apache.maven.plugins:maven-dependency-plugin:3.6.1:get';
  await run('mvn', [
    '-q',
    '-B',
    `-Dmaven.repo.local=${repository}`,
    plugin,
    `-Dartifact=${artifact}`,
    '-Dtransitive=false',
  ]);
  const zip = join(repository, ...GROUP.split('.'), 'elasticsearch', VERSION, `elasticsearch-${VERSION}.zip`);
  const fresh = mkdtempSync(join(CACHE, 'elasticsearch-'));
  await run('unzip', ['-q', zip, '-d', fresh]);
  renameSync(join(fresh, `elasticsearch-${VERSION}`), HOME);
  rmSync(fresh, { recursive: true });
}

export interface Elasticsearch {
  url: string;
  stop: () => Promise<void>;
}

/** Starts it with nothing in it; it refuses to run as root, who therefore lends it to `nobody`. */
export async function startElasticsearch(port: number): Promise<Elasticsearch> {
  const folder = mkdtempSync(join(tmpdir(), 'aiops-copilot-elasticsearch-'));
  const config = join(folder, 'config');
  cpSync(join(HOME, 'config'), config, { recursive: true });
  for (const name of ['data', 'logs', 'tmp']) mkdirSync(join(folder, name));
  const settings = { 'http.port': port, 'transport.port': '9500-9700', 'path.data': join(folder, 'data') };
  const more = { 'path.logs': join(folder, 'logs'), 'network.host': '127.0.0.1', 'discovery.type': 'single-node' };
  const lines = Object.entries({ ...settings, ...more }).map(([key, value]) => `${key}: ${value}\n`);
  writeFileSync(join(config, 'elasticsearch.yml'), lines.join(''));
  // Its own options write beside the program, where it may not.
  writeFileSync(join(config, 'jvm.options'), '-XX:+UseSerialGC\n');
  const root = isRoot();
  if (root) await run('chown', ['-R', 'nobody', folder]);
  const { stderr: java } = await run('java', ['-XshowSettings:properties', '-version']);
  const javaHome = /java\.home = (.*)/.exec(java)?.[1];
  const env = {
    PATH: process.env.PATH,
    ES_PATH_CONF: config,
    ES_JAVA_OPTS: '-Xms256m -Xmx256m',
    ES_JAVA_HOME: javaHome,
    ES_TMPDIR: join(folder, 'tmp'),
  };
  const nobody = root ? NOBODY : {};
  const child = spawn(join(HOME, 'bin', 'elasticsearch'), [], { env, stdio: 'ignore', ...nobody });
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()));
  const url = `http://127.0.0.1:${port}`;
  await Promise.race([until(() => answers(url)), ended.then(() => Promise.reject(new Error('Elasticsearch ended')))]);
  return {
    url,
    async stop() {
      child.kill('SIGKILL');
      await ended;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function answers(url: string): Promise<true | undefined> {
  try {
    return (await fetch(url)).ok || undefined;
  } catch {
    return undefined;
  }
}
