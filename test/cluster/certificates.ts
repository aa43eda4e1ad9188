/** Certificates that no healthy cluster has, made by openssl. */
import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Why certificates cannot be made here; undefined where they can. */
export const opensslMissing: string | undefined =
  spawnSync('openssl', ['version']).status === 0 ? undefined : 'openssl is not installed';

/** A self-signed certificate for 127.0.0.1 that was valid for a day in 2020, and its key, as PEM. */
export function expiredCertificate(folder: string): { cert: string; key: string } {
  const path = (name: string) => join(folder, name);
  const config = `[ca]\ndefault_ca=d\n[d]\ndatabase=${path('index')}\nnew_certs_dir=${folder}\nserial=${path('serial')}\ndefault_md=sha256\npolicy=p\nx509_extensions=e\n[p]\ncommonName=supplied\n[e]\nsubjectAltName=IP:127.0.0.1\nbasicConstraints=CA:true\n`;
  for (const [name, content] of [
    ['ca.cnf', config],
    ['index', ''],
    ['serial', '01'],
  ] as const)
    writeFileSync(path(name), content);
  run([
    'req',
    '-new',
    '-newkey',
    'rsa:2048',
    '-nodes',
    '-subj',
    '/CN=localhost',
    '-keyout',
    path('key'),
    '-out',
    path('csr'),
  ]);
  const dates = ['-startdate', '20200101000000Z', '-enddate', '20200102000000Z'];
  run([
    'ca',
    '-batch',
    '-selfsign',
    '-notext',
    '-config',
    path('ca.cnf'),
    '-keyfile',
    path('key'),
    '-in',
    path('csr'),
    '-out',
    path('cert'),
    ...dates,
  ]);
  return { cert: readFileSync(path('cert'), 'utf8'), key: readFileSync(path('key'), 'utf8') };
}

function run(args: string[]): void {
  const { status, stderr } = spawnSync('openssl', args, { encoding: 'utf8' });
  if (status !== 0) throw new Error(`openssl ${args[0]}: ${stderr}`);
}
