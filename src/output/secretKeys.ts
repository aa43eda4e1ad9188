/** Which names announce a secret: keys of objects, environment variables, flags, headers. */

/** `strong`: its value is a secret whatever it looks like. `weak`: a word that also occurs in prose and settings. */
export type Strength = 'strong' | 'weak' | 'none';

const STRONG = new Set(
  'password passwd passwort passphrase passcode pword pwd apikey apitoken authtoken accesstoken refreshtoken idtoken bearertoken sessiontoken secretkey clientsecret privatekey accesskey dockerconfigjson dockercfg mypassword kennwort dbpass userpass rootpassword connectionstring pgpassword mysqlpwd requirepass masterauth'.split(
    ' ',
  ),
);
const WEAK = new Set(
  'secret secrets token credential credentials creds auth pass psk otp pin jwt cookie signature sig authorization'.split(
    ' ',
  ),
);
/** Two words that make a secret together. */
const PAIRS = new Set(
  [
    'api key|api token|api secret|auth key|auth token|access key|access token|secret key|private key|account key|shared key',
    'encryption key|decryption key|signing key|master key|client secret|app secret|application secret|consumer secret|webhook secret',
    'webhook url|refresh token|id token|bot token|session key|session secret|session token|jwt secret|cookie secret|bearer token',
    'license key|licence key|service key|storage key|hmac key|hmac secret|aes key|ssh key|deploy key|pre shared|root pass|db pass',
    'admin pass|user pass|database pass|redis pass|mysql pass|postgres pass|pg pass|ssl pass|key pass|keystore pass|truststore pass|smtp pass|mail pass',
    'personal token|registry auth|connection string|key data|key base|join token|vault token|slack token|github token|gitlab token|proxy authorization|set cookie',
  ]
    .join('|')
    .split('|'),
);
/** Words after the secret's own that leave it one: `PASSWORD_OLD`, `token2`, `passwordBase64`. */
const SUFFIX = new Set(
  'value plain text plaintext raw b64 base64 encoded old new current previous prod dev test staging live primary secondary main default decoded string data hash'.split(
    ' ',
  ),
);

/** Splits `dbPassword`, `DB_PASSWORD`, `db-password`, `x.y.password2` into lower-case words. */
function wordsOf(key: string): string[] {
  // Most keys are one word, and this is asked for each of them.
  if (/^[a-z]+$/.test(key)) return [key];
  return key
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .replace(/([A-Z])([A-Z][a-z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^a-z]+/)
    .filter((word) => word !== '');
}

/** How surely the value under a key is a secret; only the last words of a key say what the value is. */
export function strengthOf(key: string): Strength {
  if (key.length > 200) return 'none';
  const words = wordsOf(key);
  while (words.length > 1 && SUFFIX.has(words.at(-1) ?? '') && !PAIRS.has(words.slice(-2).join(' '))) words.pop();
  const last = words.at(-1);
  if (last === undefined) return 'none';
  const singular = last.length > 4 && last.endsWith('s') && last !== 'pass' ? last.slice(0, -1) : last;
  if (STRONG.has(last) || STRONG.has(singular) || PAIRS.has(words.slice(-2).join(' '))) return 'strong';
  if (words.length > 1 && (last === 'secret' || last === 'token') && /^[A-Z0-9_]+$/.test(key)) return 'strong';
  return WEAK.has(last) ? 'weak' : 'none';
}

const PLACEHOLDER =
  /^(?:\*+|\*{3} \(\d{1,9} bytes\)|x{3,}|\.{3}|…|<[^<>]{0,200}>|\$\{[^{}]{0,200}\}|\$\([^()]{0,200}\)|\$[A-Za-z_]\w{0,100}|\{\{[^{}]{0,200}\}\}|%[sdvq]|%\(\w{1,60}\)s|\[?(?:redacted|masked|hidden|filtered|removed|omitted)\]?)$/i;
const PROSE = new Set(
  'null nil none undefined true false yes no unknown empty missing invalid required expired incorrect wrong bad must is was are has have not cannot can should could does did and or the a an of for in to from with error failed failure denied rejected mismatch set unset provided given file default optional ok valid unauthorized forbidden type length'.split(
    ' ',
  ),
);

/** Whether a value under a secret's key holds no secret: empty, a placeholder, a reference, a word of a sentence. */
export function isHarmlessValue(value: string): boolean {
  return value === '' || PLACEHOLDER.test(value) || PROSE.has(value.toLowerCase().replace(/[.,:;!?)]+$/, ''));
}

/** Whether a value looks made by a generator: long, of more than one class of characters, no word, path or version. */
export function looksRandom(value: string): boolean {
  if (value.length < 12 || /^(?:\/|\.{1,2}\/|https?:)/.test(value)) return false;
  const classes = [/[a-z]/, /[A-Z]/, /\d/].filter((pattern) => pattern.test(value)).length;
  return classes >= 2 && /\d/.test(value) && /^[\w+/=.~!@#$%^&*-]+$/.test(value);
}
