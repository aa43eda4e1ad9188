/** The command line: what there is to type. Each command's code is loaded when it runs. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Command } from 'commander';
import { packageFolder } from '../packageFolder.ts';
import type { Interrupt } from './interrupt.ts';
import { addCommonOptions, addScopeOptions } from './options.ts';

/** Makes the program; `setCode` receives the exit code of the command that ran. */
export function createProgram(interrupt: Interrupt, setCode: (code: number) => void): Command {
  const { signal } = interrupt;
  const version = readFileSync(join(packageFolder(), 'VERSION'), 'utf8').trim();
  const program = quiet(new Command('aiops-copilot'))
    .description('Finds the root cause of Kubernetes problems, with evidence, with or without a model.')
    .version(version, '-V, --version', 'print the version')
    .helpOption('-h, --help', 'print help');
  addCommonOptions(program);
  const add = (usage: string, description: string) =>
    addCommonOptions(quiet(program.command(usage, {}).description(description)));
  const optionsOf = <T extends object>(command: Command) => ({ ...program.opts(), ...command.opts() }) as T;

  addScopeOptions(add('diagnose [question...]', 'find the root cause; QUESTION or KIND/NAME, default: everything'))
    .option('-o, --output <format>', 'text, json or markdown', 'text')
    .option('--fail-on-problems', 'exit with 1 where problems were found, or not all could be read')
    .action(async (words: string[], _, command: Command) => {
      const { diagnoseCommand } = await import('./diagnose.ts');
      setCode(await diagnoseCommand(words, optionsOf(command), signal));
    });

  addScopeOptions(add('capture <dir>', 'write a snapshot folder, secrets removed')).action(
    async (dir: string, _, command: Command) => {
      const { captureCommand } = await import('./capture.ts');
      setCode(await captureCommand(dir, optionsOf(command), signal));
    },
  );
  add('demo [case]', 'diagnose a built-in incident without any cluster')
    .option('--list', 'list the incidents')
    .option('--serve', 'then keep the HTTP API up on it')
    .option('--host <address>', 'address to listen on')
    .option('--port <number>', 'port to listen on')
    .action(async (id: string | undefined, _, command: Command) => {
      const { demoCommand } = await import('./demo.ts');
      setCode(await demoCommand(id, optionsOf(command), interrupt));
    });
  add('doctor', 'check configuration, cluster, rights, model, Prometheus, kubectl and MCP servers').action(
    async (_, command: Command) => {
      const { doctorCommand } = await import('./doctor.ts');
      setCode(await doctorCommand(optionsOf(command), signal));
    },
  );
  add('serve', 'serve the HTTP API')
    .option('--host <address>', 'address to listen on (HOST; default 127.0.0.1)')
    .option('--port <number>', 'port to listen on (PORT; default 8000)')
    .action(async (_, command: Command) => {
      const { serveCommand } = await import('./serve.ts');
      setCode(await serveCommand(optionsOf(command), interrupt));
    });
  add('mcp', 'serve MCP over stdio').action(async (_, command: Command) => {
    const { mcpCommand } = await import('./mcp.ts');
    setCode(await mcpCommand(version, optionsOf(command), interrupt));
  });
  return program;
}

/** Errors are thrown, so that they are explained in one place; help goes to standard output. */
function quiet(command: Command): Command {
  return command
    .exitOverride()
    .configureOutput({ writeErr: () => {}, outputError: () => {} })
    .showSuggestionAfterError(true)
    .allowExcessArguments(false);
}
