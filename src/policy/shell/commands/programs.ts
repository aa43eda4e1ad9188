/** Commands that take a program: the program is judged, or the command is told to forbid itself what could act. */
import type { CommandSpec } from '../command.ts';
import { type Arguments, defineOptions } from '../flags.ts';
import { type Field, ShellRefusal } from '../plan.ts';
import { checkAwkProgram } from './awk.ts';

const awk: CommandSpec = {
  options: defineOptions('-F=word -v=word'),
  operands: 'read',
  words: () => 1,
  ordered: true,
  check({ options, operands: [program, ...files] }) {
    checkAwkProgram(literal('awk', program));
    for (const { name, value } of options) if (name === '-v') assignable(value?.text ?? '');
    for (const { text } of files) {
      assignable(text);
      if (/^-./.test(text))
        throw new ShellRefusal(`awk: write options before the program, and the file ${text} as ./${text}.`);
    }
  },
};

const ESCAPED = 'sed: a script may not read or write files (r, w) or run commands (e).';

export const PROGRAMS: Readonly<Record<string, CommandSpec>> = {
  awk,
  gawk: awk,
  mawk: awk,
  sed: {
    options: defineOptions(
      '-nErsuz -e=word --expression=word --quiet --silent --regexp-extended --null-data --unbuffered --separate',
    ),
    operands: 'read',
    words: (args) => (scripts(args).length > 0 ? 0 : 1),
    check(args) {
      const given = scripts(args);
      const all = given.length > 0 ? given : args.operands.slice(0, 1);
      if (all.length === 0) throw new ShellRefusal('sed: there is no script.');
      for (const script of all) if (ACTS.test(literal('sed', script))) throw new ShellRefusal(ESCAPED);
    },
    // GNU sed then refuses r, w and e itself, however they are written.
    first: () => ['--sandbox'],
  },
  jq: {
    options: defineOptions(
      '-acCejMnrRsS --arg=pair --argjson=pair --compact-output --raw-output --raw-input --slurp --null-input --exit-status --sort-keys --join-output --ascii-output --monochrome-output --color-output --tab --indent=int --stream --seq',
    ),
    operands: 'read',
    words: () => 1,
    check({ operands: [program] }) {
      if (/\b(?:import|include|modulemeta|get_search_list|env|input_filename)\b|\$ENV/.test(literal('jq', program))) {
        throw new ShellRefusal('jq: a program may not load modules or ask for its surroundings.');
      }
    },
  },
};

/** The plainly written ones, so that they are denied before anything runs. */
const ACTS =
  /^\s*(?:\d+|\$|\/(?:[^/\\]|\\.)*\/)?(?:,(?:\d+|\$|\/(?:[^/\\]|\\.)*\/))?\s*!?\s*(?:[eE]\b|[rRwW]\s+\S)|;\s*(?:e\b|[rRwW]\s+\/)/;

function scripts({ options }: Arguments): Field[] {
  return options.flatMap(({ name, value }) =>
    /^(?:-e|--expression)$/.test(name) && value !== undefined ? [value] : [],
  );
}

function literal(command: string, program: Field | undefined): string {
  if (program === undefined) throw new ShellRefusal(`${command}: there is no program.`);
  if (program.data)
    throw new ShellRefusal(`${command}: a program cannot be output of a command or the name of a file.`);
  return program.text;
}

function assignable(text: string): void {
  const name = /^([A-Za-z_]\w*)=/.exec(text)?.[1];
  if (name !== undefined && /^(?:ARG[VC]|ENVIRON|PROCINFO|SYMTAB)$/.test(name))
    throw new ShellRefusal(`awk: ${name} cannot be set.`);
}
