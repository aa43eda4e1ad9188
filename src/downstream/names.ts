/** The name under which a server's tool or prompt is known here: a pure function of configuration and its own name. */
import { createHash } from 'node:crypto';

const MAX_NAME = 64;
const KEPT = 55;

/** Such as `helm__helm_install`: only letters, digits, `_` and `-`, at most 64 of them. */
export function publicName(prefix: string, own: string): string {
  const full = prefix + own;
  const name = full.replace(/[^\w-]/g, '_');
  if (name.length <= MAX_NAME) return name;
  const digest = createHash('sha256')
    .update(full)
    .digest('hex')
    .slice(0, MAX_NAME - KEPT - 1);
  return `${name.slice(0, KEPT)}_${digest}`;
}
