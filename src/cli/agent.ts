/** Composes the agent from the parts of the application; its code is loaded with the first question. */
import type { Agent, AgentParts } from '../agent/agent.ts';
import type { Conversations } from '../agent/conversations.ts';
import type { LoadedConfig } from '../config/load.ts';

export interface OpenAgent {
  agent: Agent;
  conversations: Conversations;
}

export type AgentHolder = () => Promise<OpenAgent>;

type Given = Pick<AgentParts, 'call' | 'tools' | 'connected' | 'redact' | 'keepPage' | 'approvals' | 'record'>;

/** `given` is asked for when the first question comes: the agent calls tools, and is one. */
export function createAgentHolder(loaded: LoadedConfig, given: () => Given): AgentHolder {
  let opened: Promise<OpenAgent> | undefined;
  return () => {
    opened ??= open(loaded, given());
    return opened;
  };
}

async function open({ config, model }: LoadedConfig, given: Given): Promise<OpenAgent> {
  const [{ createAgent }, { createBudget }, { openClassify }, { createConversations }, { createModel }] =
    await Promise.all([
      import('../agent/agent.ts'),
      import('../agent/budget.ts'),
      import('./classifier.ts'),
      import('../agent/conversations.ts'),
      import('../llm/client.ts'),
    ]);
  const { thinking, timeout_seconds: timeoutSeconds, context_tokens: contextTokens, price } = config.llm;
  const { baseUrl, name, apiKey } = model;
  const { ask_seconds: seconds, ask_tokens: tokens, ask_cost: cost } = config.limits;
  const prices = price && { input: price.input, output: price.output, cachedInput: price.cached_input };
  const opened = model.configured
    ? createModel({ baseUrl, name, apiKey, thinking, timeoutSeconds, contextTokens })
    : undefined;
  const agent = createAgent({
    ...given,
    changes: config.remediation.mode,
    model: opened,
    classify: await openClassify(config.llm.classify ? opened : undefined),
    budget: createBudget({ tokens, cost }, prices),
    seconds,
    language: config.language,
    now: Date.now,
  });
  return { agent, conversations: createConversations() };
}
