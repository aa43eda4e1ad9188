/** Tells one long-lived connection of changes. (A stateless request has none: it opens `subscriptions/listen` instead.) */
import type { Server, ServerEvent } from '@modelcontextprotocol/server';
import type { Registry } from './registry.ts';

/** A client of a hostile mind subscribes to no more than these. */
const MAX_SUBSCRIPTIONS = 1000;

/**
 * Forwards changes to the client until the connection ends. `era`: older clients name single resources by
 * `resources/subscribe`; of newer ones the transport knows what they listen to.
 */
export function forwardChanges(server: Server, registry: Registry, era: 'legacy' | 'modern'): void {
  const subscribed = new Set<string>();
  if (era === 'legacy') {
    server.setRequestHandler('resources/subscribe', async ({ params }) => {
      if (subscribed.size >= MAX_SUBSCRIPTIONS) throw new Error('Too many subscriptions: end some of them first.');
      subscribed.add(params.uri);
      await Promise.allSettled(registry.providers.map(({ subscribe }) => subscribe?.(params.uri)));
      return {};
    });
    server.setRequestHandler('resources/unsubscribe', ({ params }) => {
      subscribed.delete(params.uri);
      return {};
    });
  }
  const stop = registry.bus.subscribe((event) => {
    if (event.kind === 'resource_updated' && era === 'legacy' && !subscribed.has(event.uri)) return;
    // A client that has gone, or has not said hello yet, misses nothing: it reads the lists first.
    send(server, event).catch(() => {});
  });
  const before = server.onclose;
  server.onclose = () => {
    stop();
    before?.();
  };
}

function send(server: Server, event: ServerEvent): Promise<void> {
  if (event.kind === 'tools_list_changed') return server.sendToolListChanged();
  if (event.kind === 'prompts_list_changed') return server.sendPromptListChanged();
  if (event.kind === 'resources_list_changed') return server.sendResourceListChanged();
  return server.sendResourceUpdated({ uri: event.uri });
}
