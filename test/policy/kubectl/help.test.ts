/** The tables beside the help of the kubectl at hand: a command or a flag that is new, or that changed, is noticed. */
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import type { Command, Group } from '../../../src/policy/kubectl/command.ts';
import { ALIASES, COMMANDS } from '../../../src/policy/kubectl/commands.ts';
import { COMMON, REFUSED } from '../../../src/policy/kubectl/commonFlags.ts';
import { mergeTables } from '../../../src/policy/kubectl/flags.ts';
import { kubeboxKubectl, kubeboxMissing } from '../../kubebox.ts';

async function kubectl(args: readonly string[]): Promise<string> {
  const [program, ...first] = kubeboxKubectl;
  const env = { ...process.env, KUBERC: 'off', KUBECONFIG: '/nonexistent' };
  return (await promisify(execFile)(program, [...first, ...args], { env })).stdout;
}

interface HelpFlag {
  name: string;
  letter: string | undefined;
  isSwitch: boolean;
}

function flagsIn(help: string): HelpFlag[] {
  return [...help.matchAll(/^ {4}(?:-(\w), )?--([\w-]+)=(.*):$/gm)].map(([, letter, name = '', usual = '']) => ({
    name,
    letter,
    isSwitch: usual === 'true' || usual === 'false',
  }));
}

function commandsIn(help: string): string[] {
  const listed = help.split(/^(?:Usage|Options):/m)[0] ?? '';
  return [...listed.matchAll(/^ {2}([a-z][\w-]*) {2,}\S/gm)].map(([, name = '']) => name);
}

/** What of a command's help the tables do not say, or say otherwise. */
function differences(path: readonly string[], command: Command, help: string): string[] {
  if (command.refused !== undefined) return [];
  const table = mergeTables(command.flags, mergeTables(COMMON, REFUSED));
  return flagsIn(help).flatMap(({ name, letter, isSwitch }) => {
    const kind = table.kinds.get(name);
    const says = `${path.join(' ')} ${letter === undefined ? '' : `-${letter} `}--${name}`;
    if (kind === undefined) return [`${says} is not in the table`];
    if (isSwitch !== (kind === 'switch'))
      return [`${says} is ${isSwitch ? 'a switch' : 'none'}, the table says ${kind}`];
    return letter !== undefined && table.letters.get(letter) !== name ? [`${says} has another letter`] : [];
  });
}

async function walk(path: readonly string[], entry: Command | Group): Promise<string[]> {
  const help = await kubectl([...path, '--help']);
  if (!('commands' in entry)) return differences(path, entry, help);
  const own = entry.own === undefined ? [] : differences(path, entry.own, help);
  const missing = commandsIn(help).filter((name) => !Object.hasOwn(entry.commands, name));
  const below: string[] = [];
  for (const name of Object.keys(entry.commands)) {
    const next = entry.commands[name];
    if (next !== undefined && commandsIn(help).includes(name)) below.push(...(await walk([...path, name], next)));
  }
  return [...own, ...missing.map((name) => `${[...path, name].join(' ')} is not in the table`), ...below];
}

describe.skipIf(kubeboxMissing !== undefined)(`the help of kubectl (${kubeboxMissing ?? 'at hand'})`, () => {
  it('has no command and no flag that the tables do not have', async () => {
    expect(await walk([], COMMANDS)).toEqual([]);
  });

  it('has no global flag that the tables do not have', async () => {
    const global = { ...COMMANDS.commands.version, refused: undefined } as Command;
    expect(differences(['options'], global, await kubectl(['options']))).toEqual([]);
  });

  it.each([
    'create configmap',
    'create deployment',
    'create service',
    'set serviceaccount',
    'top node',
    'top pod',
    'config use-context',
  ])('names all names of %s', async (path) => {
    const help = await kubectl([...path.split(' '), '--help']);
    const parent = path.split(' ')[0] ?? '';
    const names =
      /^Aliases:\n(.*)$/m
        .exec(help)?.[1]
        ?.split(',')
        .map((name) => name.trim()) ?? [];
    expect(names.length).toBeGreaterThan(1);
    const known = names.filter((name) => `${parent} ${name}` === path || `${parent} ${name}` in ALIASES);
    expect(known).toEqual(names);
  });
});
