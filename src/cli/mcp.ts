/** `aiops-copilot mcp`: MCP over stdio, for clients that launch their servers. */
import * as z from 'zod';
import { serveOverStdio } from '../mcp/stdio.ts';
import { createApp } from './app.ts';
import { warnIfUnguarded } from './bash.ts';
import { EXIT, sentenceOf } from './exit.ts';
import type { Interrupt } from './interrupt.ts';
import { createMcpRegistry } from './mcpRegistry.ts';
import type { CommonOptions } from './options.ts';

/** Serves until the client leaves or a signal comes. Standard output carries the protocol only. */
export async function mcpCommand(options: CommonOptions, interrupt: Interrupt): Promise<number> {
  // Most schemas check one message in the life of this process: compiling each would cost its start more than it saves.
  z.config({ jitless: true });
  const app = createApp(options);
  warnIfUnguarded(app);
  interrupt.becomeServer();
  app.downstream.start();
  const registry = await createMcpRegistry(app);
  const onerror = (error: Error) => {
    process.stderr.write(`aiops-copilot: ${app.redact(sentenceOf(error))}\n`);
  };
  // Whoever may start this process may already do all that its kubeconfig may; approving stays with people.
  await serveOverStdio({ registry, principal: { name: 'stdio', role: 'operator' }, signal: interrupt.signal, onerror });
  await app.close();
  return EXIT.done;
}
