/** The definitions of other servers' tools as they were accepted: one file a server, shared by all processes of a user. */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { canonicalJson } from './canonical.ts';

export interface Version {
  /** SHA-256 of the definition, in hexadecimal. */
  digest: string;
  definition: unknown;
  /** RFC 3339: when it was first seen. */
  at: string;
}

export interface Pin extends Version {
  by: 'first use' | 'accepted';
  /** What was accepted before, latest last. */
  earlier: Version[];
  /** What the server says now, where that is something else: it waits for a person. */
  pending?: Version;
}

export type ServerPins = Record<string, Pin>;

export interface Pins {
  /** Compares what a server says with what was accepted; what was never seen is accepted. Names of tools that have changed. */
  review: (server: string, definitions: ReadonlyMap<string, unknown>) => Set<string>;
  list: () => Map<string, ServerPins>;
  /**
   * Accepts what waits, of one tool or of all of the server; the names of those accepted. With the beginning of a digest,
   * only the definition that has it: one that has changed again since somebody looked at it is not what they accepted.
   */
  accept: (server: string, tool?: string, digest?: string) => string[];
  /** A number that changes whenever a process has written. */
  revision: () => number;
}

const FORMAT = 1;
const KEPT = 20;

/** Without a folder they live as long as the process. `now` gives RFC 3339. */
export function createPins(folder: string | undefined, now: () => string): Pins {
  const files = folder === undefined ? inMemory() : inFolder(folder);
  return {
    review(server, definitions) {
      const pins = files.read(server);
      const before = JSON.stringify(pins);
      const changed = new Set<string>();
      for (const [tool, definition] of definitions) if (!matches(pins, tool, definition, now())) changed.add(tool);
      if (JSON.stringify(pins) !== before) files.write(server, pins);
      return changed;
    },
    list: () => new Map(files.servers().map((server) => [server, files.read(server)])),
    accept(server, tool, digest = '') {
      const pins = files.read(server);
      const waiting = Object.entries(pins).filter(
        ([name, pin]) => pin.pending?.digest.startsWith(digest) && (tool === undefined || tool === name),
      );
      for (const [name, { earlier, pending, by: _, ...old }] of waiting)
        if (pending !== undefined) pins[name] = { ...pending, by: 'accepted', earlier: [...earlier, old].slice(-KEPT) };
      if (waiting.length > 0) files.write(server, pins);
      return waiting.map(([name]) => name);
    },
    revision: files.revision,
  };
}

/** Whether the definition is the accepted one; else it is noted as waiting. */
function matches(pins: ServerPins, tool: string, definition: unknown, at: string): boolean {
  const digest = createHash('sha256').update(canonicalJson(definition)).digest('hex');
  const pin = pins[tool];
  if (pin === undefined) {
    pins[tool] = { digest, definition, at, by: 'first use', earlier: [] };
    return true;
  }
  if (pin.digest === digest) {
    delete pin.pending;
    return true;
  }
  if (pin.pending?.digest !== digest) pin.pending = { digest, definition, at };
  return false;
}

interface Files {
  servers: () => string[];
  read: (server: string) => ServerPins;
  write: (server: string, pins: ServerPins) => void;
  revision: () => number;
}

function inMemory(): Files {
  const all = new Map<string, ServerPins>();
  let writes = 0;
  return {
    servers: () => [...all.keys()],
    read: (server) => structuredClone(all.get(server) ?? {}),
    write(server, pins) {
      all.set(server, pins);
      writes += 1;
    },
    revision: () => writes,
  };
}

function inFolder(folder: string): Files {
  const path = (server: string) => join(folder, `${server}.json`);
  return {
    servers: () => readdirSync(folder).flatMap((file) => (file.endsWith('.json') ? [file.slice(0, -5)] : [])),
    read: (server) => readPins(path(server)),
    write(server, pins) {
      const draft = join(folder, `.${server}-${process.pid}`);
      writeFileSync(draft, JSON.stringify({ format: FORMAT, tools: pins }, null, 1), { mode: 0o600 });
      renameSync(draft, path(server));
    },
    revision: () => statSync(folder, { throwIfNoEntry: false })?.mtimeMs ?? 0,
  };
}

/** @throws Error where there is a file and it is none of ours: to take it for empty would accept whatever comes. */
function readPins(path: string): ServerPins {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return Object.create(null) as ServerPins;
    throw error;
  }
  const content: unknown = JSON.parse(text);
  if (typeof content !== 'object' || content === null || !('format' in content) || content.format !== FORMAT)
    throw new Error(`${path} is not a file of pins that this version reads; move it away to accept all tools anew.`);
  return Object.assign(Object.create(null), 'tools' in content ? content.tools : {}) as ServerPins;
}
