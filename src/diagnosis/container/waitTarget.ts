/** What an init container waits for: the host that its command or its log names. */
import type { ObjectRef } from '../../cluster/objects.ts';
import { stringsIn } from '../../semantics/lenient.ts';
import { type CONFIG_KINDS, configOf } from '../objects/configOrigin.ts';
import type { ContainerView } from '../objects/containers.ts';
import type { State } from '../state.ts';

export interface WaitTarget {
  host: string;
  port: number | undefined;
  /** Where only the name is looked up. */
  byName: boolean;
}

const HOST = '([A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?)';
/** Commands that people wait with. Group 1 is the host, group 2 the port. */
const COMMANDS: readonly (readonly [byName: boolean, pattern: RegExp])[] = [
  [false, new RegExp(`\\bnc(?: -[a-z]+(?: \\d+)?)* ${HOST}[ :](\\d{1,5})`)],
  [false, new RegExp(`\\bwait-?for(?:-it)?(?:\\.sh)?(?: -\\S+(?: \\d+)?)* ${HOST}:(\\d{1,5})`)],
  [false, new RegExp(`-wait[ =](?:tcp|http|https)://${HOST}:(\\d{1,5})`)],
  [false, new RegExp(`/dev/tcp/${HOST}/(\\d{1,5})`)],
  [
    false,
    new RegExp(
      `\\b(?:pg_isready|redis-cli|psql|mysqladmin|mysql|mongosh|mongo)\\b.*?(?:-h|--host)[ =]?${HOST}(?:.*?(?:-p|-P|--port)[ =]?(\\d{1,5}))?`,
    ),
  ],
  [false, new RegExp(`\\b(?:curl|wget)\\b.*?https?://${HOST}(?::(\\d{1,5}))?`)],
  [true, new RegExp(`\\b(?:nslookup|getent (?:a?hosts(?:v4)?)|dig(?: \\+\\w+)*|host) ${HOST}()`)],
  [
    false,
    new RegExp(
      `\\bwaiting (?:for|on) (?:the )?(?:(?:service|host|database|db|server|port) )?["'\`]?${HOST}(?::(\\d{1,5}))?`,
      'i',
    ),
  ],
];

/** The target that a text names; undefined where it names none. */
export function waitTargetIn(text: string): WaitTarget | undefined {
  for (const [byName, pattern] of COMMANDS) {
    const match = pattern.exec(text);
    const host = match?.[1]?.toLowerCase();
    if (host === undefined || COMMON.test(host)) continue;
    return { host, port: match?.[2] ? Number(match[2]) : undefined, byName };
  }
  return undefined;
}

/** Words after "waiting for" that are no hosts. */
const COMMON =
  /^(?:the|a|it|to|all|another|connection|connections|database|db|service|services|dependency|dependencies|migration|migrations|pods?|lock|leader|condition|up|ready|localhost|127\.0\.0\.1)$/;

/** The Job that it waits for with a tool that asks the API server; undefined where it does not. */
export function waitedJobIn(text: string): string | undefined {
  return /\b(?:jobs?(?:\.batch)?[/ ])([a-z0-9](?:[a-z0-9.-]*[a-z0-9])?)/.exec(
    /\bwait\b|wait-for|k8s-wait|job/i.test(text) ? text : '',
  )?.[1];
}

/** Command and arguments as one line, with the variables that the configuration gives filled in. */
export function commandLine(
  { spec, name }: ContainerView,
  workload: ObjectRef,
  state: State<(typeof CONFIG_KINDS)[number]>,
): string {
  const line = [...stringsIn(spec?.command), ...stringsIn(spec?.args)].join(' ');
  if (!line.includes('$')) return line;
  const values = new Map(
    configOf(workload, state)
      .filter(({ container }) => container === name)
      .map(({ key, value }) => [key, value]),
  );
  return line.replace(/\$(?:\{|\()?(\w+)(?:[:-][^})]*)?[})]?/g, (whole, key: string) => values.get(key) ?? whole);
}
