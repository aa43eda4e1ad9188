import { hash } from '../random.ts';

interface Heard {
  at: Date;
  level: string;
  by: string;
  text: string;
  n: number;
  pod: string;
}
interface Voice {
  line: (h: Heard) => string;
  small: readonly [string, string][];
}

const day = (d: Date): string => d.toISOString().slice(0, 10);
const time = (d: Date): string => d.toISOString().slice(11, 19);
const comma = (h: Heard): string => `${day(h.at)} ${time(h.at)},${String(h.n % 1000).padStart(3, '0')}`;
const milli = (h: Heard): string => `${day(h.at)}T${time(h.at)}.${String(h.n % 1000).padStart(3, '0')}`;
const upper = (h: Heard, warn = 'WARN'): string =>
  h.level === 'warn' ? warn : h.level === 'fatal' ? 'FATAL' : h.level.toUpperCase();
const MONTH = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const PINO: Record<string, number> = { debug: 20, info: 30, warn: 40, error: 50, fatal: 60 };
const REQUESTS: readonly [string, string][] = [
  ['http', 'GET /healthz 200'],
  ['http', 'GET /v1/items?page=2 200'],
  ['http', 'POST /v1/items 201'],
];

/** Log lines of further programs, each in its own form. */
export const VOICES = {
  kafka: {
    line: (h) => `[${comma(h)}] ${upper(h)} ${h.text.replace(/$|\n/, (end) => ` (${h.by})${end}`)}`,
    small: [
      [
        'kafka.log.UnifiedLog',
        '[UnifiedLog partition=__consumer_offsets-14, dir=/var/lib/kafka/data] Rolled new log segment at offset 48812 in 3 ms.',
      ],
      [
        'kafka.coordinator.group.GroupMetadataManager',
        '[GroupMetadataManager brokerId=1] Removed 0 expired offsets in 0 milliseconds.',
      ],
    ],
  },
  rabbit: {
    line: (h) =>
      h.text
        .split('\n')
        .map(
          (t) =>
            `${milli(h).replace('T', ' ')}412+00:00 [${h.level === 'warn' ? 'warning' : h.level}] <0.${h.n}.0> ${t}`,
        )
        .join('\n'),
    small: [
      ['', 'accepting AMQP connection <0.4127.0> (10.0.12.9:41822 -> 10.0.8.4:5672)'],
      ['', "closing AMQP connection <0.3991.0> (10.0.12.9:39114 -> 10.0.8.4:5672, vhost: '/', user: 'svc')"],
    ],
  },
  elastic: {
    line: (h) =>
      JSON.stringify({
        '@timestamp': `${milli(h)}Z`,
        'log.level': upper(h),
        message: h.text,
        'ecs.version': '1.2.0',
        'service.name': 'ES_ECS',
        'event.dataset': 'elasticsearch.server',
        'process.thread.name': `elasticsearch[${h.pod}][write][T#${h.n % 4}]`,
        'log.logger': h.by,
        'elasticsearch.node.name': h.pod,
        'elasticsearch.cluster.name': 'docker-cluster',
      }),
    small: [
      ['org.elasticsearch.cluster.metadata.MetadataMappingService', '[items/1xUqk0tKQ5] update_mapping [_doc]'],
      [
        'org.elasticsearch.monitor.jvm.JvmGcMonitorService',
        '[gc][88123] overhead, spent [251ms] collecting in the last [1s]',
      ],
    ],
  },
  laravel: {
    line: (h) => `[${day(h.at)} ${time(h.at)}] production.${upper(h, 'WARNING')}: ${h.text}`,
    small: [['', 'Processed: App\\Jobs\\WarmCache']],
  },
  fpm: {
    line: (h) =>
      `[${String(h.at.getUTCDate()).padStart(2, '0')}-${MONTH[h.at.getUTCMonth()]}-${h.at.getUTCFullYear()} ${time(h.at)}] ${h.level === 'info' ? 'NOTICE' : upper(h, 'WARNING')}: ${h.text}`,
    small: [
      ['', '[pool www] child 41 started'],
      ['', '[pool www] child 38 exited with code 0 after 812.113021 seconds from start'],
    ],
  },
  rails: {
    line: (h) =>
      `${upper(h)[0]}, [${milli(h)}${100 + (h.n % 900)} #1] ${upper(h).padStart(5)} -- : [${h.n.toString(16)}f2c1] ${h.text}`,
    small: [
      ['', 'Completed 200 OK in 41ms (Views: 11.2ms | ActiveRecord: 8.4ms | Allocations: 9120)'],
      ['', 'Started GET "/up" for 10.0.3.1'],
    ],
  },
  sidekiq: {
    line: (h) => `${milli(h)}Z pid=1 tid=${h.n.toString(36)} ${h.by}${h.by ? ' ' : ''}${upper(h)}: ${h.text}`,
    small: [
      ['class=WarmCacheJob jid=9d1f0ac27be34412', 'done'],
      ['class=ThumbJob jid=44ae0912ff7b1c09', 'start'],
    ],
  },
  dotnet: {
    line: (h) =>
      `${({ info: 'info', warn: 'warn', error: 'fail', fatal: 'crit', debug: 'dbug' } as Record<string, string>)[h.level]}: ${h.by}[0]\n${h.text
        .split('\n')
        .map((t) => `      ${t}`)
        .join('\n')}`,
    small: [
      [
        'Microsoft.AspNetCore.Hosting.Diagnostics',
        'Request finished HTTP/1.1 GET http://10.0.4.7:8080/healthz - 200 - text/plain 0.4ms',
      ],
      [
        'Microsoft.EntityFrameworkCore.Database.Command',
        "Executed DbCommand (3ms) [Parameters=[@__id_0='?'], CommandType='Text']",
      ],
    ],
  },
  pino: {
    line: (h) =>
      JSON.stringify({
        level: PINO[h.level] ?? 30,
        time: h.at.getTime() + (h.n % 1000),
        pid: 1,
        hostname: h.pod,
        ...(h.by ? { name: h.by } : {}),
        msg: h.text,
      }),
    small: [
      ['', 'request completed'],
      ['', 'incoming request'],
    ],
  },
  zap: {
    line: (h) =>
      JSON.stringify({
        level: h.level,
        ts: h.at.getTime() / 1000 + (h.n % 1000) / 1000,
        caller: h.by || 'server/http.go:118',
        msg: h.text,
      }),
    small: [
      ['server/http.go:118', 'served GET /v1/items'],
      ['cache/refresh.go:52', 'refreshed 214 entries'],
    ],
  },
  logrus: {
    line: (h) =>
      `time="${day(h.at)}T${time(h.at)}Z" level=${h.level === 'warn' ? 'warning' : h.level} msg=${JSON.stringify(h.text)}${h.by ? ` ${h.by}` : ''}`,
    small: [
      ['', 'Reconciliation completed'],
      ['', 'Refreshing app status'],
    ],
  },
  pylog: {
    line: (h) => `${comma(h)} ${upper(h, 'WARNING')} ${h.by || 'app.main'} ${h.text}`,
    small: [...REQUESTS],
  },
  uvicorn: {
    line: (h) => `${`${upper(h, 'WARNING')}:`.padEnd(9)} ${h.text}`,
    small: [
      ['', '10.0.3.1:41022 - "GET /healthz HTTP/1.1" 200 OK'],
      ['', '10.0.5.9:50190 - "GET /v1/items HTTP/1.1" 200 OK'],
    ],
  },
  logback: {
    line: (h) =>
      `${comma(h)} [pool-2-thread-${1 + (h.n % 6)}] ${upper(h).padEnd(5)} ${h.by || 'c.acme.App'} - ${h.text}`,
    small: [
      ['c.a.http.AccessLog', 'GET /v1/items 200 12ms'],
      ['c.a.cache.Refresher', 'refreshed 214 entries in 41ms'],
    ],
  },
  mysqld: {
    line: (h) =>
      `${milli(h)}412Z ${h.n % 900} [${h.text.startsWith('Plugin ') ? 'Warning' : h.level === 'info' ? 'System' : h.level === 'warn' ? 'Warning' : h.level === 'error' ? 'ERROR' : 'Note'}] ${h.by} ${h.text}`,
    small: [
      [
        '[MY-013360] [Server]',
        "Plugin mysql_native_password reported: ''mysql_native_password' is deprecated and will be removed in a future release. Please use caching_sha2_password instead'",
      ],
    ],
  },
  mongod: {
    line: (h) => {
      const [c = 'NETWORK', id = '22943'] = h.by.split(':');
      const [msg = '', attr] = h.text.split(' ## ');
      return `{"t":{"$date":"${milli(h)}+00:00"},"s":"${h.level[0]?.toUpperCase()}","c":${`"${c}",`.padEnd(12)}"id":${id},"ctx":"conn${h.n}","msg":${JSON.stringify(msg)}${attr ? `,"attr":${attr}` : ''}}`;
    },
    small: [
      ['NETWORK:22943', 'Connection accepted ## {"remote":"10.0.9.4:51022","connectionCount":41}'],
      ['NETWORK:22944', 'Connection ended ## {"remote":"10.0.9.4:51022","connectionCount":40}'],
    ],
  },
  haproxy: {
    line: (h) => `[${h.level === 'info' ? 'NOTICE' : h.level === 'warn' ? 'WARNING' : 'ALERT'}]   (8) : ${h.text}`,
    small: [['', 'Proxy fe_main reports 41 current sessions.']],
  },
  clickhouse: {
    line: (h) =>
      `${day(h.at).replaceAll('-', '.')} ${time(h.at)}.${String(h.n % 1000).padStart(3, '0')}112 [ ${h.n % 900} ] {} <${h.level === 'info' ? 'Information' : h.level === 'warn' ? 'Warning' : h.level === 'fatal' ? 'Fatal' : 'Error'}> ${h.by}: ${h.text}`,
    small: [['MemoryTracker', 'Peak memory usage (for query): 4.12 MiB.']],
  },
  /** PostgreSQL with `log_line_prefix = '%m [%p] %q%u@%d app=%a '`; the logger is what the prefix says. */
  pgapp: {
    line: (h) =>
      h.text
        .split('\n')
        .map((t, i) => {
          const level = i ? '' : `${h.level === 'info' ? 'LOG' : upper(h, 'WARNING')}:  `;
          return `${milli(h).replace('T', ' ')} UTC ${h.by} ${level}${t}`;
        })
        .join('\n'),
    small: [
      ['[27]', 'checkpoint starting: time'],
      [
        '[27]',
        'checkpoint complete: wrote 812 buffers (5.0%); 0 WAL file(s) added, 0 removed, 1 recycled; write=80.9 s',
      ],
    ],
  },
  pgbouncer: {
    line: (h) => `${milli(h).replace('T', ' ')} UTC [1] ${upper(h, 'WARNING').replace('INFO', 'LOG')} ${h.text}`,
    small: [
      [
        '',
        'stats: 41 xacts/s, 120 queries/s, 0 client parses/s, 0 server parses/s, 0 binds/s, in 21032 B/s, out 88120 B/s, xact 3120 us, query 912 us, wait 40 us',
      ],
    ],
  },
  traefik: {
    line: (h) =>
      `${day(h.at)}T${time(h.at)}Z ${({ info: 'INF', warn: 'WRN', error: 'ERR', fatal: 'FTL' } as Record<string, string>)[h.level] ?? 'DBG'} ${h.text}`,
    small: [['', 'Configuration received providerName=kubernetes']],
  },
} as const satisfies Record<string, Voice>;

export type Program = keyof typeof VOICES;

const LINE = /^(\d{4}-\d\d-\d\dT\S+Z )?(\d{4})\/(\d\d)\/(\d\d) (\d\d:\d\d:\d\d) (.*)$/;

/** Gives the lines of one log the form of its program. */
export function voiced(text: string, program: Program, pod: string): string {
  const voice: Voice = VOICES[program];
  let last = { second: 0, milli: 0 };
  return text
    .trimEnd()
    .split('\n')
    .map((raw) => {
      const m = LINE.exec(raw);
      if (!m) return raw;
      const [, stamped, y, mo, d, clock, rest = ''] = m;
      const at = new Date(`${y}-${mo}-${d}T${clock}Z`);
      const any = 100 + (hash(raw) % 9000);
      const again = at.getTime() === last.second && any % 1000 <= last.milli;
      const n = again ? any - (any % 1000) + Math.min(999, last.milli + 7) : any;
      last = { second: at.getTime(), milli: n % 1000 };
      const stamp = stamped ? `${at.toISOString().replace('Z', `${String(n).padStart(6, '0')}Z`)} ` : '';
      const own = rest.split('\u0001');
      const [by, said] = voice.small[n % voice.small.length] ?? ['', ''];
      const heard: Heard =
        own.length === 4
          ? { at, level: own[1] ?? 'info', by: own[2] ?? '', text: (own[3] ?? '').replaceAll('\u0002', '\n'), n, pod }
          : { at, level: 'info', by, text: said, n, pod };
      if (heard.by === 'raw') return stamp + heard.text.replaceAll('\n', `\n${stamp}`);
      return stamp + voice.line(heard).replaceAll('\n', `\n${stamp}`);
    })
    .join('\n')
    .concat('\n');
}
