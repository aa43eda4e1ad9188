/** Lines as real software prints them: what each tells, and lines that look alike and tell nothing. */
import { describe, expect, it, test } from 'vitest';
import { failingCall } from '../../../src/diagnosis/log/calls.ts';
import { complaintOf } from '../../../src/diagnosis/log/complaints.ts';
import { recordsOf } from '../../../src/diagnosis/log/records.ts';

const recordOf = (line: string) => {
  const [record] = recordsOf(line, 2026);
  if (record === undefined) throw new Error('The line has no record.');
  return record;
};

/** How the call fails, and where it leads. */
const CALLS: readonly (readonly [string, string, string, number | undefined])[] = [
  [
    '2026/03/01 10:00:00 ERROR query failed: dial tcp 10.96.4.20:5432: connect: connection refused',
    'refused',
    '10.96.4.20',
    5432,
  ],
  [
    'panic: dial tcp: lookup ledger.finance.svc.cluster.local on 10.96.0.10:53: no such host',
    'dns',
    'ledger.finance.svc.cluster.local',
    undefined,
  ],
  ['Error: connect ECONNREFUSED 10.96.8.1:6379', 'refused', '10.96.8.1', 6379],
  ['Error: getaddrinfo EAI_AGAIN sessions-redis', 'dns', 'sessions-redis', undefined],
  [
    'ERROR: redis.exceptions.ConnectionError: Error 111 connecting to sessions:6379. Connection refused.',
    'refused',
    'sessions',
    6379,
  ],
  [
    "ERROR requests.exceptions.ConnectTimeout: HTTPConnectionPool(host='tariffs', port=8080): Max retries exceeded",
    'timeout',
    'tariffs',
    8080,
  ],
  ['ERROR java.net.UnknownHostException: seat-map', 'dns', 'seat-map', undefined],
  [
    '2026-03-01 10:00:00 WARN [kafka-producer] o.a.k.c.NetworkClient: Connection to node -1 (broker.stream/10.96.1.9:9092) could not be established. Broker may not be available.',
    'unavailable',
    'broker.stream',
    9092,
  ],
  [
    'fail: Npgsql.NpgsqlException: Failed to connect to 10.96.3.3:5432 ---> System.TimeoutException: timed out',
    'timeout',
    '10.96.3.3',
    5432,
  ],
  ['ERROR System.Net.Http.HttpRequestException: No such host is known. (rates:80)', 'dns', 'rates', 80],
  [
    'ERROR Errno::ECONNREFUSED: Failed to open TCP connection to mailer:1025 (Connection refused)',
    'refused',
    'mailer',
    1025,
  ],
  [
    '[error] php_network_getaddresses: getaddrinfo for orders-db failed: Name or service not known at tcp://orders-db:3306',
    'dns',
    'orders-db',
    3306,
  ],
  [
    'ERROR reqwest::Error { kind: Request, url: "http://quotes:8080/v1", source: hyper: tcp connect error: Connection refused (os error 111) }',
    'refused',
    'quotes',
    8080,
  ],
  [
    '2026/03/01 10:00:00 [error] 31#31: *42 connect() failed (111: Connection refused) while connecting to upstream, client: 10.0.0.9, server: _, request: "GET / HTTP/1.1", upstream: "http://10.244.1.7:8080/", host: "a.example"',
    'refused',
    '10.244.1.7',
    8080,
  ],
  [
    '2026/03/01 10:00:00 [error] 31#31: *42 upstream timed out (110: Operation timed out) while reading response header from upstream, client: 10.0.0.9, server: _, request: "GET / HTTP/1.1", upstream: "http://10.244.1.7:8080/", host: "a.example"',
    'timeout',
    '10.244.1.7',
    8080,
  ],
  [
    'level=error msg="request failed" err="x509: certificate has expired or is not yet valid" url=https://vault.core:8200/v1/sys',
    'tls',
    'vault.core',
    8200,
  ],
  [
    'ERROR Post "https://policy.guard.svc:443/validate": tls: failed to verify certificate: x509: certificate is valid for policy, not policy.guard.svc',
    'tls',
    'policy.guard.svc',
    443,
  ],
  [
    '{"level":"warn","msg":"slow response","upstream":"billing-api","duration":"4812ms"}',
    'slow',
    'billing-api',
    undefined,
  ],
  ['{"level":"error","msg":"upstream returned 503","peer.service":"inventory"}', 'unavailable', 'inventory', undefined],
  ['WARN call to http://pricing:8080/v2/quote took 5200ms', 'slow', 'pricing', 8080],
];

/** Lines about no failing call of this process. */
const NO_CALLS: readonly string[] = [
  'time=2025-07-07T05:47:35.847Z level=WARN msg="slow request" route=/v1/tent took=2761ms',
  '2026/03/01 10:00:00 http: TLS handshake error from 10.0.0.7:41822: remote error: tls: unknown certificate',
  'INFO GET /search?q=timeout 200 12ms',
  'WARN client aborted the request after 3000ms host=frontend',
  'ERROR attempt 1 to payments:8080 timed out, attempt 2 succeeded',
  '{"level":"info","msg":"GET /v1/items 404 3ms","host":"shop.example"}',
  '2026/03/01 10:00:00 [error] 7#7: *1 writev() failed (104: Connection reset by peer) while sending to client, client: 10.0.0.9, host: "a.example"',
];

const COMPLAINTS: readonly (readonly [string, string, string | undefined])[] = [
  ['ERROR: relation "invoices_v2" does not exist at character 15', 'NamedResourceMissing', 'invoices_v2'],
  ["ERROR 1146 (42S02): Table 'shop.refunds' doesn't exist", 'NamedResourceMissing', 'shop.refunds'],
  ["ERROR Unknown column 'o.currency' in 'field list'", 'NamedResourceMissing', 'o.currency'],
  ['ERROR index_not_found_exception: no such index [products-2026]', 'NamedResourceMissing', 'products-2026'],
  ['ERROR Topic seat.changes not present in metadata after 60000 ms.', 'NamedResourceMissing', 'seat.changes'],
  ['FATAL:  sorry, too many clients already', 'ConnectionPoolExhausted', undefined],
  [
    'ERROR HikariPool-1 - Connection is not available, request timed out after 30001ms.',
    'ConnectionPoolExhausted',
    undefined,
  ],
  [
    'ERROR sqlalchemy.exc.TimeoutError: QueuePool limit of size 5 overflow 10 reached, connection timed out',
    'ConnectionPoolExhausted',
    undefined,
  ],
  [
    'ERROR ActiveRecord::ConnectionTimeoutError: could not obtain a database connection within 5.000 seconds',
    'ConnectionPoolExhausted',
    undefined,
  ],
  ['ERROR redis: WRONGPASS invalid username-password pair or user is disabled.', 'CredentialsRejected', undefined],
  [
    "ERROR 1045 (28000): Access denied for user 'quota'@'10.1.2.3' (using password: YES)",
    'CredentialsRejected',
    'quota',
  ],
  ["ERROR OOM command not allowed when used memory > 'maxmemory'.", 'ServerLimitReached', undefined],
  [
    'ERROR ClusterBlockException[index [logs] blocked by: [TOO_MANY_REQUESTS/12/disk usage exceeded flood-stage watermark, index has read-only-allow-delete block];]',
    'ServerLimitReached',
    undefined,
  ],
  ['ERROR accept tcp [::]:8080: accept4: too many open files', 'ServerLimitReached', undefined],
  ["ERROR READONLY You can't write against a read only replica.", 'ServerReadOnly', undefined],
  ['ERROR:  cannot execute INSERT in a read-only transaction', 'ServerReadOnly', undefined],
  ['ERROR Lock wait timeout exceeded; try restarting transaction', 'LockContention', undefined],
  ['ERROR:  deadlock detected', 'LockContention', undefined],
  ['ERROR the license has expired on 2026-02-28', 'LicenseExpired', undefined],
  [
    'E0301 10:00:00.000000 1 leaderelection.go:332] error retrieving resource lock kube-system/x: timed out',
    'LeaderElectionLost',
    undefined,
  ],
  ['WARN consumer lag is 48211 and growing', 'QueueBacklog', '48211'],
];

const NO_COMPLAINTS: readonly string[] = [
  'INFO flag=123456 rollout finished',
  'INFO queue drained, 0 messages',
  'WARN rate limit exceeded for client 10.1.2.3, answering 429',
  'WARN deadlock detected, retry succeeded after 12ms',
  'INFO license valid until 2027-01-01',
];

describe('failing calls', () => {
  test.each(CALLS)('%s', (line, failure, host, port) => {
    const call = failingCall(recordOf(line));
    expect(call && { failure: call.failure, host: call.host, port: call.port }).toEqual({ failure, host, port });
  });
  test.each(NO_CALLS)('no call: %s', (line) => {
    expect(failingCall(recordOf(line))).toBeUndefined();
  });
});

describe('complaints', () => {
  test.each(COMPLAINTS)('%s', (line, code, name) => {
    const complaint = complaintOf(recordOf(line));
    expect(complaint && { code: complaint.code, ...(name === undefined ? {} : { name: complaint.name }) }).toEqual({
      code,
      ...(name === undefined ? {} : { name }),
    });
  });
  test.each(NO_COMPLAINTS)('no complaint: %s', (line) => {
    expect(complaintOf(recordOf(line))).toBeUndefined();
  });
});

it.each(['', '2026-06-29T15:30:18.200123456Z '])('reads Spring Boot entries one by one, after %j', (prefix) => {
  const log = [
    '2026-06-29T15:30:18.114Z  INFO 1 --- [quote-api] [main] c.a.Boot : started',
    '2026-06-29T15:30:19.114Z ERROR 1 --- [quote-api] [exec-1] c.a.Rates : query failed',
    'java.sql.SQLTimeoutException: no answer',
    '\tat com.acme.Rates.load(Rates.java:41)',
    '2026-06-29T15:30:20.114Z  WARN 1 --- [quote-api] [exec-1] c.a.Rates : slow query 5812 ms',
  ];
  const records = recordsOf(log.map((line) => prefix + line).join('\n'), 2026);
  const entries = records.filter(({ text }) => text.includes('---'));
  expect(entries.map(({ level }) => level)).toEqual(['info', 'error', 'warn']);
  expect(records.flatMap(({ more }) => more)).toContain('at com.acme.Rates.load(Rates.java:41)');
});
