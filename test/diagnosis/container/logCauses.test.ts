import { describe, expect, it } from 'vitest';
import { type LogCauseCode, logCauseOf } from '../../../src/diagnosis/container/logCauses.ts';

/** Lines as runtimes and libraries print them, the code that they stand for, and what they name. */
const LINES: readonly (readonly [code: LogCauseCode, line: string, named?: Record<string, string>])[] = [
  ['EnvVarMissing', 'FATAL: environment variable DATABASE_URL is not set', { name: 'DATABASE_URL' }],
  ['EnvVarMissing', 'Error: Missing required environment variable: STRIPE_KEY', { name: 'STRIPE_KEY' }],
  ['EnvVarMissing', "KeyError: 'REDIS_HOST'", { name: 'REDIS_HOST' }],
  ['EnvVarMissing', 'key not found: "SECRET_KEY_BASE" (KeyError)', { name: 'SECRET_KEY_BASE' }],
  ['EnvVarMissing', '/entrypoint.sh: line 7: TARGET_REGION: unbound variable', { name: 'TARGET_REGION' }],
  ['EnvVarMissing', '/docker-entrypoint.sh: 12: API_TOKEN: parameter not set', { name: 'API_TOKEN' }],
  ['EnvVarMissing', 'required key PAYMENTS_API_URL missing value', { name: 'PAYMENTS_API_URL' }],
  ['EnvVarMissing', 'env: required environment variable "SMTP_HOST" is not set', { name: 'SMTP_HOST' }],
  ['EnvVarMissing', "Could not resolve placeholder 'SPRING_MAIL_HOST' in value", { name: 'SPRING_MAIL_HOST' }],
  [
    'EnvVarMissing',
    '       You must specify POSTGRES_PASSWORD to a non-empty value for the',
    { name: 'POSTGRES_PASSWORD' },
  ],
  ['EnvVarMissing', 'Error: KAFKA_BROKERS must be set', { name: 'KAFKA_BROKERS' }],
  ['EnvVarMissing', 'config: JWT_SECRET is required', { name: 'JWT_SECRET' }],
  ['EnvVarMissing', '启动失败:缺少环境变量 DB_PASSWORD', { name: 'DB_PASSWORD' }],
  ['EnvVarMissing', '环境变量 MQ_ADDR 未设置', { name: 'MQ_ADDR' }],
  ['FileMissing', 'panic: open /etc/app/config.yaml: no such file or directory', { path: '/etc/app/config.yaml' }],
  [
    'FileMissing',
    "FileNotFoundError: [Errno 2] No such file or directory: '/config/settings.toml'",
    { path: '/config/settings.toml' },
  ],
  [
    'FileMissing',
    "Error: ENOENT: no such file or directory, open '/run/secrets/key.pem'",
    { path: '/run/secrets/key.pem' },
  ],
  [
    'FileMissing',
    'java.io.FileNotFoundException: /opt/app/app.properties (No such file or directory)',
    { path: '/opt/app/app.properties' },
  ],
  ['FileMissing', 'cat: /etc/tls/tls.crt: No such file or directory', { path: '/etc/tls/tls.crt' }],
  ['EntryPointNotFound', '/bin/sh: 1: gunicorn: not found', { command: 'gunicorn' }],
  ['EntryPointNotFound', 'bash: line 1: uvicorn: command not found', { command: 'uvicorn' }],
  [
    'EntryPointNotFound',
    "python: can't open file '/app/main.py': [Errno 2] No such file or directory",
    { command: '/app/main.py' },
  ],
  ['EntryPointNotFound', 'Error: Unable to access jarfile /app/service.jar', { command: '/app/service.jar' }],
  ['EntryPointNotFound', 'Error: Could not find or load main class com.acme.Main', { command: 'com.acme.Main' }],
  ['EntryPointNotFound', "Error: Cannot find module '/app/dist/server.js'", { command: '/app/dist/server.js' }],
  ['ExecFormatError', 'exec /usr/local/bin/thumbnail: exec format error'],
  [
    'FilePermissionDenied',
    "mkdir: cannot create directory '/var/lib/data/wal': Permission denied",
    { path: '/var/lib/data/wal' },
  ],
  [
    'FilePermissionDenied',
    'java.nio.file.AccessDeniedException: /usr/share/opensearch/data/nodes',
    { path: '/usr/share/opensearch/data/nodes' },
  ],
  ['FilePermissionDenied', "PermissionError: [Errno 13] Permission denied: '/data/cache'", { path: '/data/cache' }],
  ['FilePermissionDenied', "Error: EACCES: permission denied, open '/app/logs/app.log'", { path: '/app/logs/app.log' }],
  ['FilePermissionDenied', 'open /data/store.db: permission denied', { path: '/data/store.db' }],
  [
    'FileSystemReadOnly',
    'nginx: [emerg] mkdir() "/var/cache/nginx/client_temp" failed (30: Read-only file system)',
    { path: '/var/cache/nginx/client_temp' },
  ],
  ['FileSystemReadOnly', "OSError: [Errno 30] Read-only file system: '/tmp/work'", { path: '/tmp/work' }],
  ['DiskFull', 'PANIC:  could not write to file "pg_wal/xlogtemp.28": No space left on device'],
  [
    'DiskFull',
    'write /var/lib/prometheus/wal/00000012: no space left on device',
    { path: '/var/lib/prometheus/wal/00000012' },
  ],
  ['AddressInUse', 'Error: listen EADDRINUSE: address already in use :::9090', { port: '9090' }],
  ['AddressInUse', 'listen tcp :8080: bind: address already in use', { port: '8080' }],
  ['AddressInUse', 'OSError: [Errno 98] Address already in use'],
  ['AddressInUse', 'Web server failed to start. Port 8081 was already in use.', { port: '8081' }],
  ['AddressInUse', 'nginx: [emerg] bind() to 0.0.0.0:80 failed (98: Address already in use)', { port: '80' }],
  ['PortNotPermitted', 'nginx: [emerg] bind() to 0.0.0.0:80 failed (13: Permission denied)', { port: '80' }],
  ['PortNotPermitted', 'listen tcp :443: bind: permission denied', { port: '443' }],
  ['HeapExhausted', 'java.lang.OutOfMemoryError: Java heap space'],
  ['HeapExhausted', 'FATAL ERROR: Reached heap limit Allocation failed - JavaScript heap out of memory'],
  ['CommandUsageWrong', 'Error: unknown flag: --metrics-addr', { flag: '--metrics-addr' }],
  ['CommandUsageWrong', 'flag provided but not defined: -enable-cache', { flag: '-enable-cache' }],
  ['CommandUsageWrong', 'error: unrecognized arguments: --workers', { flag: '--workers' }],
  ['CommandUsageWrong', "Unrecognized VM option 'UseConcMarkSweepGC'", { flag: 'UseConcMarkSweepGC' }],
  [
    'SchemaMigrationFailed',
    'org.flywaydb.core.api.exception.FlywayValidateException: Validate failed: Migrations have failed validation',
  ],
  ['SchemaMigrationFailed', 'error: Dirty database version 14. Fix and force version.'],
  ['SchemaMigrationFailed', "alembic.util.exc.CommandError: Can't locate revision identified by '8c02'"],
  ['ConfigurationInvalid', 'nginx: [emerg] unknown directive "forwrad" in /etc/nginx/conf.d/default.conf:4'],
  ['ConfigurationInvalid', "/etc/coredns/Corefile:5 - Error during parsing: Unknown directive 'forwrad'"],
  ['ConfigurationInvalid', 'failed to load config: yaml: line 12: did not find expected key'],
  ['ConfigurationInvalid', 'yaml: unmarshal errors:\n  line 3: cannot unmarshal !!str `ten` into int'],
  ['ConfigurationInvalid', 'strconv.Atoi: parsing "8o80": invalid syntax'],
  ['ConfigurationInvalid', 'invalid log level: verbose'],
  ['ConfigurationInvalid', 'time: invalid duration "30"'],
];

describe('what a line says about why a process ended', () => {
  it.each(LINES.map(([code, line, named]) => ({ code, line, named })))('$code: $line', ({ code, line, named }) => {
    const cause = logCauseOf(line);
    expect(cause?.code).toBe(code);
    if (named !== undefined) expect(cause?.params).toMatchObject(named);
  });

  it.each([
    'INFO starting server on port 8080',
    '10.0.3.4 - - [24/Nov/2026:10:00:00 +0000] "GET /api/items HTTP/1.1" 200 512',
    'DEBUG cache miss for key user:42',
    'INFO applied 3 migrations in 120 ms',
    'listening on :9090',
    'loaded configuration from /etc/app/config.yaml',
    "TypeError: Cannot read properties of undefined (reading 'id')",
    'dial tcp 10.96.0.12:5432: connect: connection refused',
    "KeyError: 'customer_id'",
    'User admin not found',
  ])('nothing in: %s', (line) => {
    expect(logCauseOf(line)).toBeUndefined();
  });
});
