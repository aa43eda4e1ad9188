/** How a probe fails, from the kubelet's event about it. */
export type ProbeFailure =
  | 'notFound'
  | 'unauthorized'
  | 'scheme'
  | 'unhealthy'
  | 'refused'
  | 'timeout'
  | 'commandMissing'
  | 'notImplemented'
  | 'portName'
  | 'unreachable'
  | 'other';

/** What pkg/kubelet/prober and pkg/probe print; the first match wins. */
const PATTERNS: readonly (readonly [ProbeFailure, RegExp])[] = [
  ['notFound', /statuscode: (?:404|405|410)/],
  ['unauthorized', /statuscode: (?:401|403|407)/],
  [
    'scheme',
    /server gave HTTP response to HTTPS client|malformed HTTP response "\\x1[56]|first record does not look like a TLS handshake|HTTP request to an HTTPS server/i,
  ],
  ['portName', /couldn't find port|unable to find port|strconv\.(?:Atoi|ParseInt): parsing|does not have port/i],
  [
    'commandMissing',
    /executable file (?:[`'"][^`'"]+[`'"] )?not found|exec: "[^"]*": (?:stat [^:]*: )?no such file|exec failed.*permission denied|\b(?:ba|da|a)?sh: (?:line )?(?:\d+: )?[\w./-]+: (?:command )?not found/i,
  ],
  ['notImplemented', /does not implement the grpc health protocol|code = Unimplemented/i],
  ['refused', /connection refused|ECONNREFUSED/i],
  [
    'timeout',
    /awaiting headers|Client\.Timeout|did not complete within|timed out|deadline exceeded|reading body|TLS handshake timeout/i,
  ],
  ['unreachable', /i\/o timeout|no route to host|network is unreachable|connection reset|\bEOF\b/i],
  ['unhealthy', /statuscode: \d+|NOT_SERVING|service unhealthy/],
];

/** The failure that a message of an `Unhealthy` event tells of. */
export function probeFailureOf(message: string): ProbeFailure {
  return PATTERNS.find(([, pattern]) => pattern.test(message))?.[0] ?? 'other';
}

/** The ports that a log says the process listens on; lines that report a failure say nothing of it. */
export function portsListened(lines: readonly string[]): { port: number; line: string }[] {
  return lines.flatMap((line) => {
    if (FAILED.test(line)) return [];
    const match = LISTENS.exec(line);
    const port = Number(match?.[1] ?? match?.[2]);
    return port > 0 && port < 65_536 ? [{ port, line }] : [];
  });
}

const FAILED = /fail|error|refused|in use|cannot|could not|unable|denied|connect(?:ed|ing) to|upstream/i;
const LISTENS =
  /\b(?:listen(?:ing|s)?|serving|server (?:is )?(?:running|started|up)|started (?:server|on|http)|running on|bound to|accepting connections|Tomcat (?:started|initialized)|Netty started|Jetty started|Undertow started|Application availability)\b.{0,80}?(?:port(?:\(s\)|s)?["']?[ :=]+|[\w.\]*]*:)(\d{2,5})\b|监听(?:端口)?.{0,20}?(\d{2,5})/i;

/** Whether a log says that the process is up. */
export const saysStarted = (lines: readonly string[]): boolean =>
  lines.some((line) => STARTED.test(line) && !FAILED.test(line));
const STARTED =
  /\b(?:Started \w+ in [\d.]+ s|server (?:is )?(?:running|started|up)|listening (?:on|at)|ready to (?:accept|serve|handle)|accepting connections|startup complete|boot(?:ed)? complete|application started|启动(?:完成|成功))/i;
