import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { packageFolder } from './packageFolder.ts';

process.stdout.write(readFileSync(join(packageFolder(), 'VERSION'), 'utf8'));
