/** The command line: what there is to type. Each command's code is loaded when it runs. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Command } from 'commander';
import { readEnvironment } from '../config/environment.ts';
import { packageFolder } from '../packageFolder.ts';
import type { Interrupt } from './interrupt.ts';
import { addCommonOptions, addListenOptions, addScopeOptions, type CommonOptions } from './options.ts';
import { createOutput } from './output.ts';

/** What registering a command takes. */
interface Registry {
  interrupt: Interrupt;
  setCode: (code: number) => void;
  /** Adds a command with the options that all have. */
  add: (usage: string, description: string) => Command;
  /** A command's options, with those given before its name. */
  optionsOf: <T extends object>(command: Command) => T;
}

/**
 * Makes the program; `setCode` receives the exit code of the command that ran. Where the first word, `first`, is a
 * command, the program knows no other: making them all is a good part of a start.
 */
export function createProgram(interrupt: Interrupt, setCode: (code: number) => void, first = ''): Command {
  const version = readFileSync(join(packageFolder(), 'VERSION'), 'utf8').trim();
  const program = quiet(new Command('aiops-copilot'))
    .description('Finds the root cause of Kubernetes problems, with evidence, with or without a model.')
    .version(version, '-V, --version', 'print the version')
    .helpOption('-h, --help', 'print help');
  addCommonOptions(program);
  const add = (usage: string, description: string) =>
    addCommonOptions(quiet(program.command(usage, {}).description(description)));
  const optionsOf = <T extends object>(command: Command) => ({ ...program.opts(), ...command.opts() }) as T;
  for (const register of registrationsFor(first)) register({ interrupt, setCode, add, optionsOf });
  return program;
}

const COMMANDS: Readonly<Record<string, (registry: Registry) => void>> = {
  diagnose,
  ask,
  capture,
  replay,
  demo,
  doctor,
  serve,
  mcp,
  approvals,
  runs,
  policy,
};

function registrationsFor(first: string) {
  const named = Object.hasOwn(COMMANDS, first) ? COMMANDS[first] : undefined;
  return named === undefined ? Object.values(COMMANDS) : [named];
}

function diagnose({ add, optionsOf, setCode, interrupt }: Registry): void {
  addScopeOptions(add('diagnose [question...]', 'find the root cause; QUESTION or KIND/NAME, default: everything'))
    .option('-o, --output <format>', 'text, json or markdown', 'text')
    .option('--fail-on-problems', 'exit with 1 where problems were found, or not all could be read')
    .action(async (words: string[], _, command: Command) => {
      const { diagnoseCommand } = await import('./diagnose.ts');
      setCode(await diagnoseCommand(words, optionsOf(command), interrupt.signal));
    });
}

function ask({ add, optionsOf, setCode, interrupt }: Registry): void {
  addScopeOptions(
    add('ask [question...]', 'one question through the agent: the diagnosis, and a model where there is one'),
  )
    .option('-o, --output <format>', 'text, json or markdown', 'text')
    .option('--max-steps <number>', 'turns in which the model may use tools, 1 to 100 (default 20)')
    .action(async (words: string[], _, command: Command) => {
      const { askCommand } = await import('./ask.ts');
      setCode(await askCommand(words, optionsOf(command), interrupt.signal));
    });
}

function capture({ add, optionsOf, setCode, interrupt }: Registry): void {
  addScopeOptions(add('capture <dir>', 'write a snapshot folder, secrets removed')).action(
    async (dir: string, _, command: Command) => {
      const { captureCommand } = await import('./capture.ts');
      setCode(await captureCommand(dir, optionsOf(command), interrupt.signal));
    },
  );
}

function replay({ add, setCode, interrupt }: Registry): void {
  add('replay <dir> [command...]', 'serve a snapshot as a read-only cluster; after --, a command to run on it').action(
    async (dir: string, words: string[]) => {
      const { replay: replaySnapshot } = await import('./replay.ts');
      const env = readEnvironment();
      interrupt.handOver();
      setCode(await replaySnapshot(dir, words, { env, output: createOutput(env) }));
    },
  );
}

function demo({ add, optionsOf, setCode, interrupt }: Registry): void {
  addListenOptions(add('demo [case]', 'diagnose a built-in incident without any cluster'))
    .option('--list', 'list the incidents')
    .option('--serve', 'then keep the HTTP API up on it')
    .action(async (id: string | undefined, _, command: Command) => {
      const { demoCommand } = await import('./demo.ts');
      setCode(await demoCommand(id, optionsOf(command), interrupt));
    });
}

function doctor({ add, optionsOf, setCode, interrupt }: Registry): void {
  add('doctor', 'check configuration, cluster, rights, model, Prometheus, kubectl and MCP servers').action(
    async (_, command: Command) => {
      const { doctorCommand } = await import('./doctor.ts');
      setCode(await doctorCommand(optionsOf(command), interrupt.signal));
    },
  );
}

function serve({ add, optionsOf, setCode, interrupt }: Registry): void {
  addListenOptions(add('serve', 'serve the HTTP API')).action(async (_, command: Command) => {
    const { serveCommand } = await import('./serve.ts');
    setCode(await serveCommand(optionsOf(command), interrupt));
  });
}

async function printConfig(client: string, options: CommonOptions): Promise<void> {
  const { printClientConfig, whereOf } = await import('./clients.ts');
  process.stdout.write(printClientConfig(client, options));
  process.stderr.write(`Put it into ${whereOf(client)}.\n`);
}

function mcp({ add, optionsOf, setCode, interrupt }: Registry): void {
  const serving = add('mcp', 'serve MCP over stdio')
    .option('--print-config <client>', 'print the configuration that makes a client launch this instead')
    .action(async (_, command: Command) => {
      const options = optionsOf<CommonOptions & { printConfig?: string }>(command);
      if (options.printConfig !== undefined) return printConfig(options.printConfig, options);
      const { mcpCommand } = await import('./mcp.ts');
      setCode(await mcpCommand(options, interrupt));
    });
  const group = quiet(
    serving.command('pins').description('definitions of the tools of other MCP servers: list, accept'),
  );
  const sub = (usage: string, description: string) =>
    addCommonOptions(quiet(group.command(usage).description(description)));
  const options = <T extends object>(command: Command) => ({ ...optionsOf<T>(serving), ...command.opts() });
  sub('list', 'what was accepted, and what has changed since')
    .option('-o, --output <format>', 'text or json', 'text')
    .action(async (_, command: Command) => {
      setCode(await (await import('./pins.ts')).listPins(options(command)));
    });
  sub('accept [what]', 'let changed tools run again: <server>__<tool>, with @ and its digest, or <server>')
    .option('--all', 'those of every server')
    .action(async (what: string | undefined, _, command: Command) => {
      setCode(await (await import('./pins.ts')).acceptPins(what, options(command)));
    });
}

function approvals({ add, optionsOf, setCode }: Registry): void {
  const group = add('approvals', 'changes that wait for a person: list, approve ID, reject ID');
  const sub = (usage: string, description: string) =>
    addCommonOptions(quiet(group.command(usage).description(description)));
  const options = <T extends object>(command: Command) => ({ ...optionsOf<T>(group), ...command.opts() });
  sub('list', 'what waits or may be used now')
    .option('--all', 'those that were used, rejected or have expired, too')
    .option('-o, --output <format>', 'text or json', 'text')
    .action(async (_, command: Command) => {
      setCode(await (await import('./approvals.ts')).listApprovals(options(command)));
    });
  sub('approve <id>', 'let the caller run exactly that call once; on a terminal only').action(
    async (id: string, _, command: Command) => {
      setCode(await (await import('./approvals.ts')).approve(id, options(command)));
    },
  );
  sub('reject <id>', 'refuse it').action(async (id: string, _, command: Command) => {
    setCode(await (await import('./approvals.ts')).reject(id, options(command)));
  });
}

function runs({ add, optionsOf, setCode }: Registry): void {
  const group = add('runs', 'questions that were asked, and how they were answered: list, show ID');
  const sub = (usage: string, description: string) =>
    addCommonOptions(quiet(group.command(usage).description(description))).option(
      '-o, --output <format>',
      'text or json',
      'text',
    );
  const options = <T extends object>(command: Command) => ({ ...optionsOf<T>(group), ...command.opts() });
  sub('list', 'the latest, the latest first').action(async (_, command: Command) => {
    setCode(await (await import('./runs.ts')).listRuns(options(command)));
  });
  sub('show <id>', 'what was done, and the answer').action(async (id: string, _, command: Command) => {
    setCode(await (await import('./runs.ts')).showRun(id, options(command)));
  });
}

function policy({ add, optionsOf, setCode }: Registry): void {
  const group = add('policy', 'what callers may do: explain COMMAND');
  addCommonOptions(
    quiet(group.command('explain <command...>').description('what would be decided on this command line')),
  )
    .option('--role <role>', 'viewer, operator or approver', 'operator')
    .action(async (words: string[], _, command: Command) => {
      const { explainPolicy } = await import('./explain.ts');
      setCode(await explainPolicy(words, { ...optionsOf(group), ...command.opts() }));
    });
}

/** Errors are thrown, so that they are explained in one place; help goes to standard output. */
function quiet(command: Command): Command {
  return command
    .exitOverride()
    .configureOutput({ writeErr: () => {}, outputError: () => {} })
    .showSuggestionAfterError(true)
    .allowExcessArguments(false);
}
