/** Levels and times as the loggers of many runtimes and servers write them. */
import { expect, test } from 'vitest';
import { recordsOf } from '../../../src/diagnosis/log/records.ts';

const of = (line: string) => recordsOf(line, 2026)[0];

test.each([
  '[2026-04-28T06:16:57.428+00:00] app.CRITICAL: Uncaught PDOException: no [] []',
  '[2026-04-28T06:16:57.428+00:00] production.ERROR: SQLSTATE[HY000] {"exception":"[object]"}',
  'fail: Microsoft.AspNetCore.Server.Kestrel[13]',
  'crit: Microsoft.Hosting[0]',
  '[06:16:57 ERR] Failed to connect',
  '[06:16:57 FTL] Host terminated unexpectedly',
  '2026-04-28 06:16:57.123 +00:00 [ERR] boom',
  '2026-04-28T06:16:57.123456Z 0 [ERROR] [MY-010119] [Server] Aborting',
  '2026-04-28 06:09:46.118 UTC [545] FATAL:  password',
  '2026-04-28 06:09:46.118 UTC [545] PANIC:  could not',
  '2026/04/28 06:48:38 [emerg] 1#1: host not found',
  '2026/04/28 06:48:38 [crit] 31#31: *1 connect',
  '2026/04/28 06:48:38 [alert] 31#31: open socket',
  '[2026-04-28 06:48:38,123] FATAL [KafkaServer id=0] Fatal error (kafka.server.KafkaServer)',
  'F0407 10:05:38.027537       1 main.go:39] cannot',
  '{"level":50,"time":1777359117551,"msg":"x"}',
  '{"level":60,"time":1777359117551,"msg":"x"}',
  '{"severity":"CRITICAL","message":"x"}',
  '{"t":{"$date":"2026-04-28T06:51:57.551+00:00"},"s":"E","c":"NETWORK","id":1,"ctx":"a","msg":"x"}',
  '{"t":{"$date":"2026-04-28T06:51:57.551+00:00"},"s":"F","c":"NETWORK","id":1,"ctx":"a","msg":"x"}',
  'E, [2026-04-28T06:51:57.551 #1] ERROR -- : boom',
  'F, [2026-04-28T06:51:57.551 #1] FATAL -- : boom',
  '\u001b[2m2026-04-28T06:51:57.551Z\u001b[0m \u001b[31mERROR\u001b[0m \u001b[2mapp\u001b[0m: boom',
  'CRITICAL:root:boom',
  '[CRITICAL] WORKER TIMEOUT (pid:8)',
  '[2026-04-28 06:12:01 +0000] [8] [CRITICAL] WORKER TIMEOUT (pid:12)',
  '[28-Apr-2026 06:12:01 UTC] PHP Fatal error:  Uncaught Error',
  'PHP Fatal error:  Uncaught PDOException',
  '06:12:01.123 [main] ERROR c.a.B - boom',
  '2026-04-28 06:12:01.123 [error] <0.1.0> boom',
  'ts=2026-04-28T06:12:01.123Z caller=main.go:12 level=error err="x"',
  'level=fatal msg="x"',
  'time="2026-04-28T06:12:01Z" level=panic msg=x',
  'panic: runtime error: invalid memory address',
  "thread 'main' panicked at src/main.rs:4:5:",
  'Unhandled exception. System.InvalidOperationException: x',
  'Exception in thread "main" java.lang.IllegalStateException: x',
  'Traceback (most recent call last):',
  'Error: listen EADDRINUSE: address already in use :::3000',
  'npm ERR! code ELIFECYCLE',
  '**ERROR** [main] boom',
  '[ERROR] 2026-04-28 boom',
  '2026-04-28 06:12:01,123 - app - ERROR - boom',
  '2026-04-28T06:12:01.123Z [worker-1] SEVERE boom',
  '28-Apr-2026 06:12:01.123 SEVERE [main] org.apache.catalina.core.StandardService.initInternal Failed',
  '{"log.level":"ERROR","message":"x"}',
  '{"lvl":"eror","msg":"x"}',
  '{"@l":"Fatal","@m":"x"}',
  '{"LogLevel":"Critical","Message":"x","Category":"a"}',
  '<3>boom',
  '2026-04-28 06:12:01 错误: 无法连接数据库',
  '【ERROR】连接失败',
  'ERROR | 2026 | x',
  '06:12:01 | ERROR    | app:main:12 - boom',
])('%s is an error', (line) => {
  expect(of(line)?.level).toBe('error');
});

test.each([
  "1:M 28 Apr 2026 06:12:01.123 # Can't save in background: fork: Cannot allocate memory",
  '[28-Apr-2026 06:12:01] WARNING: [pool www] server reached pm.max_children setting (5), consider raising it',
  '[06:16:57 WRN] slow',
  '【警告】慢',
  '<4>slow',
  'local.WARNING: slow',
  '{"t":{"$date":"2026-04-28T06:51:57.551+00:00"},"s":"W","msg":"slow"}',
])('%s is a warning', (line) => {
  expect(of(line)?.level).toBe('warn');
});

test.each([
  '[06:16:57 INF] Failed over as planned',
  'app.INFO: no error',
  '1:M 28 Apr 2026 06:12:01.123 * Ready to accept connections',
  '{"t":{"$date":"2026-04-28T06:51:57.551+00:00"},"s":"I","msg":"ok"}',
  'GET /errors/ERR_1 200',
  '{"Level":"Information","message":"ok"}',
])('%s is neither', (line) => {
  expect(of(line)?.level).toBe('info');
});

test.each([
  ['1:M 28 Apr 2026 06:12:01.123 # boom', '2026-04-28T06:12:01.123Z'],
  ['28-Apr-2026 06:12:01.123 SEVERE [main] boom', '2026-04-28T06:12:01.123Z'],
  ['[28-Apr-2026 06:12:01] WARNING: boom', '2026-04-28T06:12:01.000Z'],
  ['{"t":{"$date":"2026-04-28T06:51:57.551+02:00"},"s":"E","msg":"boom"}', '2026-04-28T04:51:57.551Z'],
  ['\u001b[2m2026-04-28T06:51:57.551Z\u001b[0m \u001b[31mERROR\u001b[0m boom', '2026-04-28T06:51:57.551Z'],
])('the time of %s', (line, time) => {
  expect(new Date(of(line)?.at ?? 0).toISOString()).toBe(time);
});

test('colours are no part of what was said, and stay in the quote', () => {
  const line = '2026-04-28T06:51:57Z \u001b[31mERROR\u001b[0m boom';
  expect(of(line)).toMatchObject({
    text: expect.stringContaining('ERROR boom'),
    raw: expect.stringContaining('\u001b[31m'),
  });
});
