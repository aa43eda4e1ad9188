/**
 * The recognisers of secrets by their shape: one row each. Every pattern starts only where a run of its characters starts
 * (a look-behind) and repeats one class at a time, so that matching is linear in the length of the text.
 * Prefixes as published by the vendors for secret scanning.
 */

export interface Recogniser {
  id: string;
  /** Global. What it matches is masked, but for the group `keep`, which stays in front of the mask. */
  pattern: RegExp;
  /** A text that each match has in it or right behind it: where it is nowhere, there is nothing to look for. */
  needs?: string;
  /** A second look at a match; false leaves it. */
  accept?: (match: string) => boolean;
}

/** A token of one vendor: a prefix at the start of a word, then the rest of the token. */
function token(id: string, prefix: string, rest: string): Recogniser {
  return { id, pattern: new RegExp(`(?<![A-Za-z0-9_])(?:${prefix})${rest}`, 'g') };
}

const hasDigit = (text: string) => /\d/.test(text);

const VENDORS: Recogniser[] = [
  token('aws-access-key-id', 'AKIA|ASIA|ABIA|ACCA', '[A-Z0-9]{16}(?![A-Za-z0-9])'),
  token('github', 'gh[pousr]_', '[A-Za-z0-9]{30,255}'),
  token('github-fine-grained', 'github_pat_', '[A-Za-z0-9_]{22,255}'),
  token('gitlab', 'gl(?:pat|dt|rt|cbt|ptt|ft|soat|agent|imt|oas)-', '[\\w-]{16,255}'),
  token('slack', 'xox[abeoprs]-|xapp-|xoxe\\.xox[bp]-', '[\\w-]{10,255}'),
  token('google-api-key', 'AIza', '[\\w-]{30,60}'),
  token('google-oauth', 'ya29\\.|GOCSPX-|1//0', '[\\w-]{20,400}'),
  token('openai-like', 'sk-(?:ant-|proj-|svcacct-|or-v1-|admin-)?', '[\\w-]{20,400}'),
  token('stripe', '(?:sk|rk|pk)_(?:live|test)_|whsec_', '[A-Za-z0-9+/=]{16,255}'),
  token('npm', 'npm_', '[A-Za-z0-9]{30,60}'),
  token('pypi', 'pypi-AgE', '[\\w-]{30,400}'),
  token('sendgrid', 'SG\\.', '[\\w-]{16,40}\\.[\\w-]{16,80}'),
  token('twilio', 'SK', '[0-9a-f]{32}(?![A-Za-z0-9])'),
  token('mailgun', 'key-', '[0-9a-f]{32}(?![A-Za-z0-9])'),
  { id: 'mailchimp', pattern: /(?<![A-Za-z0-9_])[0-9a-f]{32}-us\d{1,2}(?!\w)/g },
  token('digitalocean', 'do[opr]_v1_', '[0-9a-f]{40,80}'),
  token('hugging-face', 'hf_|api_org_', '[A-Za-z0-9]{30,60}'),
  token('replicate', 'r8_', '[A-Za-z0-9]{30,60}'),
  token('groq-xai', 'gsk_|xai-', '[A-Za-z0-9]{30,120}'),
  token('databricks', 'dapi', '[0-9a-f]{32}(?:-\\d)?(?![A-Za-z0-9])'),
  token('vault', 'hv[sbr]\\.', '[\\w-]{20,400}'),
  { id: 'terraform', pattern: /(?<![A-Za-z0-9])[A-Za-z0-9]{14}\.atlasv1\.[\w-]{40,100}/g, needs: '.atlasv1.' },
  token('docker', 'dckr_(?:pat|oat)_', '[\\w-]{20,100}'),
  token('grafana', 'glsa_|glc_', '[A-Za-z0-9_+/=]{30,400}'),
  token('new-relic', 'NRAK-|NRJS-|NRII-|NRRA-', '[A-Za-z0-9]{19,60}'),
  token('sentry', 'sntry[su]_', '[\\w+/=]{30,400}'),
  token('linear', 'lin_(?:api|oauth)_', '[A-Za-z0-9]{30,80}'),
  token('notion', 'ntn_', '[A-Za-z0-9]{30,80}'),
  token('postman', 'PMAK-', '[0-9a-f]{24}-[0-9a-f]{34}'),
  token('shopify', 'shp(?:at|ca|pa|ss|tka)_', '[0-9a-fA-F]{32}'),
  token('square', 'sq0(?:atp|csp|idp)-', '[\\w-]{22,60}'),
  { id: 'telegram', pattern: /(?<![A-Za-z0-9])(?:bot)?\d{8,10}:AA[\w-]{32,34}(?![\w-])/g },
  { id: 'discord', pattern: /(?<![\w.-])[MNO][\w-]{23,27}\.[\w-]{6}\.[\w-]{27,40}(?![\w.-])/g, accept: hasDigit },
  token('age', 'AGE-SECRET-KEY-1', '[0-9A-Z]{40,70}'),
  token('doppler', 'dp\\.(?:pt|st|ct|sa|scim|audit)\\.', '[\\w.-]{30,80}'),
  token('pulumi', 'pul-', '[0-9a-f]{40}'),
  token('fly', 'fo1_|FlyV1 fm\\d_', '[\\w+/=-]{30,1000}'),
  token('tailscale', 'tskey-(?:[a-z]+-)?', '[A-Za-z0-9]{8,40}(?:-[A-Za-z0-9]{8,60})?'),
  token('rubygems', 'rubygems_', '[0-9a-f]{40,60}'),
  token('1password', 'ops_eyJ', '[\\w-]{40,2000}'),
  token('figma', 'fig[dou]_', '[\\w-]{30,80}'),
  token('airtable', 'pat[A-Za-z0-9]{14}\\.', '[0-9a-f]{64}'),
  token('atlassian', 'ATATT3|ATBB|ATCTT3', '[\\w=-]{20,400}'),
  token('planetscale', 'pscale_(?:tkn|pw|oauth)_', '[\\w.=-]{20,100}'),
  token('supabase', 'sb[ps]_|sb_secret_', '[A-Za-z0-9_]{30,80}'),
  token('dynatrace', 'dt0[a-z]\\d\\d\\.', '[A-Z0-9]{20,30}\\.[A-Z0-9]{50,80}'),
  token('azure-ad', '[A-Za-z0-9_~.-]{3}\\dQ~', '[\\w~.-]{31,34}'),
  token('snyk-like', 'snyk_(?:uat|sat)\\.', '[\\w.-]{20,200}'),
  { id: 'slack-webhook', pattern: /(?<keep>hooks\.slack\.com\/(?:services|workflows)\/)[\w/-]{20,120}/g },
  { id: 'discord-webhook', pattern: /(?<keep>discord(?:app)?\.com\/api\/webhooks\/\d{10,25}\/)[\w-]{40,100}/g },
  { id: 'teams-webhook', pattern: /(?<keep>webhook\.office\.com\/webhookb2\/)[\w@/-]{40,250}/g },
  {
    id: 'ding-feishu-wecom',
    pattern: /(?<keep>(?:access_token=|open-apis\/bot\/v2\/hook\/|webhook\/send\?key=))[\w-]{16,128}/g,
  },
];

const SHAPES: Recogniser[] = [
  { id: 'jwt', pattern: /(?<![\w-])eyJ[\w-]{10,20000}\.[\w-]{4,20000}(?:\.[\w-]{0,20000})*/g },
  { id: 'helm-release', pattern: /(?<![A-Za-z0-9+/])(?:H4sIA|SDRzSUFB)[A-Za-z0-9+/=]{60,}/g },
  { id: 'bearer', pattern: /(?<keep>\b(?:bearer|token)\s{1,3})[\w.~+/=-]{16,4096}/gi, accept: hasDigit },
  {
    id: 'basic-auth',
    pattern: /(?<keep>\bbasic\s{1,3})[A-Za-z0-9+/]{8,1024}={0,2}(?![A-Za-z0-9+/=])/gi,
    accept: decodesToPair,
  },
  {
    id: 'url-password',
    needs: '@',
    pattern:
      /(?<keep>(?<![a-z0-9+.-])[a-z][a-z0-9+.-]{1,24}:\/\/[^\s:/?#@"'<>]{0,128}:)(?!\d{1,5}(?:[/?#,\s"']|$))(?!\/\/)[^\s"'<>]{1,256}?(?=@(?![^\s/"'<>,@]{0,128}@))/gi,
  },
  {
    id: 'url-user-token',
    needs: '@',
    pattern: /(?<keep>(?<![a-z0-9+.-])https?:\/\/)[\w.~-]{20,256}(?=@)/gi,
    accept: hasDigit,
  },
  {
    id: 'mysql-dsn',
    needs: '@',
    pattern: /(?<keep>(?<![\w.-])[\w.-]{1,64}:)[^\s@:"']{1,128}(?=@(?:tcp|unix|udp)\()/g,
  },
  {
    id: 'mysql-flag',
    pattern:
      /(?<keep>\b(?:mysql|mysqldump|mysqladmin|mariadb|mariadb-dump|mysqlsh)\b[^\n|;&]{0,200}?\s-p)[^\s"']{1,128}/g,
  },
  { id: 'redis-cli', pattern: /(?<keep>\bredis-cli\b[^\n|;&]{0,200}?\s(?:-a|--pass)[ =]["']?)[^\s"']{1,256}/g },
  {
    id: 'curl-user',
    pattern: /(?<keep>\bcurl\b[^\n|;]{0,300}?\s(?:-u|--user|--proxy-user)[ =]?["']?[\w.@-]{1,100}:)[^\s"']{1,256}/g,
  },
  { id: 'sshpass', pattern: /(?<keep>\bsshpass\s{1,3}-p\s{0,2}["']?)[^\s"']{1,256}/g },
  {
    id: 'login-flag',
    pattern:
      /(?<keep>\b(?:docker|podman|helm registry|oc|az|skopeo|crane|nerdctl)\s{1,3}login\b[^\n|;&]{0,200}?\s-p[ =]["']?)[^\s"']{1,256}/g,
  },
  { id: 'netrc', pattern: /(?<keep>\blogin\s{1,3}\S{1,128}\s{1,3}password\s{1,3})\S{1,256}/g },
  {
    id: 'url-signature',
    pattern:
      /(?<keep>[?&](?:sig|signature|x-amz-signature|x-amz-security-token|x-goog-signature|access_token|api_?key|token|code)=)[^\s&"'<>#]{8,4096}/gi,
  },
  {
    id: 'base64-private-key',
    pattern: /(?<![A-Za-z0-9+/])LS0tLS1CRUdJT[A-Za-z0-9+/=]{40,}/g,
    accept: decodesToPrivateKey,
  },
  {
    id: 'identified-by',
    pattern: /(?<keep>\bidentified\s{1,3}(?:with\s{1,3}\S{1,64}\s{1,3})?by\s{1,3}["'])[^"'\n]{1,256}/gi,
  },
  {
    // PostgreSQL's password file: host:port:database:user:password.
    id: 'pgpass',
    pattern: /(?<=^|\n)(?<keep>[\w.*-]{1,253}:(?:\d{2,5}|\*):[\w.*-]{1,63}:[\w.-]{1,63}:)[^\s:]{4,200}(?=$|[\r\n])/g,
  },
  {
    // Redis: `requirepass SECRET` in its file, `user NAME on … >SECRET` in its ACLs.
    id: 'redis',
    pattern: /(?<=^|\n)(?<keep>[ \t]{0,8}(?:requirepass|masterauth)[ \t]{1,4}"?)[^\s"]{1,500}/g,
  },
  {
    id: 'redis-acl',
    pattern: /(?<keep>\buser \S{1,64} (?:on|off) (?:[^\s>]{1,64} ){0,8}>)\S{1,500}/g,
  },
  {
    id: 'chinese-label',
    pattern: /(?<keep>(?:密码|口令|令牌|密钥|凭据)\s{0,2}[:：=]\s{0,2}["'“]?)[!#-&(-+\--~]{6,512}/g,
    accept: hasDigit,
  },
  {
    id: 'env-value',
    pattern:
      /(?<keep>\bname\\?["']?:\s{0,3}\\?["']?[\w.-]{0,64}(?:PASSWORD|PASSWD|SECRET|TOKEN|API_?KEY)\\?["']?,?\s{0,40}\\?["']?value\\?["']?:\s{0,3}(?:[|>][+-]?\s{1,40})?\\?["']?)[^\s"'\\,}]{6,1024}/g,
  },
  { id: 'sql-password', pattern: /(?<keep>\bwith\s{1,3}(?:encrypted\s{1,3})?password\s{1,3}["'])[^"'\n]{1,256}/gi },
];

/** All recognisers by shape, in the order in which they are applied. */
export const RECOGNISERS: readonly Recogniser[] = [...SHAPES, ...VENDORS];

/** All patterns as few, by how they treat case and by what they need. Nearly all text matches none. */
const COMBINED = Object.values(
  Object.groupBy(RECOGNISERS, ({ pattern, needs }) => `${pattern.ignoreCase} ${needs ?? ''}`),
).map((alike = []) => {
  const sources = alike.map(({ pattern }) => pattern.source.replaceAll('(?<keep>', '(?:'));
  const [first] = alike;
  return { needs: first?.needs, pattern: new RegExp(sources.join('|'), first?.pattern.ignoreCase === true ? 'i' : '') };
});

/** Characters of the shortest text in which a recogniser finds something: `aa://:x@`, `a:b@tcp(`. */
const SHORTEST = 8;

/** Whether any recogniser would match: one look instead of one for each. */
export function mayMatch(text: string): boolean {
  if (text.length < SHORTEST) return false;
  return COMBINED.some(({ needs, pattern }) => (needs === undefined || text.includes(needs)) && pattern.test(text));
}

function decodesToPrivateKey(match: string): boolean {
  return Buffer.from(match.slice(0, 80), 'base64').toString('latin1').includes('PRIVATE KEY');
}

function decodesToPair(match: string): boolean {
  const encoded = match.replace(/^basic\s+/i, '');
  return /^[\x20-\x7e]{1,200}:[\x20-\x7e]{0,500}$/.test(Buffer.from(encoded, 'base64').toString('latin1'));
}
