import type { Random } from '../random.ts';
import type { Level, Style } from './entry.ts';

export interface Line {
  at: number;
  level: Level;
  text: string;
  app: string;
  pod: string;
  random: Random;
}

const iso = (at: number): string => new Date(at).toISOString();
const plain = (at: number, comma = ','): string => iso(at).slice(0, 23).replace('T', ' ').replace('.', comma);
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const clf = (at: number): string =>
  `${iso(at).slice(8, 10)}/${MONTHS[new Date(at).getUTCMonth()]}/${iso(at).slice(0, 4)}:${iso(at).slice(11, 19)} +0000`;
const day = (at: number): string =>
  `${iso(at).slice(8, 10)} ${MONTHS[new Date(at).getUTCMonth()]} ${iso(at).slice(0, 4)}`;
const camel = (name: string): string => name.replace(/(^|-)(\w)/g, (_m, _d, c: string) => c.toUpperCase());
const PINO: Record<Level, number> = { debug: 20, info: 30, warn: 40, error: 50, fatal: 60 };
const UP = (level: Level): string => level.toUpperCase();

const NGINX_LEVEL: Record<Level, string> = {
  debug: 'debug',
  info: 'notice',
  warn: 'warn',
  error: 'error',
  fatal: 'emerg',
};
const DOTNET: Record<Level, string> = { debug: 'dbug', info: 'info', warn: 'warn', error: 'fail', fatal: 'crit' };
const PG: Record<Level, string> = { debug: 'DEBUG', info: 'LOG', warn: 'WARNING', error: 'ERROR', fatal: 'FATAL' };
const REDIS: Record<Level, string> = { debug: '.', info: '*', warn: '#', error: '#', fatal: '#' };
const MYSQL: Record<Level, string> = { debug: 'Note', info: 'System', warn: 'Warning', error: 'ERROR', fatal: 'ERROR' };

/** How each kind of program writes one line. */
export const STYLES: Record<Style, (line: Line) => string> = {
  zap: (l) =>
    JSON.stringify({
      level: l.level,
      ts: iso(l.at),
      caller: `${l.app.split('-')[0]}/${l.random.pick(['server', 'handler', 'store', 'worker'])}.go:${l.random.int(20, 410)}`,
      msg: l.text,
    }),
  logrus: (l) =>
    `time="${iso(l.at).slice(0, 19)}Z" level=${l.level === 'warn' ? 'warning' : l.level} msg=${JSON.stringify(l.text)} app=${l.app}`,
  logback: (l) =>
    `${plain(l.at, '.')} ${UP(l.level).replace('FATAL', 'ERROR').padStart(5)} 1 --- [${l.app}] [nio-8080-exec-${l.random.int(1, 10)}] c.${l.app.replace(/-/g, '').slice(0, 9)}.${camel(l.app)}Service : ${l.text}`,
  python: (l) =>
    `${plain(l.at)} ${UP(l.level).replace('WARN', 'WARNING').replace('FATAL', 'CRITICAL')} [${l.app.replace(/-/g, '_')}.main] ${l.text}`,
  uvicorn: (l) =>
    l.level === 'info'
      ? `INFO:     ${l.text}`
      : `${plain(l.at)} ${UP(l.level).replace('FATAL', 'CRITICAL')} [${l.app.replace(/-/g, '_')}] ${l.text}`,
  nginx: (l) =>
    `${iso(l.at).slice(0, 19).replace(/-/g, '/').replace('T', ' ')} [${NGINX_LEVEL[l.level]}] 29#29: ${l.level === 'error' ? `*${l.random.int(1000, 99999)} ` : ''}${l.text}`,
  pino: (l) => JSON.stringify({ level: PINO[l.level], time: l.at, pid: 1, hostname: l.pod, name: l.app, msg: l.text }),
  dotnet: (l) =>
    `${iso(l.at).slice(0, 19)}Z ${DOTNET[l.level]}: ${camel(l.app)}.Worker[${l.random.pick(['0', '14', '20102'])}] ${l.text}`,
  rust: (l) =>
    `${iso(l.at).replace('Z', '417Z')} ${UP(l.level).replace('FATAL', 'ERROR').padStart(5)} ${l.app.replace(/-/g, '_')}::core: ${l.text}`,
  klog: (l) =>
    `${l.level === 'info' ? 'I' : l.level === 'warn' ? 'W' : 'E'}${iso(l.at).slice(5, 7)}${iso(l.at).slice(8, 10)} ${iso(l.at).slice(11, 23)}000       1 ${l.random.pick(['controller', 'reflector', 'server'])}.go:${l.random.int(40, 480)}] ${l.text}`,
  postgres: (l) => `${plain(l.at, '.')} UTC [${l.random.int(40, 900)}] ${PG[l.level]}:  ${l.text}`,
  redis: (l) => `1:M ${day(l.at)} ${iso(l.at).slice(11, 23)} ${REDIS[l.level]} ${l.text}`,
  mysql: (l) =>
    `${iso(l.at).replace('Z', '118Z')} ${l.random.int(0, 60)} [${MYSQL[l.level]}] [MY-0${l.random.int(10000, 13999)}] [Server] ${l.text}`,
  kafka: (l) => `[${plain(l.at)}] ${UP(l.level)} ${l.text} (kafka.server.KafkaServer)`,
  rabbit: (l) =>
    `${plain(l.at, '.')}000+00:00 [${l.level === 'warn' ? 'warning' : l.level}] <0.${l.random.int(200, 4000)}.0> ${l.text}`,
  php: (l) => `[${iso(l.at).replace('Z', '+00:00')}] production.${UP(l.level)}: ${l.text}`,
  ruby: (l) => `${UP(l.level)[0]}, [${iso(l.at).replace('Z', '412')} #1] ${UP(l.level).padStart(5)} -- : ${l.text}`,
  coredns: (l) => `[${UP(l.level)}] ${l.text}`,
  fluent: (l) => `[${iso(l.at).slice(0, 19).replace(/-/g, '/').replace('T', ' ')}] [${l.level.padStart(5)}] ${l.text}`,
  quiet: (l) => l.text,
};

const AGENTS = [
  'Mozilla/5.0 (X11; Linux x86_64)',
  'okhttp/5.1.0',
  'Go-http-client/1.1',
  'Mozilla/5.0 (iPhone; CPU iPhone OS 19_1 like Mac OS X)',
];
const WORDS = ['items', 'sessions', 'orders', 'batches', 'tokens', 'records', 'jobs', 'views'];
const SYSTEM = [
  '"Caches are synced"',
  '"Lease renewed"',
  '"Starting workers"',
  '"Observed objects" count=',
  '"Synced" duration_ms=',
];
const DATABASE = [
  'checkpoint starting: time',
  'checkpoint complete: wrote 729 buffers (0.9%)',
  'automatic analyze of table "app.public.items"',
];
const REDIS_TALK = [
  '100 changes in 300 seconds. Saving...',
  'Background saving started by pid 214',
  'DB saved on disk',
];

/** What a healthy program of that style says now and then. */
export function chatter(style: Style, line: Line): string {
  const r = line.random;
  const path = `/${r.pick(WORDS)}/${r.int(1, 900)}`;
  const ip = `10.${r.int(1, 200)}.${r.int(1, 200)}.${r.int(2, 250)}`;
  if (style === 'nginx')
    return `${ip} - - [${clf(line.at)}] "GET ${path} HTTP/1.1" ${r.pick(['200', '200', '304'])} ${r.int(200, 9000)} "-" "${r.pick(AGENTS)}"`;
  const talk: Partial<Record<Style, readonly string[]>> = {
    klog: SYSTEM,
    postgres: DATABASE,
    redis: REDIS_TALK,
    mysql: ['Buffer pool dump completed'],
    coredns: ['127.0.0.1:4123 - 4123 "HINFO IN 57.57. udp 57 false 512" NXDOMAIN qr,rd,ra 57 0.057s'],
  };
  const own = talk[style];
  const text = own
    ? r.pick(own).replace(/=$/, `=${r.int(3, 400)}`)
    : r.pick([
        `GET ${path} 200 ${r.int(2, 90)}ms`,
        `${r.pick(WORDS)} refreshed, ${r.int(10, 900)} entries`,
        `POST /v1${path} 201 ${r.int(9, 160)}ms`,
        'GET /healthz 200 1ms',
      ]);
  return STYLES[style]({
    ...line,
    text: style === 'uvicorn' ? `${ip}:${r.int(30000, 50000)} - "GET ${path} HTTP/1.1" 200 OK` : text,
  });
}
