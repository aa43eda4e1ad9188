/** What servers and client libraries print when something other than the way to them is wrong: one row a complaint. */

import { MISSING_NAMES } from './missingNames.ts';

export type ComplaintCode =
  | 'NamedResourceMissing'
  | 'ConnectionPoolExhausted'
  | 'CredentialsRejected'
  | 'TokenSignatureInvalid'
  | 'TokenClaimInvalid'
  | 'DecryptionFailed'
  | 'SlowQueries'
  | 'BackendCheckFails'
  | 'AccessNotGranted'
  | 'ServerLimitReached'
  | 'ServerReadOnly'
  | 'LockContention'
  | 'LicenseExpired'
  | 'QueueBacklog'
  | 'LeaderElectionLost'
  | 'ApplicationErrors';

export interface ComplaintRow {
  code: ComplaintCode;
  /** Groups: `thing` and `name`. */
  pattern: RegExp;
  /** True where the client only repeats what its server said: the server is at fault. */
  ofServer?: boolean;
  /** The port on which servers of this kind listen by default: it tells which dependency is meant. */
  port?: number;
  /** True where clients of one server differ in what they are refused: no server is meant unless it is named. */
  ofClients?: boolean;
  /** A state that is reported once: it lasts until a line says that it is over. */
  until?: RegExp;
  /** True where a server refuses single clients so in its normal course: only errors count, not warnings. */
  errorsOnly?: boolean;
}

const row = (
  code: ComplaintCode,
  pattern: RegExp,
  more: Omit<ComplaintRow, 'code' | 'pattern'> = {},
): ComplaintRow => ({
  code,
  pattern,
  ...more,
});
const limit = (pattern: RegExp, port?: number, errorsOnly = false): ComplaintRow =>
  row('ServerLimitReached', pattern, port === undefined ? { errorsOnly } : { ofServer: true, port });
const readOnly = (pattern: RegExp, port?: number): ComplaintRow =>
  row('ServerReadOnly', pattern, { ofServer: true, ...(port === undefined ? {} : { port }) });

/** The first match wins, so the most telling stand first. */
export const COMPLAINTS: readonly ComplaintRow[] = [
  row(
    'NamedResourceMissing',
    /configured to connect to a (?<thing>replica set) named '(?<name>[^']+)'|Expecting (?<thing2>replica set) member from set '(?<name2>[^']+)', but found/i,
  ),
  limit(/OOM command not allowed when used memory > '(?<thing>maxmemory)'/i, 6379),
  limit(/(?<thing>Max number of clients reached)|ERR (?<thing2>max number of clients reached)/i, 6379),
  limit(
    /(?<thing>flood[- ]stage (?:disk )?watermark)|index \[(?<name>[^\]]+)\] blocked by: \[(?:TOO_MANY_REQUESTS|FORBIDDEN)\/12\/[^\]]*(?<thing2>read-only[^\]]*)/i,
    9200,
  ),
  limit(
    /(?<thing>circuit_breaking_exception|Data too large, data for \[[^\]]+\])|es_rejected_execution_exception|this action would add \[\d+\] (?:total )?shards/i,
    9200,
  ),
  row(
    'ServerLimitReached',
    /(?<thing>(?:disk|memory) resource limit alarm) set|(?<thing2>Publishers will be blocked) until this alarm clears/i,
    { ofServer: true, port: 5672, until: /resource limit alarm cleared|alarm .{0,40}cleared/i },
  ),
  limit(/(?<thing>memory resource limit alarm|disk resource limit alarm|vm_memory_high_watermark)/i, 5672),
  row('ServerLimitReached', /(?<thing>connection\.blocked|connection (?:is )?blocked(?: by (?:the )?broker)?)/i, {
    ofServer: true,
    port: 5672,
    until: /connection(?:\.| is )?unblocked|alarm .{0,40}cleared/i,
  }),
  limit(/(?<thing>NOT_ENOUGH_REPLICAS|NotEnoughReplicas\w*)/i, 9092),
  row('ServerLimitReached', /(?<thing>RecordTooLargeException|MESSAGE_TOO_LARGE)/i, {
    ofServer: true,
    port: 9092,
    ofClients: true,
  }),
  limit(
    /consumer poll timeout has expired.*?(?<thing>max\.poll\.interval\.ms)?|(?<thing2>max\.poll\.interval\.ms) (?:exceeded|expired)|Application maximum poll interval \(\d+ms\) exceeded/i,
  ),
  limit(/(?<thing>limiting (?:requests|connections)(?:, excess: [\d.]+)?) by zone/i, undefined, true),
  limit(/(?<thing>too many open files|EMFILE|ENFILE)/i),
  limit(/could not resize (?<thing>shared memory) segment .*No space left on device/i, 5432),
  // A client's word for what its server has run out of; the server's own log has no such exception.
  limit(/(?:\bDiskFull\b|\b53100\b|PSQLException|\bpq): .{0,120}(?<thing>No space left on device)/i, 5432),
  limit(/the broker's (?<thing>disk is full)/i, 10911),
  limit(/The table '(?<name>[^']+)' is (?<thing>full)/i, 3306),
  limit(/(?<thing>max_allowed_packet|max_prepared_stmt_count|max_user_connections)/i, 3306),
  limit(
    /(?<thing>RejectedExecutionException|thread pool (?:is )?exhausted|Thread pool is EXHAUSTED|All threads (?:are )?busy|worker_connections are not enough|server reached (?:pm\.)?max_children|Too many requests in queue|unable to create (?:new )?native thread)/i,
  ),
  limit(
    /(?<thing>(?:rate|request|api|usage|storage|message|mailbox)[ -]?(?:limit|quota)(?: has been)? (?:is )?(?:exceeded|reached|exhausted)|quota (?:has been )?exceeded|RESOURCE_EXHAUSTED|TooManyRequestsException|ThrottlingException|ProvisionedThroughputExceeded\w*|over_query_limit|insufficient_quota)/i,
    undefined,
    true,
  ),
  limit(
    /(?<thing>received message larger than max|client intended to send too large body|Request Entity Too Large|Payload Too Large|PayloadTooLargeError|MaxUploadSizeExceeded\w*|body (?:is )?too large)/i,
    undefined,
    true,
  ),
  readOnly(
    /READONLY You can't write against a read only replica|MISCONF Redis is configured to save RDB snapshots|NOREPLICAS Not enough good replicas|LOADING Redis is loading|MASTERDOWN|CLUSTERDOWN/i,
    6379,
  ),
  readOnly(
    /cannot execute (?:\w+ ){1,2}in a read-only transaction|the database system is (?:starting up|shutting down|in recovery mode)|recovery is in progress/i,
    5432,
  ),
  readOnly(
    /(?:database|cluster) is not accepting commands (?:that assign new \S+ )?to avoid wraparound data loss/i,
    5432,
  ),
  readOnly(/running with the --(?:super-)?read-only option/i, 3306),
  readOnly(
    /NotWritablePrimary|not master and slaveOk=false|NotMaster(?:NoSlaveOk)?Error|No primary (?:is )?available|ReplicaSetNoPrimary/i,
    27017,
  ),
  readOnly(
    /MasterNotDiscoveredException|master_not_discovered_exception|SERVICE_UNAVAILABLE\/2\/no master|no master;/i,
    9200,
  ),
  readOnly(/NOT_LEADER_OR_FOLLOWER|LEADER_NOT_AVAILABLE|COORDINATOR_NOT_AVAILABLE|NotLeaderOrFollower/i, 9092),
  readOnly(/etcdserver: (?:no leader|mvcc: database space exceeded|request timed out)|NOSPACE alarm/i, 2379),
  row(
    'AccessNotGranted',
    /permission denied for (?:table|relation|schema|database|sequence|view|function) (?<name>[\w."]+)|command denied to user '(?<name2>[^']+)'|not authorized on \S+ to execute command|Not authorized to access (?:topics|group)|(?:Topic|Group|Cluster)AuthorizationException|NOPERM this user has no permissions|is unauthorized for (?:user|service account|API key)|access to (?:queue|exchange|vhost) '[^']+' in vhost '[^']*' refused/i,
  ),
  row(
    'AccessNotGranted',
    /is not authorized to perform:? (?<name>[\w:*-]+)|An error occurred \(AccessDenied\w*\)|(?<!\.)\bAccessDenied(?:Exception)?: |AuthorizationPermissionMismatch|InvalidIdentityToken|(?:status|code)[=: "]+PERMISSION_DENIED|does not have (?<name2>[\w.]+\.[\w.]+) access|AssumeRoleWithWebIdentity/,
  ),
  // Vault, of a role that names other accounts than the one that asks.
  row('AccessNotGranted', /\* (?:service account name|namespace) not authorized/),
  row(
    'LockContention',
    /deadlock (?:detected|found)|still waiting for \w*Lock on|Lock wait timeout exceeded|could not obtain lock on|canceling statement due to (?:lock|statement) timeout|database is locked|SQLITE_BUSY|WriteConflict|could not serialize access|LockAcquisitionException|CannotAcquireLockException|LockTimeoutException|ORA-00060|was deadlocked on lock/i,
  ),
  row(
    'SlowQueries',
    /\bduration: (?:[2-9]|\d{2,})\d{3}\.\d+ ms {2}(?:statement|execute|plan|parse|bind)|# Query_time: (?:[2-9]|\d{2,})\.\d+|"msg": ?"Slow query".{0,2000}"durationMillis": ?(?:[2-9]|\d{2,})\d{3}|msg=Slow query.{0,2000}durationMillis=(?:[2-9]|\d{2,})\d{3}/s,
    { errorsOnly: false },
  ),
  row(
    'LicenseExpired',
    /licen[cs]e (?:key )?(?:has |is |was )?(?:expired|no longer valid|invalid|exceeded|not found|missing)|current license is (?:non-compliant|expired)|(?:trial|subscription|licen[cs]e|support contract|许可证|授权)(?: period)?(?: has| is)?(?: been)? ?(?:expired|ended|已过期|过期|失效)|invalid licen[cs]e/i,
  ),
  row(
    'LeaderElectionLost',
    /leader ?election lost|lost (?:the )?(?:leader(?:ship)?|lease|lock)\b|failed to renew lease|error (?:retrieving|updating|initially creating) (?:resource|leader election record) ?lock|error retrieving resource lock|failed to acquire lease|unable to renew (?:the )?lease/i,
  ),
  row(
    'QueueBacklog',
    /(?:(?:consumer|replication|partition|group)[ _-]?lag|\blag)(?: is|=|: )? ?(?<name>\d{4,})|(?:queue|backlog|pending)[ _]?(?:depth|length|size|messages|jobs|tasks)?(?: is|=|: | at )? ?(?<name2>\d{4,})\b|backlog (?:is )?(?:growing|increasing)|队列积压|消息堆积/i,
  ),
  row('BackendCheckFails', /Server \S+ is DOWN, reason: (?<thing>Layer7 wrong status, code: \d{3})/, {
    until: /Server \S+ is UP\b/,
  }),
  ...MISSING_NAMES,
  row('ConnectionPoolExhausted', /too many clients already|remaining connection slots/i, {
    ofServer: true,
    port: 5432,
  }),
  row('ConnectionPoolExhausted', /\bToo many connections\b/, { ofServer: true, port: 3306 }),
  row(
    'ConnectionPoolExhausted',
    /too many (?:clients|connections)|remaining connection slots|max(?:imum)? (?:number of )?connections? (?:reached|exceeded)|connection limit exceeded|no more connections allowed|ORA-12519|ORA-00020/i,
    { ofServer: true },
  ),
  row(
    'ConnectionPoolExhausted',
    /pool (?:is |has been )?exhausted|AcquireTimeoutError|timeout exceeded when trying to connect|obtain a connection from the pool|GetConnectionTimeoutException|Connection is not available, request timed out|QueuePool limit|pool timeout|(?:obtain|acquir\w+|get) (?:a )?(?:jdbc )?connection (?:from (?:the )?pool)?.*tim|no (?:free|idle|available) connections?|connection pool (?:is )?(?:full|empty|timed out)|Timeout expired\.\s+The timeout period elapsed prior to obtaining a connection from the pool|could not obtain a database connection within|PoolTimedOut|ResourceRequest timed out|TimeoutError: Knex|MongoWaitQueue\w*|WaitQueueTimeout|Timed out (?:while )?waiting for (?:a )?connection|JedisExhaustedPoolException|Could not get a resource from the pool|Unable to acquire JDBC Connection|connection not available and request was dropped from queue/i,
  ),
  row(
    'TokenSignatureInvalid',
    /JsonWebTokenError: invalid signature|JWT signature does not match|SignatureVerificationException|token signature is invalid|IDX10(?:503|511)|signature verification (?:has )?failed|(?:jwt|token).{0,30}(?:bad|invalid|wrong) signature|(?:jwt|token).{0,40}signature.{0,20}(?:invalid|mismatch|fail)|crypto\/rsa: verification error|令牌签名(?:无效|错误|校验失败)/i,
  ),
  row(
    'DecryptionFailed',
    /fernet\S*InvalidToken|(?:can(?:no|')t|could not|failed to|unable to|error while|cannot) decrypt|\bbad decrypt|decryption (?:has )?failed|(?:AEAD)?BadPaddingException|AEADBadTag|MessageEncryptor::InvalidMessage|The MAC is invalid|The payload is invalid|was not found in the key ring|(?:wrong|invalid|incorrect) (?:encryption|master|decryption|cipher) ?key|cipher: message authentication failed|解密失败|无法解密/i,
  ),
  row(
    'TokenClaimInvalid',
    /\b(?:the )?(?<name>iss|aud) claim is (?:not valid|invalid|missing)|jwt (?<name2>issuer|audience) (?:invalid|mismatch)|\b(?<name3>issuer|audience) (?:validation failed|(?:is |was )?(?:invalid|not valid|unexpected)|mismatch|does(?: not|n't) match)|(?:invalid|unexpected|wrong) (?:token |jwt )?(?<name4>issuer|audience|iss|aud)\b|IDX10(?<name5>205|214)|id token issued by a different provider|(?:令牌|token).{0,12}(?:签发者|受众|issuer|audience).{0,8}(?:无效|不匹配|不一致)/i,
  ),
  row('CredentialsRejected', /password authentication failed(?: for user "?(?<name>[\w.-]+)"?)?/i),
  row('CredentialsRejected', /Access denied for user '(?<name>[\w.-]+)'/i),
  row(
    'CredentialsRejected',
    /(?:SCRAM|Authentication) (?:authentication )?failed.*(?:storedKey mismatch|UserNotFound)|AuthenticationFailed: /i,
  ),
  row(
    'CredentialsRejected',
    /WRONGPASS|NOAUTH|invalid (?:username-password|credentials|api[- ]?key|password)|authentication (?:failed|failure)|ACCESS_REFUSED|login failed for user ["'](?<name>[\w.-]+)["']|SASL[^.]*(?:fail|invalid)|InvalidAccessKeyId|SignatureDoesNotMatch|ORA-01017|no pg_hba\.conf entry|(?:incorrect|invalid) api[- ]?key|ExpiredToken\w*|invalid_client|unauthorized_client|invalid_grant|Bad credentials|AuthFailure\b|InvalidClientTokenId|UnrecognizedClientException|InvalidSecretId|security_exception.*(?:unable to authenticate|missing authentication)/i,
  ),
];
