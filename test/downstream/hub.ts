/** Real servers behind a hub, and calls on the real call path. */
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { createDownstream, type Downstream, type DownstreamParts } from '../../src/downstream/hub.ts';
import type { ServerSettings } from '../../src/downstream/settings.ts';
import { createPages } from '../../src/output/pages.ts';
import { createRedactor, redactObject } from '../../src/output/redact.ts';
import { createDecide } from '../../src/policy/decide.ts';
import type { Principal } from '../../src/policy/types.ts';
import { createPins } from '../../src/store/pins.ts';
import { type Call, type CallResult, createCall } from '../../src/tools/call.ts';
import type { ClientPeer } from '../../src/tools/define.ts';
import { liveTools } from '../../src/tools/live.ts';
import { until } from '../support/program.ts';

export type Some = Partial<Omit<ServerSettings, 'config'>> & {
  config: Partial<ServerSettings['config']> & Pick<ServerSettings['config'], 'mode'>;
};

/** Settings as the configuration fills them in. */
export function settings({ config, ...rest }: Some): ServerSettings {
  return {
    enabled: true,
    tools: {},
    ...rest,
    config: { headers: {}, args: [], env: {}, timeout_seconds: 20, ...config },
  };
}

export const FAULTY = join(import.meta.dirname, 'faultyServer.ts');

/** The misbehaving server over stdio. */
export function faulty(
  env: Record<string, string> = {},
  more: Partial<ServerSettings> = {},
  timeout = 20,
): ServerSettings {
  const config = { mode: 'stdio' as const, command: process.execPath, args: [FAULTY], env, timeout_seconds: timeout };
  return settings({ ...more, config });
}

export interface Bench {
  hub: Downstream;
  call: (tool: string, input?: object, options?: CallOptions) => Promise<CallResult>;
  /** Resolves when the server is in this state. */
  is: (server: string, state: string) => Promise<void>;
  state: (server: string) => ReturnType<Downstream['status']>[number];
}

interface CallOptions {
  principal?: Principal;
  signal?: AbortSignal;
  peer?: ClientPeer;
  progress?: (step: string) => void;
}

const APPROVER: Principal = { name: 'tester', role: 'approver' };

/** Starts a hub over the servers; a call of what changes something is approved as it is asked. */
export function bench(servers: Record<string, ServerSettings>, parts: Partial<DownstreamParts> = {}): Bench {
  const hub = createDownstream({
    version: '1',
    isBuiltIn: () => false,
    servers,
    pins: createPins(undefined, () => ''),
    ...parts,
  });
  const redact = createRedactor();
  const clock = () => performance.now();
  const call: Call = createCall({
    tools: liveTools(new Map(), hub),
    decide: createDecide([]),
    approvals: {
      use: async () => 'given',
      request: async () => ({ id: 'wanted', how: '' }),
      confirm: async () => false,
    },
    redact: { text: redact, object: (value) => redactObject(value, redact) },
    pages: createPages({ clock }),
    maxText: 30_000,
    digest: (text) => createHash('sha256').update(text).digest('hex'),
    audit: () => {},
    clock,
  });
  hub.start();
  const state = (server: string) => {
    const found = hub.status().find(({ name }) => name === server);
    if (found === undefined) throw new Error(`there is no server ${server}`);
    return found;
  };
  return {
    hub,
    state,
    is: (server, wanted) => until(() => (state(server).state === wanted ? true : undefined)).then(() => {}),
    call: (tool, input = {}, { principal = APPROVER, signal = new AbortController().signal, ...more } = {}) =>
      call({ tool, arguments: input, principal, signal, ...more }),
  };
}
