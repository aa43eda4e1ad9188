/** What applications complain about besides calls, as drivers and servers print it. */
import { expect, test } from 'vitest';
import { complaintOf } from '../../../src/diagnosis/log/complaints.ts';
import { recordsOf } from '../../../src/diagnosis/log/records.ts';

const code = (line: string) => recordsOf(`2026-01-01T00:00:00Z ERROR ${line}`, 2026).map(complaintOf)[0]?.code;

test.each([
  ['AccessNotGranted', 'ERROR:  permission denied for table invoices'],
  ['AccessNotGranted', "INSERT command denied to user 'app'@'10.1.1.1' for table 'orders'"],
  [
    'AccessNotGranted',
    'org.apache.kafka.common.errors.TopicAuthorizationException: Not authorized to access topics: [orders]',
  ],
  ['AccessNotGranted', 'MongoServerError: not authorized on shop to execute command { find: "orders" }'],
  ['AccessNotGranted', "NOPERM this user has no permissions to run the 'set' command"],
  ['AccessNotGranted', "ACCESS_REFUSED - access to queue 'mail' in vhost '/' refused for user 'app'"],
  ['AccessNotGranted', 'An error occurred (AccessDenied) when calling the PutObject operation: Access Denied'],
  ['AccessNotGranted', 'User: arn:aws:sts::1:assumed-role/x is not authorized to perform: s3:GetObject on resource: y'],
  [
    'AccessNotGranted',
    'An error occurred (AccessDenied) when calling the AssumeRoleWithWebIdentity operation: Not authorized to perform sts:AssumeRoleWithWebIdentity',
  ],
  ['ConnectionPoolExhausted', 'FATAL:  sorry, too many clients already'],
  ['ConnectionPoolExhausted', 'FATAL:  remaining connection slots are reserved for roles with the SUPERUSER attribute'],
  ['ConnectionPoolExhausted', 'ERROR 1040 (HY000): Too many connections'],
  [
    'ConnectionPoolExhausted',
    'sqlalchemy.exc.TimeoutError: QueuePool limit of size 5 overflow 10 reached, connection timed out, timeout 30.00',
  ],
  [
    'ConnectionPoolExhausted',
    'ActiveRecord::ConnectionTimeoutError: could not obtain a connection from the pool within 5.000 seconds (waited 5.001 seconds); all pooled connections were in use',
  ],
  [
    'ConnectionPoolExhausted',
    'HikariPool-1 - Connection is not available, request timed out after 30000ms (total=10, active=10, idle=0, waiting=35)',
  ],
  ['ConnectionPoolExhausted', 'SequelizeConnectionAcquireTimeoutError: Operation timeout'],
  ['ConnectionPoolExhausted', 'Error: timeout exceeded when trying to connect'],
  ['ConnectionPoolExhausted', 'pgbouncer: no more connections allowed (max_client_conn)'],
  [
    'ConnectionPoolExhausted',
    'com.alibaba.druid.pool.GetConnectionTimeoutException: wait millis 60000, active 20, maxActive 20',
  ],
  [
    'ConnectionPoolExhausted',
    "Npgsql.NpgsqlException: The connection pool has been exhausted, either raise 'Max Pool Size' (currently 100) or 'Timeout'",
  ],
  [
    'ConnectionPoolExhausted',
    'Prisma: Timed out fetching a new connection from the connection pool. (Current connection pool timeout: 10, connection limit: 5)',
  ],
  ['ConnectionPoolExhausted', 'redis: connection pool timeout'],
  ['LockContention', 'ERROR:  deadlock detected'],
  ['LockContention', 'Deadlock found when trying to get lock; try restarting transaction'],
  ['LockContention', 'ERROR 1205 (HY000): Lock wait timeout exceeded; try restarting transaction'],
  ['LockContention', 'canceling statement due to statement timeout'],
  ['CredentialsRejected', 'FATAL:  password authentication failed for user "app"'],
  ['CredentialsRejected', "ERROR 1045 (28000): Access denied for user 'app'@'10.1.1.1' (using password: YES)"],
  ['CredentialsRejected', 'NOAUTH Authentication required.'],
  ['CredentialsRejected', 'WRONGPASS invalid username-password pair or user is disabled.'],
  [
    'CredentialsRejected',
    'ACCESS_REFUSED - Login was refused using authentication mechanism PLAIN. For details see the broker logfile.',
  ],
  [
    'CredentialsRejected',
    'org.apache.kafka.common.errors.SaslAuthenticationException: Authentication failed: Invalid username or password',
  ],
  ['CredentialsRejected', 'MongoServerError: Authentication failed.'],
  ['CredentialsRejected', '[security_exception] missing authentication credentials for REST request'],
  [
    'CredentialsRejected',
    'An error occurred (InvalidAccessKeyId) when calling the PutObject operation: The AWS Access Key Id you provided does not exist in our records.',
  ],
  ['CredentialsRejected', 'An error occurred (SignatureDoesNotMatch) when calling the GetObject operation'],
  [
    'CredentialsRejected',
    'FATAL:  no pg_hba.conf entry for host "10.1.1.1", user "app", database "app", no encryption',
  ],
  ['CredentialsRejected', "Login failed for user 'sa'."],
  ['CredentialsRejected', '535 5.7.8 Error: authentication failed: UGFzc3dvcmQ6'],
  ['CredentialsRejected', 'LDAP: error code 49 - 80090308: invalid credentials'],
  ['CredentialsRejected', 'openai: 401 Incorrect API key provided'],
  ['NamedResourceMissing', 'FATAL:  database "orders" does not exist'],
  ['NamedResourceMissing', 'ERROR:  relation "public.orders" does not exist'],
  ['NamedResourceMissing', 'ERROR:  column "tax_rate" does not exist'],
  ['NamedResourceMissing', "ERROR 1049 (42000): Unknown database 'orders'"],
  ['NamedResourceMissing', "Table 'shop.orders' doesn't exist"],
  ['NamedResourceMissing', 'index_not_found_exception: no such index [photos_live]'],
  ['NamedResourceMissing', "NOT_FOUND - no queue 'mail' in vhost '/'"],
  ['NamedResourceMissing', "NOT_FOUND - no exchange 'events' in vhost '/'"],
  ['NamedResourceMissing', 'NOT_ALLOWED - vhost prod not found'],
  ['NamedResourceMissing', 'Topic orders.v2 not present in metadata after 60000 ms.'],
  ['NamedResourceMissing', 'NoSuchBucket: The specified bucket does not exist: invoices-prod'],
  ['NamedResourceMissing', 'NoSuchBucket: The specified bucket does not exist.'],
  ['NamedResourceMissing', 'schema "billing" does not exist'],
  ['NamedResourceMissing', "stream 'ORDERS' not found"],
  ['NamedResourceMissing', 'Realm does not exist: acme'],
  ['ServerLimitReached', "OOM command not allowed when used memory > 'maxmemory'."],
  ['ServerLimitReached', 'accept tcp [::]:8080: accept4: too many open files'],
  [
    'ServerLimitReached',
    'ClusterBlockException: index [logs] blocked by: [TOO_MANY_REQUESTS/12/disk usage exceeded flood-stage watermark, index has read-only-allow-delete block];',
  ],
  ['ServerLimitReached', '429 Too Many Requests: rate limit exceeded'],
  ['ServerLimitReached', '[warning] server reached pm.max_children setting (5), consider raising it'],
  ['ServerLimitReached', '1024 worker_connections are not enough'],
  ['ServerLimitReached', 'ResourceExhausted desc = grpc: received message larger than max (5242880 vs. 4194304)'],
  ['ServerLimitReached', '413 Request Entity Too Large: client intended to send too large body: 10485761 bytes'],
  [
    'ServerLimitReached',
    'java.util.concurrent.RejectedExecutionException: Task rejected from ThreadPoolExecutor[Running, pool size = 200, active threads = 200, queued tasks = 1000]',
  ],
  ['ServerReadOnly', "READONLY You can't write against a read only replica."],
  ['ServerReadOnly', 'ERROR:  cannot execute INSERT in a read-only transaction'],
  [
    'ServerReadOnly',
    "MISCONF Redis is configured to save RDB snapshots, but it's currently unable to persist to disk.",
  ],
  ['ServerReadOnly', 'The MySQL server is running with the --read-only option so it cannot execute this statement'],
  ['ServerReadOnly', 'FATAL:  the database system is starting up'],
  ['ServerReadOnly', 'CLUSTERDOWN The cluster is down'],
  [
    'LeaderElectionLost',
    'E0101 00:00:00.000000 1 leaderelection.go:332] error retrieving resource lock kube-system/x: leases.coordination.k8s.io "x" is forbidden',
  ],
  ['LicenseExpired', 'License key has expired on 2026-01-01'],
  ['QueueBacklog', 'consumer lag is 120034 and growing'],
  [
    'NamedResourceMissing',
    'Error while fetching metadata with correlation id 5 : {orders.v2=UNKNOWN_TOPIC_OR_PARTITION}',
  ],
])('%s: %s', (expected, line) => {
  expect(code(line)).toBe(expected);
});

test.each([
  'WARN request refused: jwt expired',
  'INFO connection pool size 10, idle 3',
  'INFO deadlock detector started',
  'WARN retry succeeded after attempt 2: Lock wait timeout exceeded',
])('%s tells of none', (line) => {
  expect(recordsOf(`2026-01-01T00:00:00Z ${line}`, 2026).map(complaintOf)).toEqual([undefined]);
});
