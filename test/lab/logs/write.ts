import type { Kube } from '../objects.ts';
import { type Random, random } from '../random.ts';
import type { Snapshot } from '../snapshot.ts';
import type { App } from '../world/app.ts';
import type { LogEntry, Style } from './entry.ts';
import { chatter, type Line, STYLES } from './styles.ts';

const MINUTE = 60_000;
type Timed = { at: number; text: string };

/** Path under `logs/` → text. */
export type Logs = Map<string, string>;

const SIDE_STYLES: [RegExp, Style][] = [
  [/fluent|shipper/, 'fluent'],
  [/proxy|nginx|envoy/, 'nginx'],
];

function styleOf(app: App, container: string): Style {
  if (container === app.name) return app.style;
  return SIDE_STYLES.find(([pattern]) => pattern.test(container))?.[1] ?? (container.length % 2 ? 'logrus' : 'zap');
}

const fill = (text: string, line: Omit<Line, 'text' | 'level'>): string =>
  text
    .replace(/\{n\}/g, String(line.random.int(100, 999)))
    .replace(/\{id\}/g, line.random.hex(8))
    .replace(/\{pod\}/g, line.pod);

interface Place {
  app: App;
  pod: Kube;
  container: string;
  style: Style;
  random: Random;
  since: number;
  until: number;
}

function timedLines(entry: LogEntry, place: Place, onset: number, now: number): Timed[] {
  const style = entry.style ?? place.style;
  const from = now - (entry.from ?? onset) * MINUTE + place.random.int(0, 9000);
  const to = now - (entry.to ?? 0) * MINUTE;
  const messages = Array.isArray(entry.say) ? entry.say : [entry.say];
  const out: Timed[] = [];
  const step = entry.every ? Math.max(entry.every * 1000, (to - from) / 25) : Number.POSITIVE_INFINITY;
  for (let at = from; at <= to; at += step) {
    messages.forEach((message, i) => {
      const line = {
        at: at + i * 41,
        level: entry.level ?? 'error',
        app: place.app.name,
        pod: place.pod.metadata.name,
        random: place.random,
      };
      const text = fill(message, line);
      out.push({ at: line.at, text: entry.raw ? text : STYLES[style]({ ...line, text }) });
    });
    if (!entry.every) break;
    at += place.random.int(0, 7000);
  }
  return out;
}

function startupLines(entry: LogEntry, place: Place, begin: number): string {
  const style = entry.style ?? place.style;
  const messages = Array.isArray(entry.say) ? entry.say : [entry.say];
  return messages
    .map((message, i) => {
      const last = i === messages.length - 1;
      const line = {
        at: begin + 180 + i * 137,
        level: last ? (entry.level ?? 'error') : ('info' as const),
        app: place.app.name,
        pod: place.pod.metadata.name,
        random: place.random,
      };
      const text = fill(message, line);
      return entry.raw || /^(\s|Traceback|Caused by|goroutine)/.test(text) ? text : STYLES[style]({ ...line, text });
    })
    .join('\n')
    .concat('\n');
}

function chat(place: Place): Timed[] {
  const count = place.app.ns === 'kube-system' ? 5 : place.random.int(9, 15);
  const begin = Math.max(place.since, place.until - 50 * MINUTE);
  if (place.until - begin < 20_000) return [];
  return Array.from({ length: count }, () => {
    const at = begin + place.random.int(0, place.until - begin);
    return {
      at,
      text: chatter(place.style, {
        at,
        level: 'info',
        text: '',
        app: place.app.name,
        pod: place.pod.metadata.name,
        random: place.random,
      }),
    };
  });
}

function writeContainer(place: Place, entries: LogEntry[], onset: number, now: number, logs: Logs): void {
  const status = [
    ...(place.pod.status?.initContainerStatuses ?? []),
    ...(place.pod.status?.containerStatuses ?? []),
  ].find((c) => c.name === place.container);
  if (!status) return;
  const base = `${place.pod.metadata.namespace}/${place.pod.metadata.name}/${place.container}`;
  const startup = entries.filter((e) => e.startup);
  const ran = status.state.running ?? status.state.terminated;
  const last = status.lastState.terminated;
  const begin = Date.parse(last?.startedAt ?? ran?.startedAt ?? place.pod.status?.startTime ?? '') || now;
  for (const entry of startup) {
    const current = status.state.waiting && status.restartCount === 0 && !last ? false : entry.which !== 'previous';
    if (current)
      logs.set(
        `${base}.log`,
        startupLines(entry, place, status.state.running ? Date.parse(status.state.running.startedAt) : begin),
      );
    if (last && entry.which !== 'current') logs.set(`${base}.previous.log`, startupLines(entry, place, begin));
  }
  if (startup.some((e) => e.which !== 'previous') || !ran?.startedAt) return;
  const since = Date.parse(ran.startedAt);
  const until = status.state.terminated?.finishedAt ? Date.parse(status.state.terminated.finishedAt) : now;
  const said = entries.filter((e) => !e.startup).flatMap((e) => timedLines(e, place, onset, now));
  const lines = [...chat({ ...place, since, until }), ...said]
    .filter((l) => l.at <= now && l.at >= since - 1000)
    .sort((a, b) => a.at - b.at);
  if (lines.length) logs.set(`${base}.log`, `${lines.map((l) => l.text).join('\n')}\n`);
}

/** A node whose kubelet answers nobody: the logs of its pods cannot be read. */
const unreachable = (node: Kube): boolean =>
  node.status?.conditions?.some((c) => c.type === 'Ready' && c.status === 'Unknown') ?? false;

/** Logs of every container that ran: the chatter of a healthy program and what the incident adds. */
export function writeLogs(snapshot: Snapshot, entries: LogEntry[], onset: number): Logs {
  const logs: Logs = new Map();
  const now = snapshot.clock.now;
  const silent = new Set(
    snapshot
      .all('Node')
      .filter(unreachable)
      .map((n) => n.metadata.name),
  );
  for (const pod of snapshot.all('Pod').filter((p) => !silent.has(p.spec?.nodeName ?? ''))) {
    const app = snapshot.apps.find((a) => a.ns === pod.metadata.namespace && a.name === pod.metadata.labels?.app);
    if (!app) continue;
    const names = [...(pod.spec?.initContainers ?? []), ...(pod.spec?.containers ?? [])].map((c) => c.name);
    for (const container of names) {
      const own = entries.filter(
        (e) =>
          e.app === `${app.ns}/${app.name}` &&
          (e.container ?? app.name) === container &&
          (e.pods?.test(pod.metadata.name) ?? true) &&
          (!e.onlyFailed || pod.status?.containerStatuses?.some((c) => !c.ready) === true),
      );
      const place: Place = {
        app,
        pod,
        container,
        style: styleOf(app, container),
        random: random(`${pod.metadata.name}/${container}`),
        since: 0,
        until: now,
      };
      writeContainer(place, own, onset, now, logs);
    }
  }
  return logs;
}
