/** A bare relay: reads each message, writes it on, both ways. What any program between a client and a server must do. */
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';

const [command = '', ...args] = process.argv.slice(2);
const child = spawn(command, args, { stdio: ['pipe', 'pipe', 'inherit'] });
createInterface(process.stdin).on('line', (line) => child.stdin.write(`${JSON.stringify(JSON.parse(line))}\n`));
createInterface(child.stdout).on('line', (line) => process.stdout.write(`${JSON.stringify(JSON.parse(line))}\n`));
process.stdin.on('end', () => child.stdin.end());
