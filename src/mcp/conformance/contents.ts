/** Fixtures that return something, and tell the client something while they run. */
import { type Fixture, pause, text } from './fixture.ts';
import { PNG, WAV } from './media.ts';

const PAUSE_MS = 50;

export const CONTENTS: Readonly<Record<string, Fixture>> = {
  test_simple_text: {
    description: 'Returns a text',
    run: async () => text('This is a simple text response for testing.'),
  },
  test_image_content: {
    description: 'Returns an image',
    run: async () => ({ content: [{ type: 'image', data: PNG, mimeType: 'image/png' }] }),
  },
  test_audio_content: {
    description: 'Returns a sound',
    run: async () => ({ content: [{ type: 'audio', data: WAV, mimeType: 'audio/wav' }] }),
  },
  test_embedded_resource: {
    description: 'Returns a resource',
    run: async () => ({
      content: [
        {
          type: 'resource',
          resource: {
            uri: 'test://embedded-resource',
            mimeType: 'text/plain',
            text: 'This is an embedded resource content.',
          },
        },
      ],
    }),
  },
  test_multiple_content_types: {
    description: 'Returns a text, an image and a resource',
    run: async () => ({
      content: [
        { type: 'text', text: 'Multiple content types test:' },
        { type: 'image', data: PNG, mimeType: 'image/png' },
        {
          type: 'resource',
          resource: {
            uri: 'test://mixed-content-resource',
            mimeType: 'application/json',
            text: JSON.stringify({ test: 'data', value: 123 }),
          },
        },
      ],
    }),
  },
  test_error_handling: {
    description: 'Always fails',
    run: async () => ({ ...text('This tool intentionally returns an error for testing'), isError: true }),
  },
  test_tool_with_progress: {
    description: 'Reports its progress',
    async run(_, { context: { mcpReq } }) {
      const progressToken = mcpReq._meta?.progressToken;
      for (const progress of [0, 50, 100]) {
        if (progress > 0) await pause(PAUSE_MS);
        if (progressToken === undefined) continue;
        const params = { progressToken, progress, total: 100 };
        await mcpReq.notify({ method: 'notifications/progress', params });
      }
      return text('Done.');
    },
  },
  test_tool_with_logging: { description: 'Sends log messages', run: logThrice },
  test_logging_tool: { description: 'Sends log messages where the request asks for them', run: logThrice },
  test_reconnection: {
    description: 'Closes the stream of its own call, so that the client has to resume',
    async run(_, { context }) {
      context.http?.closeSSE?.();
      await pause(PAUSE_MS);
      return text('The stream was closed; this came after it.');
    },
  },
  test_trigger_tool_change: {
    description: 'Says that the list of tools has changed',
    async run(_input, _turn, tell) {
      tell({ kind: 'tools_list_changed' });
      return text('Said.');
    },
  },
  test_trigger_prompt_change: {
    description: 'Says that the list of prompts has changed',
    async run(_input, _turn, tell) {
      tell({ kind: 'prompts_list_changed' });
      return text('Said.');
    },
  },
};

async function logThrice(...[, { context }]: Parameters<Fixture['run']>) {
  for (const line of ['Tool execution started', 'Tool processing data', 'Tool execution completed']) {
    await context.mcpReq.log('info', line);
    await pause(PAUSE_MS);
  }
  return text('Three lines were logged.');
}
