/** The agent as the program composes it, on a snapshot, with a scripted endpoint in place of a provider's. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { stringify } from 'yaml';
import type { Answer, AskEvent } from '../../src/agent/events.ts';
import { createApp } from '../../src/cli/app.ts';
import { loadSnapshot } from '../../src/cluster/snapshot/load.ts';
import { serveSnapshot } from '../../src/cluster/snapshot/serve.ts';
import type { Principal } from '../../src/policy/types.ts';
import { scratchFolder } from './program.ts';
import { type Reply, type Scripted, type ScriptedOptions, startScripted } from './scriptedModel.ts';

export interface LabOptions {
  snapshot: string;
  /** Served as a cluster that is alive as far as policy can tell: writes then ask instead of being denied. */
  alive?: boolean;
  script: readonly Reply[];
  server?: ScriptedOptions;
  /** Of the configuration file. */
  llm?: Record<string, unknown>;
  limits?: Record<string, unknown>;
}

export interface Asking {
  namespace?: string;
  maxSteps?: number;
  conversation?: string;
  principal?: Principal;
  signal?: AbortSignal;
}

export interface Asked {
  answer: Answer;
  events: AskEvent[];
  conversation: string;
}

export interface Lab {
  scripted: Scripted;
  app: ReturnType<typeof createApp>;
  ask: (question: string, options?: Asking) => Promise<Asked>;
  close: () => Promise<void>;
}

const OPERATOR: Principal = { name: 'terminal', role: 'operator' };

export async function openLab({ snapshot, alive, script, server, llm, limits }: LabOptions): Promise<Lab> {
  const scripted = await startScripted(script, server);
  const scratch = scratchFolder();
  const config = join(scratch.path, 'config.yaml');
  const model = { base_url: scripted.url, model: 'scripted', api_key: 'sk-testOnly1234', ...llm };
  writeFileSync(
    config,
    stringify({ llm: model, limits: limits ?? {}, storage: { folder: join(scratch.path, 'data') } }),
  );
  const served = alive === true ? await serveSnapshot(await loadSnapshot(snapshot)) : undefined;
  const app = createApp(served === undefined ? { snapshot, config } : { kubeconfig: served.kubeconfigPath, config });
  const { agent, conversations } = await app.agent();
  return {
    scripted,
    app,
    async ask(question, options = {}) {
      const { namespace, maxSteps = 20, principal = OPERATOR, signal = new AbortController().signal } = options;
      const conversation = conversations.open(principal.name, options.conversation);
      if (conversation === undefined) throw new Error('There is no such conversation.');
      const events: AskEvent[] = [];
      const emit = (event: AskEvent) => void events.push(event);
      const input = { question, namespace, language: undefined, maxSteps, conversation, principal, signal, emit };
      return { answer: await agent.ask(input), events, conversation: conversation.id };
    },
    async close() {
      await app.close();
      await served?.close();
      await scripted.close();
      scratch.remove();
    },
  };
}
