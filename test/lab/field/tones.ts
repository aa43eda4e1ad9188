import type { Random } from '../random.ts';

export type Level = 'info' | 'warn' | 'error' | 'fatal';
export interface Said {
  at: number;
  level: Level;
  text: string;
  app: string;
  random: Random;
}

const iso = (at: number): string => new Date(at).toISOString();
const spaced = (at: number): string => iso(at).slice(0, 19).replace('T', ' ');
const milli = (at: number): string => iso(at).slice(20, 23);
const MONTH = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const month = (at: number): string => MONTH[new Date(at).getUTCMonth()] ?? '';
const upper = (l: Level, warn = 'WARN', fatal = 'FATAL'): string =>
  l === 'warn' ? warn : l === 'fatal' ? fatal : l.toUpperCase();
const short = (l: Level): string => ({ info: 'INF', warn: 'WRN', error: 'ERR', fatal: 'FTL' })[l];
const pick = (s: Said, list: readonly string[]): string => s.random.pick(list);

/** Line formats of the programs in these incidents. */
export const TONES = {
  spring: (s: Said) =>
    `${iso(s.at)} ${upper(s.level, 'WARN', 'ERROR').padStart(5)} 1 --- [${s.app}] [${pick(s, ['http-nio-8080-exec-3', 'http-nio-8080-exec-9', 'scheduling-1', 'main'])}] ${pick(s, ['o.s.web.servlet.DispatcherServlet', 'c.acme.core.GatewayClient', 'c.acme.core.Boot'])} : ${s.text}`,
  slog: (s: Said) => `time=${iso(s.at)} level=${upper(s.level)} msg=${JSON.stringify(s.text)}`,
  golog: (s: Said) => `${spaced(s.at).replaceAll('-', '/')} ${s.text}`,
  winston: (s: Said) => JSON.stringify({ level: s.level, message: s.text, service: s.app, timestamp: iso(s.at) }),
  serilog: (s: Said) => `[${iso(s.at).slice(11, 19)} ${short(s.level)}] ${s.text}`,
  gunicorn: (s: Said) =>
    `[${spaced(s.at)} +0000] [${s.random.int(7, 12)}] [${upper(s.level, 'WARNING', 'CRITICAL')}] ${s.text}`,
  celery: (s: Said) =>
    `[${spaced(s.at)},${milli(s.at)}: ${upper(s.level, 'WARNING', 'CRITICAL')}/ForkPoolWorker-${s.random.int(1, 4)}] ${s.text}`,
  django: (s: Said) =>
    `${upper(s.level, 'WARNING', 'CRITICAL')} ${spaced(s.at)},${milli(s.at)} views 7 ${s.random.int(1000, 9999)} ${s.text}`,
  glog: (s: Said) =>
    `${s.level === 'info' ? 'I' : s.level === 'warn' ? 'W' : 'E'}${iso(s.at).slice(5, 10).replace('-', '')} ${iso(s.at).slice(11, 23)}${s.random.int(100, 999)}       1 ${pick(s, ['main', 'sync', 'reconcile'])}.go:${s.random.int(30, 400)}] ${s.text}`,
  ecs: (s: Said) =>
    JSON.stringify({
      '@timestamp': iso(s.at),
      'log.level': upper(s.level),
      message: s.text,
      'service.name': s.app,
      'ecs.version': '1.2.0',
    }),
  tracing: (s: Said) =>
    `${iso(s.at).replace('Z', `${s.random.int(100, 999)}Z`)} ${upper(s.level, 'WARN', 'ERROR').padStart(5)} ${s.app.replaceAll('-', '_')}::http: ${s.text}`,
  nginx: (s: Said) =>
    `${spaced(s.at).replaceAll('-', '/')} [${s.level === 'info' ? 'notice' : s.level === 'fatal' ? 'emerg' : s.level}] 31#31: ${s.level === 'error' ? `*${s.random.int(900, 9000)} ` : ''}${s.text}`,
  envoy: (s: Said) =>
    `[${iso(s.at).replace('Z', '')}][${s.random.int(12, 40)}][${s.level === 'warn' ? 'warning' : s.level}][upstream] ${s.text}`,
  pg: (s: Said) =>
    `${spaced(s.at)}.${milli(s.at)} UTC [${s.random.int(60, 990)}] ${s.level === 'info' ? 'LOG' : upper(s.level, 'WARNING')}:  ${s.text}`,
  mysqld: (s: Said) =>
    `${iso(s.at).replace('Z', '417Z')} ${s.random.int(0, 90)} [${s.level === 'info' ? 'System' : s.level === 'warn' ? 'Warning' : 'ERROR'}] [MY-0${s.random.int(10000, 13999)}] [InnoDB] ${s.text}`,
  mongod: (s: Said) =>
    JSON.stringify({
      t: { $date: iso(s.at).replace('Z', '+00:00') },
      s: s.level[0]?.toUpperCase(),
      c: 'NETWORK',
      id: s.random.int(20000, 51800),
      ctx: `conn${s.random.int(10, 900)}`,
      msg: s.text,
    }),
  redis: (s: Said) =>
    `1:M ${iso(s.at).slice(8, 10)} ${month(s.at)} ${iso(s.at).slice(0, 4)} ${iso(s.at).slice(11, 23)} ${s.level === 'info' ? '*' : '#'} ${s.text}`,
  log4j: (s: Said) =>
    `${spaced(s.at)},${milli(s.at)} [myid:] - ${upper(s.level).padEnd(5)} [${pick(s, ['main', 'worker-2', 'NIOServerCxnFactory'])}:${s.random.int(100, 900)}] - ${s.text}`,
  monolog: (s: Said) =>
    `[${iso(s.at).replace('Z', '+00:00')}] app.${upper(s.level, 'WARNING', 'CRITICAL')}: ${s.text} [] []`,
  corefile: (s: Said) => `[${upper(s.level)}] ${s.text}`,
} as const;

export type Tone = keyof typeof TONES;

const WEB = [
  'GET /api/v2/things 200 14ms',
  'GET /readyz 200 0ms',
  'POST /api/v2/things 201 48ms',
  'GET /api/v2/things/8841 304 3ms',
  'cache warm, 214 entries',
  'flushed 12 spans',
];
const OWN: Partial<Record<Tone, readonly string[]>> = {
  pg: [
    'checkpoint starting: time',
    'checkpoint complete: wrote 51 buffers (0.3%); 0 WAL file(s) added, 0 removed, 1 recycled',
  ],
  mysqld: ['Buffer pool(s) dump completed'],
  mongod: ['Connection accepted', 'Connection ended', 'WiredTiger message'],
  redis: ['1 changes in 3600 seconds. Saving...', 'Background saving terminated with success', 'DB saved on disk'],
  glog: ['"Caches are synced"', '"Reconcile complete" items=14', '"Event occurred" type="Normal"'],
  log4j: ['Processed session termination for sessionid: 0x1000a', 'Snapshot taken'],
  corefile: ['127.0.0.1:53122 - 41 "HINFO IN 7423. udp 57 false 512" NXDOMAIN qr,rd,ra 132 0.004s'],
};

/** What a program says when nothing is wrong. */
export const small = (tone: Tone, random: Random): string => random.pick(OWN[tone] ?? WEB);
