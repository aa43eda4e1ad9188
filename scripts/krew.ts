/**
 * `make krew URI=…`: the package that `kubectl krew` installs, and the manifest that names it by its checksum. URI is where the
 * archive will be published.
 */
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const TEMPLATE = 'deploy/krew/aiops.yaml';
const folder = '.cache/krew';
const version = readFileSync('VERSION', 'utf8').trim();
const archive = join(folder, `kubectl-aiops-${version}.tar.gz`);

mkdirSync(folder, { recursive: true });
const packed = execFileSync('npm', ['pack', '--ignore-scripts', '--silent', '--pack-destination', folder], {
  encoding: 'utf8',
});
renameSync(join(folder, packed.trim().split('\n').at(-1) ?? ''), archive);
const sha256 = createHash('sha256').update(readFileSync(archive)).digest('hex');
const uri = process.argv[2] || `file://${join(process.cwd(), archive)}`;
const manifest = readFileSync(TEMPLATE, 'utf8')
  .replace(/^( +(?:- )?uri: ).*$/gm, `$1${uri}`)
  .replace(/^( +sha256: ).*$/gm, `$1${sha256}`);
writeFileSync(join(folder, 'aiops.yaml'), manifest);
process.stdout.write(`${archive}\n${join(folder, 'aiops.yaml')}\n`);
