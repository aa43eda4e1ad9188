/** The licences of what was bundled: most ask that their text goes with every copy. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** @param modules paths of bundled files; those of the product itself count for nothing. */
export function noticesOf(modules: Iterable<string>): string {
  const folders = new Set(Array.from(modules, packageFolderOf).filter((folder) => folder !== undefined));
  return [...folders]
    .toSorted()
    .map(notice)
    .join(`\n${'-'.repeat(80)}\n\n`);
}

/** `…/node_modules/NAME` or `…/node_modules/@SCOPE/NAME`, the innermost one. */
function packageFolderOf(path: string): string | undefined {
  return /^.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(path.replace('\0', ''))?.[0];
}

function notice(folder: string): string {
  const { name, version, license } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  const files = readdirSync(folder).filter((file) => /^(licen[cs]e|notice|copying)/i.test(file));
  const texts = files.toSorted().map((file) => readFileSync(join(folder, file), 'utf8').trim());
  return [`${name} ${version} (${license})`, ...texts].join('\n\n').concat('\n');
}
