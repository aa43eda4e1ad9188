/** Prompts of the conformance suite. */
import {
  type CompleteRequestParams,
  type GetPromptResult,
  type InputRequiredResult,
  inputRequired,
  type Prompt,
} from '@modelcontextprotocol/server';
import type { Turn } from '../provider.ts';
import { CONTEXT } from './forms.ts';
import { PNG } from './media.ts';
import { contentOf } from './rounds.ts';

const required = (name: string) => ({ name, description: name, required: true });

export const PROMPTS: readonly Prompt[] = [
  { name: 'test_simple_prompt', description: 'A prompt without arguments' },
  { name: 'test_prompt_with_arguments', description: 'With two', arguments: [required('arg1'), required('arg2')] },
  {
    name: 'test_prompt_with_embedded_resource',
    description: 'With a resource in it',
    arguments: [required('resourceUri')],
  },
  { name: 'test_prompt_with_image', description: 'With an image in it' },
  { name: 'test_input_required_result_prompt', description: 'Asks for a context first' },
];

const user = (content: GetPromptResult['messages'][number]['content']) => ({ role: 'user' as const, content });
const said = (text: string) => user({ type: 'text', text });

export function getPrompt(
  name: string,
  input: Readonly<Record<string, string>>,
  turn: Turn,
): GetPromptResult | InputRequiredResult | undefined {
  switch (name) {
    case 'test_simple_prompt':
      return { messages: [said('This is a simple prompt for testing.')] };
    case 'test_prompt_with_arguments':
      return { messages: [said(`Prompt with arguments: arg1='${input.arg1 ?? ''}', arg2='${input.arg2 ?? ''}'`)] };
    case 'test_prompt_with_embedded_resource':
      return { messages: [embedded(input.resourceUri ?? ''), said('Please process the embedded resource above.')] };
    case 'test_prompt_with_image':
      return {
        messages: [user({ type: 'image', data: PNG, mimeType: 'image/png' }), said('Please analyze the image above.')],
      };
    case 'test_input_required_result_prompt':
      return withContext(turn);
    default:
      return undefined;
  }
}

function embedded(uri: string) {
  const resource = { uri, mimeType: 'text/plain', text: 'Embedded resource content for testing.' };
  return user({ type: 'resource', resource });
}

function withContext(turn: Turn): GetPromptResult | InputRequiredResult {
  const context = contentOf(turn, 'user_context')?.context;
  if (typeof context === 'string') return { messages: [said(`Use this context: ${context}`)] };
  const question = { message: 'What context should the prompt use?', requestedSchema: CONTEXT };
  return inputRequired({ inputRequests: { user_context: inputRequired.elicit(question) } });
}

const WORDS = ['paris', 'park', 'party'];

export function completeArgument(ref: CompleteRequestParams['ref'], typed: string): string[] | undefined {
  if (ref.type !== 'ref/prompt' || !PROMPTS.some(({ name }) => name === ref.name)) return undefined;
  return WORDS.filter((word) => word.startsWith(typed));
}
