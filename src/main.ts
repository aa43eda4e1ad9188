/** The program: what is on the command line runs, and its exit code is set. */
import { run } from './cli/run.ts';

process.exit(await run(process.argv.slice(2)));
