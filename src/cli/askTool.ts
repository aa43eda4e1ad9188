/** The agent as a tool: for MCP clients. */
import type { AskForTool } from '../tools/ask.ts';
import type { AgentHolder } from './agent.ts';

/** Conversations are shared with those of `/ask`; each belongs to its principal. */
export function askThrough(open: AgentHolder): AskForTool {
  return async ({ question, max_steps: maxSteps, conversation: id }, { principal, signal, progress }) => {
    const { agent, conversations } = await open();
    const conversation = conversations.open(principal.name, id);
    if (conversation === undefined)
      throw new Error('There is no such conversation; leave "conversation" out to begin one.');
    const answer = await agent.ask({
      ...{ question, maxSteps, conversation, principal, signal, namespace: undefined, language: undefined },
      emit: (event) => {
        if (event.type === 'step') progress(event.text);
      },
    });
    if (answer.diagnosis === undefined && answer.error !== undefined) throw new Error(answer.error.message);
    const { text, stop, steps, usage } = answer;
    return { answer: text, stop, conversation: conversation.id, steps, usage };
  };
}
