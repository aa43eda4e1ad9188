/** Why an image could not be pulled, from what the kubelet and the container runtime say about it. */

export type PullFailure =
  | 'invalidName'
  | 'neverPulled'
  | 'rateLimited'
  | 'platform'
  | 'diskFull'
  | 'tls'
  | 'dns'
  | 'notFoundOrPrivate'
  | 'unauthorized'
  | 'denied'
  | 'repositoryNotFound'
  | 'tagNotFound'
  | 'signature'
  | 'broken'
  | 'unreachable'
  | 'unknown';

/** Waiting reasons of the kubelet that are about images (pkg/kubelet/images/types.go). */
export const PULL_REASONS: ReadonlySet<string> = new Set([
  'ErrImagePull',
  'ImagePullBackOff',
  'InvalidImageName',
  'ErrImageNeverPull',
  'RegistryUnavailable',
  'ImageInspectError',
  'SignatureValidationFailed',
]);

/** What containerd, CRI-O, Docker and registries print; the first match wins, so the most telling stand first. */
const PATTERNS: readonly (readonly [PullFailure, RegExp])[] = [
  [
    'invalidName',
    /invalid reference format|couldn't parse image (?:name|reference)|InvalidImageName|invalid image name/i,
  ],
  ['neverPulled', /is not present with pull policy of Never|ErrImageNeverPull/i],
  ['rateLimited', /toomanyrequests|\b429\b|too many requests|rate limit|pull QPS exceeded/i],
  [
    'platform',
    /no match for platform|no matching manifest for|does not match the specified platform|image operating system "[^"]*" cannot be used|no image found in (?:manifest list|image index) for architecture/i,
  ],
  ['diskFull', /no space left on device|ENOSPC/i],
  [
    'signature',
    /SignatureValidationFailed|signature.*(?:required|rejected|not valid|validation)|Source image rejected/i,
  ],
  [
    'tls',
    /x509:|tls: (?!handshake timeout)|server gave HTTP response to HTTPS client|certificate (?:is not|has expired|signed)|remote error: tls/i,
  ],
  [
    'dns',
    /no such host|server misbehaving|lookup \S+(?: on \S+)?: (?:i\/o timeout|read udp|.*temporary failure)|name resolution/i,
  ],
  ['notFoundOrPrivate', /repository does not exist or may require|insufficient_scope/i],
  [
    'unauthorized',
    /\b401\b|unauthorized|authentication required|no basic auth credentials|incorrect username or password|invalid username\/password|failed to fetch (?:oauth|anonymous) token|authorization token has expired|requires authentication/i,
  ],
  [
    'repositoryNotFound',
    /name[ _]unknown|repository \S+ not found|repository (?:name )?not known|project \S+ not found|repository .{0,200}(?:does not exist|not exist)/i,
  ],
  [
    'tagNotFound',
    /manifest[ _]unknown|manifest for \S+ not found|: not found|\b404\b|tag .{0,80}(?:not found|does not exist)|does not exist|not found/i,
  ],
  ['denied', /\b403\b|forbidden|\bdenied\b|access denied|permission/i],
  [
    'broken',
    /failed to (?:extract|unpack|verify)|unexpected media type|wrong diff id|size validation failed|unsupported (?:media|schema)|unexpected commit digest|schema ?1|invalid checksum/i,
  ],
  [
    'unreachable',
    /i\/o timeout|deadline exceeded|connection refused|no route to host|network is unreachable|timeout|\bEOF\b|connection reset|\b50[0234]\b|RegistryUnavailable|proxyconnect|service unavailable|bad gateway/i,
  ],
];

/** The failure that a text tells of. */
export function pullFailureOf(text: string): PullFailure {
  // The image's own name may hold any word: it is no part of what happened.
  const said = text
    .replace(/(?:Back-off pulling|Failed to pull|pull and unpack|pulling) image "[^"]*"/gi, '')
    .replace(/resolve reference "[^"]*"/gi, '');
  return PATTERNS.find(([, pattern]) => pattern.test(said))?.[0] ?? 'unknown';
}
