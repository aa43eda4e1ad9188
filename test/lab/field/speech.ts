import type { ContainerStatus, Kube } from '../objects.ts';
import { type Random, random } from '../random.ts';
import type { Saying } from './base.ts';
import type { Field } from './field.ts';
import { type Level, small, TONES, type Tone } from './tones.ts';

const MINUTE = 60_000;
interface Line {
  at: number;
  text: string;
}
interface Voice {
  tone: Tone;
  app: string;
  pod: Kube;
  random: Random;
}

const clf = (at: number): string => {
  const [, , day, month, year] = new Date(at).toUTCString().split(/[ ,]/);
  return `${day}/${month}/${year}:${new Date(at).toISOString().slice(11, 19)} +0000`;
};
const fill = (text: string, v: Voice, at: number): string =>
  text
    .replace(/\{iso\}/g, new Date(at).toISOString())
    .replace(/\{late\}/g, new Date(at - 7_214_000).toISOString().replace(/\.\d+/, ''))
    .replace(/\{clf\}/g, clf(at))
    .replace(/\{n\}/g, () => String(v.random.int(100, 9999)))
    .replace(/\{o\}/g, () => String(v.random.int(2, 250)))
    .replace(/\{hex\}/g, () => v.random.hex(12))
    .replace(/\{pod\}/g, v.pod.metadata.name);

function write(v: Voice, at: number, level: Level, text: string, raw?: boolean): Line {
  const body = fill(text, v, at);
  const bare = raw || /^(\s|Traceback|Caused by|goroutine|panic:|\tat )/.test(text);
  return { at, text: bare ? body : TONES[v.tone]({ at, level, text: body, app: v.app, random: v.random }) };
}

function repeated(v: Voice, said: Saying, now: number): Line[] {
  const out: Line[] = [];
  const texts = typeof said.lines === 'string' ? [said.lines] : said.lines;
  const end = now - (said.to ?? 0) * MINUTE;
  let at = now - (said.from ?? 24) * MINUTE + v.random.int(0, 20_000);
  while (at <= end) {
    texts.forEach((t, i) => {
      out.push(write(v, at + i * 3, said.level ?? 'error', t, said.raw));
    });
    if (!said.every) break;
    at += said.every * 1000 + v.random.int(0, said.every * 400);
  }
  return out;
}

function chatter(v: Voice, from: number, now: number): Line[] {
  const n = v.random.int(6, 16);
  if (now - from < 30_000) return [];
  return Array.from({ length: n }, () =>
    write(v, from + v.random.int(1000, now - from), 'info', small(v.tone, v.random)),
  );
}

function run(v: Voice, said: Saying, begin: number): string {
  const texts = typeof said.lines === 'string' ? [said.lines] : said.lines;
  return texts
    .map(
      (t, i) =>
        write(v, begin + 240 + i * 311, i === texts.length - 1 ? (said.level ?? 'error') : 'info', t, said.raw).text,
    )
    .join('\n')
    .concat('\n');
}

const began = (c: ContainerStatus): string | null | undefined =>
  c.state.running?.startedAt ?? c.state.terminated?.startedAt;

function container(f: Field, v: Voice, c: ContainerStatus, sayings: Saying[], out: Map<string, string>): void {
  const path = `${v.pod.metadata.namespace}/${v.pod.metadata.name}/${c.name}`;
  const { now } = f.s.clock;
  const boot = sayings.find((s) => s.boot);
  const last = c.lastState.terminated;
  if (boot && last) out.set(`${path}.previous.log`, run(v, boot, Date.parse(last.startedAt ?? '') || now));
  const start = began(c);
  if (boot && (start || last)) {
    out.set(`${path}.log`, run(v, boot, Date.parse(start ?? last?.startedAt ?? '') || now));
    return;
  }
  if (!start) return;
  const end = c.state.terminated ? Date.parse(c.state.terminated.finishedAt ?? '') : now;
  const from = Math.max(Date.parse(start), end - 50 * MINUTE);
  const lines = [...chatter(v, from, end), ...sayings.flatMap((s) => repeated(v, s, now))]
    .filter((l) => l.at >= Date.parse(start) && l.at <= end)
    .sort((a, b) => a.at - b.at);
  if (lines.length)
    out.set(
      `${path}.log`,
      lines
        .map((l) => l.text)
        .join('\n')
        .concat('\n'),
    );
}

/** Logs by their path under `logs/`, of every pod whose node answers. */
export function speak(f: Field): Map<string, string> {
  const out = new Map<string, string>();
  const dead = new Set(
    f.s
      .all('Node')
      .filter((n) => n.status?.conditions?.some((c) => c.type === 'Ready' && c.status === 'Unknown'))
      .map((n) => n.metadata.name),
  );
  for (const [app, { tone, c: main }] of f.tones) {
    f.pods(app).forEach((pod, i) => {
      if (dead.has(pod.spec?.nodeName ?? '')) return;
      for (const c of [...(pod.status?.initContainerStatuses ?? []), ...(pod.status?.containerStatuses ?? [])]) {
        const own = f.sayings.filter((s) => s.app === app && (s.c ?? main) === c.name && (s.pods?.(pod, i) ?? true));
        const side = c.name !== main && !own.length;
        const v: Voice = {
          tone: c.name === main ? tone : 'golog',
          app: app.split('/')[1] ?? app,
          pod,
          random: random(`${pod.metadata.uid}${c.name}`),
        };
        if (!side) container(f, v, c, own, out);
      }
    });
  }
  return out;
}
