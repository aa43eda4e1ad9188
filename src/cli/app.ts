/** The composition of everything that acts: configuration, cluster, tools, and the one path on which they are called. */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { RunRecord } from '../agent/agent.ts';
import { type Environment, readEnvironment } from '../config/environment.ts';
import { type LoadedConfig, loadConfig } from '../config/load.ts';
import type { Flags } from '../config/overlay.ts';
import { createDownstream, type Downstream } from '../downstream/hub.ts';
import { MAX_TEXT } from '../output/limit.ts';
import { createPages } from '../output/pages.ts';
import { createRedactor, type Redact, redactObject } from '../output/redact.ts';
import { strengthOf } from '../output/secretKeys.ts';
import { packageFolder } from '../packageFolder.ts';
import type { Runbooks } from '../runbooks/runbook.ts';
import { type Call, createCall } from '../tools/call.ts';
import type { Tool } from '../tools/define.ts';
import { liveTools } from '../tools/live.ts';
import { createTools } from '../tools/table.ts';
import { type AgentHolder, createAgentHolder } from './agent.ts';
import { type ApprovalStore, createApprovalStore } from './approvalStore.ts';
import { askThrough } from './askTool.ts';
import { createAudit } from './audit.ts';
import { createBashParts } from './bash.ts';
import { lazyProblemType } from './classifier.ts';
import { createKubectlHolder } from './kubectl.ts';
import { lazyPins } from './lazyPins.ts';
import { type CommonOptions, LOG_LEVELS, oneOf } from './options.ts';
import { createPolicy, type Policy } from './policy.ts';
import { createPrometheusHolder, type PrometheusHolder } from './prometheus.ts';
import { createRunbookHolder } from './runbooks.ts';
import { createRunStore, type RunStore } from './runStore.ts';
import { settled } from './settled.ts';
import { clusterName, createSourceHolder, type OpenSource } from './source.ts';

export interface App {
  version: string;
  env: Environment;
  options: CommonOptions;
  loaded: LoadedConfig;
  redact: Redact;
  /** Tools of other MCP servers come and go in it. */
  tools: ReadonlyMap<string, Tool>;
  /** The other MCP servers; not connected before its `start`. */
  downstream: Downstream;
  call: Call;
  /** Who answers questions. */
  agent: AgentHolder;
  /** What was asked before. */
  runs: RunStore;
  policy: Policy;
  approvals: ApprovalStore;
  runbooks: Runbooks;
  prometheus: PrometheusHolder;
  /** The cluster or snapshot, opened at the first call. */
  source: () => Promise<OpenSource>;
  close: () => Promise<void>;
}

/** Names that no other server may take, also where the tool is switched off or there is no model. */
const BUILT_IN: ReadonlySet<string> = new Set(
  'diagnose kubectl promql bash runbook_search runbook_read result_page remediate ask'.split(' '),
);

/** How long a first question waits for other servers, after the diagnosis. */
const CONNECT_MS = 5000;

export interface AppExtras {
  flags?: Flags;
  /** Namespaces that a user without cluster-wide rights may have rights in. */
  namespaces?: readonly string[];
  /** Stands before the call path, for all who call. */
  wrapCall?: (call: Call) => Call;
  /** Told of every question that was answered. */
  onRun?: (run: RunRecord) => void;
}

/** @throws ConfigError, ExitError for what the command line or the configuration says wrongly. */
export function createApp(options: CommonOptions, extras: AppExtras = {}): App {
  const env = readEnvironment();
  oneOf('--lang', options.lang, ['en', 'zh']);
  oneOf('--log-level', options.logLevel, LOG_LEVELS);
  const loaded = loadConfig({ env, named: options.config, flags: { lang: options.lang, ...extras.flags } });
  const redact = createRedactor({ known: knownSecrets(loaded) });
  const holder = createSourceHolder(options, env, extras.namespaces ?? []);
  const secrets = () => options.snapshot !== undefined || loaded.config.diagnosis.secrets;
  const clock = () => performance.now();
  const pages = createPages({ clock });
  const kubectl = createKubectlHolder(options, env, loaded, holder, (document) => redactObject(document, redact));
  const { contexts, understand } = kubectl;
  const policy = createPolicy(loaded, options.snapshot !== undefined);
  const warn = (sentence: string) => process.stderr.write(`aiops-copilot: ${redact(sentence)}\n`);
  const runbooks = createRunbookHolder(loaded, holder, warn);
  const prometheus = createPrometheusHolder(options, env, loaded, holder);
  const builtIn = createTools({
    diagnose: {
      ...{ source: holder.open, contexts, redact, secrets, metrics: prometheus.metrics },
      problemType: lazyProblemType(),
    },
    kubectl: loaded.config.toolsets['kubernetes/core'].enabled
      ? { understand, kubectl: kubectl.open, contexts }
      : undefined,
    promql: loaded.config.toolsets['prometheus/metrics'].enabled
      ? { prometheus: prometheus.open, contexts }
      : undefined,
    bash: createBashParts(env, loaded, kubectl, policy.decide),
    runbooks,
    pages,
    ask: loaded.model.configured ? askThrough(() => agent()) : undefined,
  });
  const version = packageVersion();
  const downstream = createDownstream({
    version,
    servers: loaded.config.mcp_servers,
    isBuiltIn: (name) => builtIn.has(name) || BUILT_IN.has(name),
    pins: lazyPins({ configured: loaded.config.storage.folder, env }),
  });
  const tools = liveTools(builtIn, downstream);
  const approvals = createApprovalStore({
    configured: loaded.config.storage.folder,
    env,
    cluster: () => clusterName(options, env),
    warn,
  });
  const audit = createAudit(loaded.config.audit, options.logLevel);
  const redacts = { text: redact, object: <T>(value: T): T => redactObject(value, redact) };
  const plainCall = createCall({
    // What other servers give besides tools is called like them, and listed as what it is.
    tools: { get: (name) => tools.get(name) ?? downstream.reads.get(name) },
    decide: policy.decide,
    approvals,
    redact: redacts,
    pages,
    maxText: MAX_TEXT,
    digest: (text) => createHash('sha256').update(text).digest('hex'),
    audit: audit.record,
    clock,
  });
  const call = extras.wrapCall?.(plainCall) ?? plainCall;
  const { folder: configured, runs: enabled } = loaded.config.storage;
  const runs = createRunStore({ configured, enabled, env }, (sentence) =>
    process.stderr.write(`aiops-copilot: ${redact(sentence)}\n`),
  );
  let connected: Promise<void> | undefined;
  const agent = createAgentHolder(loaded, () => ({
    // Once: the first question may come before they have connected, a later one waits for nothing.
    connected: () => (connected ??= settled(downstream, AbortSignal.timeout(CONNECT_MS))),
    ...{ call, tools, approvals, redact: redacts, keepPage: pages.keep },
    async record(run) {
      extras.onRun?.(run);
      await runs.record(run);
    },
  }));
  const close = async () => {
    runbooks.close();
    await Promise.all([holder.close(), kubectl.close(), prometheus.close(), downstream.close(), runs.close()]);
    await audit.flush();
  };
  return {
    version,
    env,
    options,
    loaded,
    redact,
    tools,
    downstream,
    call,
    agent,
    runs,
    policy,
    approvals,
    runbooks,
    prometheus,
    source: holder.open,
    close,
  };
}

/** What headers and variables of other servers hold, where their names say that it is secret; without a `Bearer`. */
function secretsIn(settings: Readonly<Record<string, string>>): string[] {
  const secret = Object.entries(settings).filter(
    ([name]) => name.toLowerCase() === 'cookie' || strengthOf(name) !== 'none',
  );
  return secret.map(([, value]) => value.replace(/^(?:bearer|basic|apikey) +/i, ''));
}

const packageVersion = () => readFileSync(join(packageFolder(), 'VERSION'), 'utf8').trim();

function knownSecrets({ config, model }: LoadedConfig): string[] {
  const keys = [model.apiKey, config.llm.api_key].filter((key) => key !== undefined);
  const downstream = Object.values(config.mcp_servers).flatMap(({ config: { headers, env } }) =>
    secretsIn({ ...headers, ...env }),
  );
  return [...keys, ...downstream, ...config.auth.tokens.map(({ token }) => token)];
}
