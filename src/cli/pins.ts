/** `aiops-copilot mcp pins list|accept`: what the tools of other servers were when they were accepted. */
import { readEnvironment } from '../config/environment.ts';
import { loadConfig } from '../config/load.ts';
import { plainText } from '../downstream/text.ts';
import { createRedactor } from '../output/redact.ts';
import { openDataFolder } from '../store/dataFolder.ts';
import { createPins, type Pin, type Pins, type Version } from '../store/pins.ts';
import { EXIT, ExitError } from './exit.ts';
import type { CommonOptions } from './options.ts';
import { createOutput, type Output } from './output.ts';

/** Prints every pinned tool; of one that has changed, what it was and what it wants to be. */
export async function listPins(options: CommonOptions & { output?: string }): Promise<number> {
  const { pins, output, redact } = open(options);
  const all = [...pins.list()].flatMap(([server, tools]) =>
    Object.entries(tools).map(([tool, pin]) => ({ server, tool, ...pin })),
  );
  if (options.output === 'json') await output.result(redact(`${JSON.stringify({ pins: all }, null, 2)}\n`));
  else
    await output.result(
      redact(all.map(linesOf).join('') || 'Nothing is pinned: no tool of another server was seen yet.\n'),
    );
  return EXIT.done;
}

/**
 * Accepts what waits. `what` is `<server>__<tool>`, with `@` and the digest that `list` showed, or `<server>`.
 * @throws ExitError where nothing of that name and digest waits.
 */
export async function acceptPins(
  what: string | undefined,
  options: CommonOptions & { all?: boolean },
): Promise<number> {
  if ((what === undefined) === (options.all !== true))
    throw new ExitError(EXIT.usage, 'Name what to accept: <server>__<tool>, <server>, or --all.');
  const { pins, output } = open(options);
  const accepted = [...pins.list().keys()].flatMap((server) => acceptIn(pins, server, what));
  if (accepted.length === 0 && what !== undefined)
    throw new ExitError(
      EXIT.usage,
      `Nothing of ${what} waits to be accepted, or it has changed again; see: aiops-copilot mcp pins list.`,
    );
  await output.result(accepted.map((name) => `${name}  accepted\n`).join('') || 'Nothing waits to be accepted.\n');
  return EXIT.done;
}

function acceptIn(pins: Pins, server: string, what: string | undefined): string[] {
  const prefix = `${server}__`;
  if (what !== undefined && what !== server && !what.startsWith(prefix)) return [];
  const { tool, digest } = DIGESTED.exec(what?.slice(prefix.length) ?? '')?.groups ?? {};
  return pins.accept(server, what === server ? undefined : tool, digest).map((name) => prefix + name);
}

/** A tool's name may hold an `@` itself: only so many hexadecimal digits behind the last one are a digest. */
const DIGESTED = /^(?<tool>.+?)(?:@(?<digest>[0-9a-f]{12,64}))?$/;

interface Listed extends Pin {
  server: string;
  tool: string;
}

function linesOf({ server, tool, pending, ...pin }: Listed): string {
  const name = plainText(`${server}__${tool}`, 200);
  const line = `${name}  ${pending === undefined ? 'accepted' : 'CHANGED'}  ${pin.digest.slice(0, 12)}  ${pin.by}  ${pin.at}\n`;
  if (pending === undefined) return line;
  const accept = `    accept it with: aiops-copilot mcp pins accept ${name}@${pending.digest.slice(0, 12)}\n`;
  return `${line}${differences(pin, pending)}${accept}`;
}

/** The fields that differ, before and after, each on a line. */
function differences(before: Version, after: Version): string {
  const [old, now] = [fieldsOf(before.definition), fieldsOf(after.definition)];
  const names = [...new Set([...Object.keys(old), ...Object.keys(now)])];
  const differing = names.filter((name) => JSON.stringify(old[name]) !== JSON.stringify(now[name]));
  return differing
    .map((name) => `    - ${name}: ${JSON.stringify(old[name])}\n    + ${name}: ${JSON.stringify(now[name])}\n`)
    .join('');
}

function fieldsOf(definition: unknown): Record<string, unknown> {
  return typeof definition === 'object' && definition !== null ? { ...definition } : {};
}

function open(options: CommonOptions): { pins: Pins; output: Output; redact: (text: string) => string } {
  const env = readEnvironment();
  const { config } = loadConfig({ env, named: options.config });
  const folder = openDataFolder({ configured: config.storage.folder, env }, 'pins');
  if (folder === undefined)
    throw new ExitError(
      EXIT.usage,
      'There is no folder to keep pins in; set storage.folder to one that can be written.',
    );
  return {
    pins: createPins(folder, () => new Date().toISOString()),
    output: createOutput(env),
    redact: createRedactor(),
  };
}
