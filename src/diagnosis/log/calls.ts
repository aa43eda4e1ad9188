/** Failing calls that a log tells of: to which host and port, and how they fail. */
import type { LogRecord } from './records.ts';

export type CallFailure =
  | 'refused'
  | 'timeout'
  | 'dns'
  | 'unreachable'
  | 'reset'
  | 'tls'
  | 'unauthorized'
  | 'unavailable'
  | 'slow';

export interface FailingCall {
  failure: CallFailure;
  /** Host name or IP address, lower case, without a trailing dot. */
  host: string;
  port: number | undefined;
  /** True where only the sentence suggests that this word is the target ("no answer from billing"). */
  weak: boolean;
  record: LogRecord;
}

/** How a call fails, by what libraries print; the first match wins, so the most telling stand first. */
const FAILURES: readonly (readonly [CallFailure, RegExp])[] = [
  [
    'dns',
    /no such host|ENOTFOUND|EAI_AGAIN|UnknownHostException|Name or service not known|Temporary failure in name resolution|could not (?:translate host name|be resolved)|host not found in upstream|nodename nor servname|server misbehaving|getaddrinfo failed|failed to lookup address|Name does not resolve|NXDOMAIN|SERVFAIL|Could not resolve host|No address associated with hostname|Unable to resolve(?! '[^']*' to a commit)|hostname resolving error|could not resolve address|dns error|No such host is known|DNS resolution failed|php_network_getaddresses|Host is unresolved|NameResolutionError|No resolvable bootstrap urls|UnresolvedAddressException|lookup \S+(?: on \S+)?: (?:i\/o timeout|read udp)|(?:无法|不能)解析|解析失败|域名不存在/i,
  ],
  [
    'tls',
    /x509:|certificate (?:has expired|is not valid|verify failed|signed by unknown)|CERT_HAS_EXPIRED|CERTIFICATE_VERIFY_FAILED|unable to verify the first certificate|tls: |SSLHandshakeException|PKIX path|SSL routines|(?<!ssh: )handshake fail|ERR_TLS_CERT_ALTNAME_INVALID|doesn't match any of the subject alternative names|does not match (?:certificate|any of the subject)|Hostname mismatch|No subject alternative|self[- ]signed certificate|SELF_SIGNED_CERT|UNABLE_TO_(?:GET_ISSUER|VERIFY)\w*|unknown ?(?:authority|issuer|CA)|remote certificate is invalid|invalid peer certificate|InvalidCertificate|wrong version number|first record does not look like a TLS handshake|HTTP request to an HTTPS server/i,
  ],
  [
    'refused',
    /ECONNREFUSED|connection refused|Connect call failed|actively refused|\b111: Connection|Errno 111|\(111\)|connection to \S+ refused|(?:拒绝(?:了)?连接|连接(?:\s\S+\s)?被?(?:对方)?拒绝)/i,
  ],
  ['unreachable', /no route to host|EHOSTUNREACH|ENETUNREACH|network is unreachable|host is unreachable/i],
  [
    'timeout',
    /i\/o timeout|ETIMEDOUT|ESOCKETTIMEDOUT|timed? ?out|deadline exceeded|ConnectTimeout|TimeoutException|\b110: |context deadline|read timeout|socket hang up|SocketTimeoutException|upstream request timeout|ServerSelectionTimeout\w*|MongoServerSelectionError|Communications link failure|Timed out trying to connect|No suitable servers? found|timeout of \d+ ?ms exceeded|(?<!不)超时(?!时间|设置|配置|参数)/i,
  ],
  [
    'unauthorized',
    /password authentication failed|access denied for user|authentication failed|WRONGPASS|NOAUTH|invalid (?:username|credentials|password)|RBAC: access denied|\b401\b.*unauthorized|unauthorized|status(?:Code)?["=: ]+40[13]\b|\bupstream (?:returned|responded|answered)(?: with)?(?: status)? 40[13]\b|SASL.*fail|login failed|ACCESS_REFUSED/i,
  ],
  [
    'reset',
    /ECONNRESET|connection reset|broken pipe|EPIPE|server closed the connection|upstream prematurely closed|unexpected EOF|connection closed/i,
  ],
  [
    'unavailable',
    /no live upstreams|upstream server temporarily disabled|upstream connect error|no healthy upstream|service unavailable|bad gateway|gateway time-?out|\b50[234]\b|\bstatus(?:_?code)?["=: ]+429\b|\b429 Too Many Requests\b|UNAVAILABLE|no (?:answer|response) from|not responding|status(?:Code)?["=: ]+5\d\d\b|NoNodeAvailable\w*|None of the configured nodes|NoBrokersAvailable|Broker may not be available|no server is available|no server available|no_healthy_upstream|cluster_not_found|No endpoints available|returned 5\d\d|\b(?:GET|POST|PUT|PATCH|DELETE) https?:\/\/\S+ (?:->|=>|:|returned|failed:?)? ?5\d\d\b|HTTP 5\d\d|respond(?:ed|s)?(?: with)?(?: status)?:? 5\d\d|500 Internal Server Error|All connection attempts failed|no (?:available servers?|servers? available)|connect to \S+ failed|connection to [^,]{1,80} could not be established|Failed connecting to|返回(?:了)? ?(?:状态码?[::]? ?)?5\d\d|服务不可用/i,
  ],
  [
    'slow',
    /\bslow (?:response from|call to|upstream|dependency|backend|(?:query|sql|statement|request|command|operation|write|read)\b.{0,40}?\d ?m?s\b)|(?:took|after|elapsed|duration|latency|response[ _]time)["=: ]+(?:\d{4,}(?:\.\d+)? ?ms|[2-9]\d*(?:\.\d+)? ?s(?:ec\w*)?\b|\d{2,}(?:\.\d+)? ?s(?:ec\w*)?\b)|响应(?:慢|缓慢)|耗时 ?\d{4,} ?(?:ms|毫秒)/i,
  ],
];

const HOST = String.raw`(?:\d{1,3}(?:\.\d{1,3}){3}|(?:[a-zA-Z0-9_](?:[a-zA-Z0-9_-]*[a-zA-Z0-9])?\.)*[a-zA-Z0-9](?:[a-zA-Z0-9-]*[a-zA-Z0-9])?)`;
/** Where the target of a call stands, the most explicit form first. Group 1 is the host, group 2 the port. */
const TARGETS: readonly RegExp[] = [
  // pgx: the address that was tried, then the name that led to it.
  new RegExp(String.raw`\b\d{1,3}(?:\.\d{1,3}){3}:\d{1,5} \((${HOST})\): ()`, 'i'),
  /\bipv4:(?:%2F)*(\d{1,3}(?:\.\d{1,3}){3}):(\d{1,5})/i,
  new RegExp(String.raw`upstream: "(?:https?|grpcs?|uwsgi|fastcgi)://(${HOST})(?::(\d{1,5}))?`, 'i'),
  new RegExp(String.raw`host not found in upstream "(${HOST})(?::(\d{1,5}))?"`, 'i'),
  new RegExp(
    String.raw`lookup (${HOST})\.?(?: on \S+)?:(?: CNAME \S+:)? (?:no such host|server misbehaving|i/o timeout|read udp|dial udp|Temporary failure|NXDOMAIN|SERVFAIL)()`,
    'i',
  ),
  new RegExp(String.raw`getaddrinfo (?:ENOTFOUND|EAI_AGAIN) (${HOST})(?::(\d{1,5}))?`, 'i'),
  new RegExp(`Failed to resolve (?:host(?:name)? )?["'](${HOST})["']()`, 'i'),
  new RegExp(`UnknownHostException: (${HOST})()`, 'i'),
  new RegExp(`(?<![\\w.-])(${HOST}) could not be resolved()`, 'i'),
  new RegExp(`could not translate host name "(${HOST})"()`, 'i'),
  new RegExp(
    `(?:Could not resolve (?:host|address)|Unable to resolve|resolve hostname|hostname resolving)[^a-z0-9]+(?:host |address )?["']?(${HOST})()`,
    'i',
  ),
  // Go names the URL, then the address that it led to.
  new RegExp(
    String.raw`\b(?:Get|Post|Put|Head|Patch|Delete) \\?"https?://(${HOST})(?::(\d{1,5}))?[^" ]*" ?: dial tcp \[?\d`,
  ),
  new RegExp(`service not known: (${HOST})()`, 'i'),
  new RegExp(`(?:not known|not resolve|resolution)[^(]{0,20}\\((${HOST})\\)()`, 'i'),
  new RegExp(String.raw`(?:^|[\s"'=])((?=[a-z0-9-]+\.)${HOST}): dial (?:tcp|udp): ()`, 'i'),
  new RegExp(String.raw`dial (?:tcp|udp)[46]?:? (?:\[?(${HOST})\]?):(\d{1,5})`, 'i'),
  new RegExp(
    String.raw`(?:ECONNREFUSED|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH|ECONNRESET) (?:\S+/)?(${HOST}):(\d{1,5})`,
    'i',
  ),
  new RegExp(String.raw`host='?"?(${HOST})'?"?,? port='?"?(\d{1,5})`, 'i'),
  new RegExp(String.raw`server at "(${HOST})"(?: \([^)]*\))?, port (\d{1,5})`, 'i'),
  new RegExp(String.raw`on host "(${HOST})"(?: \([^)]*\))? and accepting TCP/IP connections on port (\d{1,5})`, 'i'),
  new RegExp(String.raw`MySQL server on '(${HOST})(?::(\d{1,5}))?'`, 'i'),
  new RegExp(String.raw`outbound\|\d+\|[^|]*\|(${HOST})()`, 'i'),
  new RegExp(String.raw`Connection to node -?\d+ \((${HOST})/[\d.]+:(\d{1,5})\)`, 'i'),
  new RegExp(String.raw`connect to (${HOST}):? port (\d{1,5})`, 'i'),
  new RegExp(
    String.raw`(?:\b(?!s3[an]?:|gs:|oss:|cosn?:|wasbs?:|abfss?:|file:)(?:[a-z][a-z0-9+.-]*)://)(?:[^\s/@"']*@)?(${HOST})(?::(\d{1,5}))?`,
    'i',
  ),
  new RegExp(String.raw`(?:^|[\s"'(\[=/<,])(${HOST}):(\d{2,5})(?=$|[\s"')\],:;./>])`, 'i'),
  new RegExp(String.raw`\baddress=(${HOST}) port=(\d{1,5})`, 'i'),
  new RegExp(`getaddrinfo for (${HOST}) failed()`, 'i'),
  new RegExp(
    String.raw`(?<!::)\b(?:host|addr|address|server|upstream(?:_?(?:host|addr|service|name|cluster))?|target|peer(?:[._](?:service|name|address))?|server\.address|endpoint|dependency|downstream|callee|broker|backend)["']?[=:]\s*["']?(${HOST})(?::(\d{1,5}))?\b`,
    'i',
  ),
];

/** An address that stands anywhere, but for those of clients and of the name server that was asked, and versions. */
const BARE_ADDRESS =
  /(?<!client[:=] ?"?|remote_addr[:=] ?"?|\bip[:=] ?"?|\bv(?:ersion)?[:= ]+"?v?| on |from )\b(\d{1,3}(?:\.\d{1,3}){3})\b(?::(\d{1,5}))?/i;
/** A word that a sentence makes the target of a call. */
const WEAK_TARGET =
  /\b(?:(?:answer|response|reply|error|timeout|status \d+) from|call(?:ing)?(?: to)?|connect(?:ing|ion)?(?: failed)? to|reach(?:ing)?|contact(?:ing)?|talk(?:ing)? to|request(?:s)? to|upstream|dependency|service) ["'`]?([a-z][a-z0-9-]*[a-z0-9](?:\.[a-z0-9-]+)?)["'`]?|^(?:.*\s)?([a-z][a-z0-9]*(?:[-.][a-z0-9]+)*) (?:is )?(?:unavailable|unreachable|not (?:responding|reachable|available)|timed? ?out|deadline exceeded|down)\b/i;

/** A line that says that the retry worked, or that the caller itself went away, tells of no failing dependency. */
const HARMLESS =
  /attempt \d+ (?:ok|succeeded)|succeeded (?:on|after) (?:attempt|retry)|retry (?:ok|succeeded)|recovered|reconnected|Aborted connection \d+ to db|client (?:went away|closed|disconnected|prematurely|aborted|cancel+ed)|context cancel+ed|request aborted|TLS handshake error from|\[ERROR\] plugin\/errors: |Failed authentication with \/|attempt \d+ (?:of \d+ )?succeeded|while (?:reading client|sending to client)|(?:使用|已)恢复/i;

/** How a call fails that a text tells of; undefined where it tells of none. */
export const callFailureIn = (text: string): CallFailure | undefined =>
  FAILURES.find(([, pattern]) => pattern.test(text))?.[0];

/** The failing call of one record; undefined where it tells of none, or not of whom. */
export function failingCall(record: LogRecord): FailingCall | undefined {
  const { text } = record;
  if (record.level === 'info' && !FAILED_WORD.test(text)) return undefined;
  if (HARMLESS.test(text)) return undefined;
  const all =
    record.more.length === 0
      ? text
      : `${text} ${record.more
          .filter((line) =>
            /^Caused by|^Is the server running|^TCP\/IP connections|Error|Exception|refused|timed? ?out/i.test(line),
          )
          .slice(0, 5)
          .join(' ')}`;
  const failure = callFailureIn(all);
  if (failure === undefined) return undefined;
  const target = targetOf(all);
  if (target !== undefined) return { failure, ...target, weak: false, record };
  const match = WEAK_TARGET.exec(all);
  const host = (match?.[1] ?? match?.[2])?.toLowerCase();
  return host === undefined ? undefined : { failure, host, port: undefined, weak: true, record };
}

const FAILED_WORD =
  /fail|error|exception|no answer|refused|timed? ?out|unreachable|unavailable|cannot|can't|could not|unable|no such host|not known|no (?:available )?servers?|is DOWN|失败|超时|拒绝|无法|不可用|返回(?:了)? ?5\d\d/i;

/** Names that stand where a host would, and are none. */
const NOT_HOSTS =
  /^(?:localhost\.localdomain|is|eof|timeout|deadline|too|not|no|connection|tcp|udp|http|https|unknown|null|none|nil|undefined|true|false|error|info|warn|\d+)$/i;

/** `time=2026-03-01T10:05` looks like a host and its port, and so do a thread and a line: `[worker-2:866] - `. */
const TIMES =
  /\[[\w$.-]+:\d+\] - |\d{4}-\d\d-\d\d[T ]\d\d:\d\d(?::\d\d)?(?:[.,]\d+)?(?:Z|[+-]\d\d:?\d\d)?|\b\d\d:\d\d:\d\d(?:[.,]\d+)?\b/g;

function targetOf(said: string): { host: string; port: number | undefined } | undefined {
  const text = said.replace(TIMES, ' ');
  for (const pattern of TARGETS) {
    const match = pattern.exec(text);
    const host = match?.[1]?.toLowerCase().replace(/\.$/, '');
    if (host === undefined || NOT_HOSTS.test(host) || /\.(?:go|java|py|js|ts|rb|rs|cs|php|c|cc|cpp)$/.test(host))
      continue;
    const port = match?.[2] ? Number(match[2]) : defaultPort(text, host);
    return { host, port: port !== undefined && port > 0 && port < 65_536 ? port : undefined };
  }
  const address = BARE_ADDRESS.exec(text);
  if (address?.[1] === undefined) return undefined;
  return { host: address[1], port: address[2] === undefined ? undefined : Number(address[2]) };
}

const SCHEME_PORTS: Record<string, number> = {
  http: 80,
  https: 443,
  redis: 6379,
  postgres: 5432,
  postgresql: 5432,
  mysql: 3306,
  amqp: 5672,
  mongodb: 27017,
};

/** The port that a URL's scheme implies. */
function defaultPort(text: string, host: string): number | undefined {
  const scheme = /([a-z][a-z0-9+.-]*):\/\/[^\s]*$/i.exec(
    text.slice(0, text.toLowerCase().indexOf(host)).concat('x'),
  )?.[1];
  return scheme === undefined ? undefined : SCHEME_PORTS[scheme.toLowerCase()];
}
