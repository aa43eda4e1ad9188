/** From words on the command line to an exit code. */
import { CommanderError } from 'commander';
import { EXIT, ExitError, exitCodeOf, sentenceOf } from './exit.ts';
import { type Interrupt, listenForInterrupt } from './interrupt.ts';
import { createProgram } from './program.ts';

/** Runs one command. Whatever happens: one sentence on standard error, no stack trace, the right code. */
export async function run(argv: readonly string[]): Promise<number> {
  const interrupt = listenForInterrupt();
  endQuietlyWithoutReader();
  let code: number = EXIT.done;
  const setCode = (exitCode: number) => {
    code = exitCode;
  };
  const program = createProgram(interrupt, setCode, argv[0]);
  try {
    if (argv.length === 0) program.outputHelp();
    else await program.parseAsync([...argv], { from: 'user' });
    return interrupt.code() ?? code;
  } catch (error) {
    return explain(error, interrupt);
  }
}

function explain(error: unknown, interrupt: Interrupt): number {
  const interrupted = interrupt.code();
  if (interrupted !== undefined) return interrupted;
  if (error instanceof CommanderError) return explainUsage(error);
  const sentence = sentenceOf(error);
  if (sentence !== '' || !(error instanceof ExitError)) process.stderr.write(`aiops-copilot: ${sentence}\n`);
  return exitCodeOf(error);
}

function explainUsage(error: CommanderError): number {
  // Help and the version were asked for and have been printed.
  if (error.exitCode === 0) return EXIT.done;
  const sentence = sentenceOf(error).replace(/^error: /, '');
  if (error.code !== 'commander.help') {
    process.stderr.write(`aiops-copilot: ${sentence.replace(/\.$/, '')}; see aiops-copilot --help.\n`);
  }
  return EXIT.usage;
}

/** A reader of standard output that left (`| head`) is no error. */
function endQuietlyWithoutReader(): void {
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') process.exit(EXIT.done);
  });
  process.stderr.on('error', () => {});
}
