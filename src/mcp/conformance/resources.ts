/** Resources of the conformance suite. */
import type { ReadResourceResult, Resource, ResourceTemplateType } from '@modelcontextprotocol/server';
import { PNG } from './media.ts';

export const RESOURCES: readonly Resource[] = [
  { uri: 'test://static-text', name: 'Static text', description: 'A text', mimeType: 'text/plain' },
  { uri: 'test://static-binary', name: 'Static binary', description: 'An image', mimeType: 'image/png' },
  { uri: 'test://watched-resource', name: 'Watched', description: 'To subscribe to', mimeType: 'text/plain' },
];

export const TEMPLATES: readonly ResourceTemplateType[] = [
  {
    uriTemplate: 'test://template/{id}/data',
    name: 'Template',
    description: 'Data for an id',
    mimeType: 'application/json',
  },
];

export function readResource(uri: string): ReadResourceResult | undefined {
  const one = (content: { mimeType: string } & ({ text: string } | { blob: string })) => ({
    contents: [{ uri, ...content }],
  });
  if (uri === 'test://static-text') {
    return one({ mimeType: 'text/plain', text: 'This is the content of the static text resource.' });
  }
  if (uri === 'test://static-binary') return one({ mimeType: 'image/png', blob: PNG });
  if (uri === 'test://watched-resource') return one({ mimeType: 'text/plain', text: 'It never changes.' });
  const id = /^test:\/\/template\/([^/]+)\/data$/.exec(uri)?.[1];
  if (id === undefined) return undefined;
  return one({
    mimeType: 'application/json',
    text: JSON.stringify({ id, templateTest: true, data: `Data for ID: ${id}` }),
  });
}
