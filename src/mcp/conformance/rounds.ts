/** Fixtures that need several rounds: the client answers what a first result asks for, and calls again (SEP-2322). */
import { type InputRequests, inputRequired } from '@modelcontextprotocol/server';
import type { Turn } from '../provider.ts';
import { type Fixture, type Outcome, text } from './fixture.ts';
import { COLOR, NAME, OK } from './forms.ts';

const elicit = (message: string, requestedSchema: typeof NAME) => inputRequired.elicit({ message, requestedSchema });
const sample = (words: string, maxTokens: number) =>
  inputRequired.createMessage({
    messages: [{ role: 'user', content: { type: 'text', text: words } }],
    maxTokens,
  });

const askName = () => elicit('What is your name?', NAME);
const askCapital = () => sample('What is the capital of France?', 100);
const confirm = () => ({ confirm: elicit('Please confirm', OK) });
const everything = () => ({
  user_name: askName(),
  greeting: sample('Generate a greeting', 50),
  client_roots: inputRequired.listRoots(),
});

export const ROUNDS: Readonly<Record<string, Fixture>> = {
  test_input_required_result_elicitation: {
    description: 'Asks for a name',
    run: async (_, turn) => {
      const name = contentOf(turn, 'user_name')?.name;
      return typeof name === 'string'
        ? text(`Hello, ${name}!`)
        : inputRequired({ inputRequests: { user_name: askName() } });
    },
  },
  test_streaming_elicitation: {
    description: 'Asks for a name',
    run: async (_, turn) => answered(turn, { user_name: askName() }, 'Hello!'),
  },
  test_input_required_result_sampling: {
    description: "Asks the client's model",
    run: async (_, turn) => {
      const said = answersOf(turn).capital_question?.content;
      const words = isRecord(said) && typeof said.text === 'string' ? said.text : 'an answer without text';
      return answered(turn, { capital_question: askCapital() }, `The model says: ${words}`);
    },
  },
  test_input_required_result_list_roots: {
    description: 'Asks for the roots',
    run: async (_, turn) =>
      answered(
        turn,
        { client_roots: inputRequired.listRoots() },
        `Roots: ${JSON.stringify(answersOf(turn).client_roots?.roots ?? [])}`,
      ),
  },
  test_input_required_result_request_state: {
    description: 'Has the client carry a state',
    run: async (_, turn) => sealed(turn, confirm(), 'state-ok'),
  },
  test_input_required_result_tampered_state: {
    description: 'Has the client carry a state, and refuses another',
    run: async (_, turn) => sealed(turn, confirm(), 'The state is the one that was given out.'),
  },
  test_input_required_result_multiple_inputs: {
    description: 'Asks for three things at once',
    run: async (_, turn) => sealed(turn, everything(), 'All three came.'),
  },
  test_input_required_result_capabilities: {
    description: 'Asks for what the client can do only',
    run: async (_, turn) => {
      const { elicitation, sampling } = turn.client;
      const requests: InputRequests = {};
      if (elicitation !== undefined) requests.user_name = askName();
      if (sampling !== undefined) requests.capital_question = askCapital();
      if (Object.keys(requests).length === 0) return text('The client can be asked nothing.');
      return answered(turn, requests, 'Answered.');
    },
  },
  test_input_required_result_multi_round: { description: 'Asks twice, one after the other', run: twoSteps },
};

async function twoSteps(...[, turn]: Parameters<Fixture['run']>): Promise<Outcome> {
  const before = turn.context.mcpReq.requestState<{ name?: string }>();
  const { name } = contentOf(turn, 'step1') ?? { name: before?.name };
  const color = contentOf(turn, 'step2')?.color;
  if (before === undefined || typeof name !== 'string') {
    const step1 = elicit('Step 1: What is your name?', NAME);
    return inputRequired({ inputRequests: { step1 }, requestState: await turn.seal({}) });
  }
  if (typeof color === 'string') return text(`${name} likes ${color}.`);
  const step2 = elicit('Step 2: What is your favorite color?', COLOR);
  return inputRequired({ inputRequests: { step2 }, requestState: await turn.seal({ name }) });
}

/** The words, once every question has an answer. */
function answered(turn: Turn, inputRequests: InputRequests, words: string): Outcome {
  const answers = answersOf(turn);
  return Object.keys(inputRequests).every((key) => key in answers) ? text(words) : inputRequired({ inputRequests });
}

/** The same, where the answers count only with the state that was given out with the questions. */
async function sealed(turn: Turn, inputRequests: InputRequests, words: string): Promise<Outcome> {
  const state = turn.context.mcpReq.requestState();
  const result = state === undefined ? inputRequired({ inputRequests }) : answered(turn, inputRequests, words);
  return 'content' in result ? result : { ...result, requestState: await turn.seal({ asked: true }) };
}

/** Answers as they came; the SDK has dropped what is no object. */
function answersOf({ context }: Turn): Record<string, Record<string, unknown> | undefined> {
  const entries = Object.entries(context.mcpReq.inputResponses ?? {});
  return Object.fromEntries(entries.flatMap(([key, value]) => (isRecord(value) ? [[key, value]] : [])));
}

/** What a user filled in. */
export function contentOf(turn: Turn, key: string): Record<string, unknown> | undefined {
  const content = answersOf(turn)[key]?.content;
  return isRecord(content) ? content : undefined;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
