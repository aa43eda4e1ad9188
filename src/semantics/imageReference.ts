/**
 * Image names as the container runtimes read them: `[registry/]repository[:tag][@digest]`
 * (grammar: distribution/reference; a first part is a registry where it has a dot, a colon, a capital or is `localhost`).
 */

export interface ImageReference {
  /** As written. */
  text: string;
  /** Host and port that is asked; `docker.io` where none is written. */
  registry: string;
  /** Path in the registry; Docker Hub's official images have `library/` put before. */
  repository: string;
  /** Undefined where only a digest, or nothing, is written. */
  tag?: string;
  digest?: string;
  /** The tag that is pulled: `latest` where neither tag nor digest is written. */
  effectiveTag?: string;
}

export type ImageParse = { ok: true; image: ImageReference } | { ok: false; reason: string };

const COMPONENT = /^[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*$/;
const TAG = /^\w[\w.-]{0,127}$/;
const DIGEST = /^[A-Za-z][A-Za-z0-9]*(?:[-_+.][A-Za-z][A-Za-z0-9]*)*:[0-9a-fA-F]{32,}$/;
const HOST =
  /^(?:(?:[A-Za-z0-9]|[A-Za-z0-9][A-Za-z0-9-]*[A-Za-z0-9])(?:\.(?:[A-Za-z0-9]|[A-Za-z0-9][A-Za-z0-9-]*[A-Za-z0-9]))*|\[[0-9a-fA-F:]+\])(?::[0-9]+)?$/;
const MAX_REPOSITORY = 255;

function splitOff(text: string): { name: string; tag?: string; digest?: string } {
  const at = text.indexOf('@');
  const digest = at < 0 ? undefined : text.slice(at + 1);
  const head = at < 0 ? text : text.slice(0, at);
  const colon = head.lastIndexOf(':');
  // A colon before the last slash belongs to the registry's port.
  if (colon < 0 || head.indexOf('/', colon) >= 0) return { name: head, digest };
  return { name: head.slice(0, colon), tag: head.slice(colon + 1), digest };
}

function isRegistry(part: string): boolean {
  return part === 'localhost' || /[.:]/.test(part) || /[A-Z]/.test(part) || part.startsWith('[');
}

function splitRegistry(name: string): { registry: string; repository: string } {
  const slash = name.indexOf('/');
  const first = slash < 0 ? '' : name.slice(0, slash);
  if (slash < 0 || !isRegistry(first)) {
    return { registry: 'docker.io', repository: slash < 0 ? `library/${name}` : name };
  }
  const registry = first === 'index.docker.io' ? 'docker.io' : first;
  const rest = name.slice(slash + 1);
  return { registry, repository: registry === 'docker.io' && !rest.includes('/') ? `library/${rest}` : rest };
}

function nameFault(registry: string, repository: string): string | undefined {
  if (!HOST.test(registry)) return `the registry "${registry}" is no valid host name`;
  if (repository.length > MAX_REPOSITORY) return `the repository name is longer than ${MAX_REPOSITORY} characters`;
  const bad = repository.split('/').find((part) => !COMPONENT.test(part));
  if (bad === undefined) return undefined;
  if (bad === '') return 'the repository name has an empty part';
  if (/[A-Z]/.test(bad)) return `the repository name must be lower case ("${bad}")`;
  return `"${bad}" is no valid part of a repository name`;
}

/** Reads an image name; never throws. `reason` says what makes it invalid (the kubelet's `InvalidImageName`). */
export function parseImage(text: unknown): ImageParse {
  if (typeof text !== 'string' || text === '') return { ok: false, reason: 'the image name is empty' };
  if (text.trim() !== text) return { ok: false, reason: 'the image name begins or ends with white space' };
  if (/^[a-z]+:\/\//i.test(text)) return { ok: false, reason: 'an image name has no scheme such as https://' };
  const { name, tag, digest } = splitOff(text);
  if (/^[0-9a-f]{64}$/.test(name)) return { ok: false, reason: 'a bare 64-digit image ID is no repository name' };
  const { registry, repository } = splitRegistry(name);
  const fault = name === '' ? 'the repository name is empty' : nameFault(registry, repository);
  if (fault !== undefined) return { ok: false, reason: fault };
  if (tag !== undefined && !TAG.test(tag)) return { ok: false, reason: `"${tag}" is no valid tag` };
  if (digest !== undefined && !DIGEST.test(digest)) return { ok: false, reason: `"${digest}" is no valid digest` };
  const effectiveTag = tag ?? (digest === undefined ? 'latest' : undefined);
  return { ok: true, image: { text, registry, repository, tag, digest, effectiveTag } };
}

/** Whether two image names pull from the same repository, whatever the tag. */
export function sameRepository(a: unknown, b: unknown): boolean {
  const left = parseImage(a);
  const right = parseImage(b);
  if (!left.ok || !right.ok) return false;
  return left.image.registry === right.image.registry && left.image.repository === right.image.repository;
}
