/**
 * What ingress-nginx logs of a request, and the annotations that decide what becomes of it.
 * https://kubernetes.github.io/ingress-nginx/user-guide/nginx-configuration/log-format/ (`log-format-upstream`)
 * https://kubernetes.github.io/ingress-nginx/user-guide/nginx-configuration/annotations/
 */
import type { Ingress } from '../cluster/objects.ts';

/** One line of its access log. */
export interface AccessLine {
  path: string;
  /** As the client got it. */
  status: number;
  /** Seconds that the request took. */
  seconds: number;
  /** `namespace-service-port` of the backend. */
  upstream: string;
  /** As the backend answered; undefined where it was not asked, or did not answer. */
  upstreamStatus: number | undefined;
}

const ACCESS =
  /"[A-Z]{3,10} (?<path>[^\s"]*)(?: [^"]*)?" (?<status>\d{3}) \d+ "[^"]*" "[^"]*" \d+ (?<seconds>[\d.]+) \[(?<upstream>[a-z0-9-]*)\] \[[^\]]*\] (?:\S+ \S+ \S+ (?<answered>\d{3}|-))?/;

/** undefined for a line of another kind. */
export function accessLine(text: string): AccessLine | undefined {
  const found = ACCESS.exec(text)?.groups;
  if (found === undefined) return undefined;
  const { path = '', status, seconds, upstream = '', answered } = found;
  return {
    path: path.replace(/\?.*$/, ''),
    status: Number(status),
    seconds: Number(seconds),
    upstream,
    upstreamStatus: answered === undefined || answered === '-' ? undefined : Number(answered),
  };
}

/** The host of a request whose body the controller refused, from its error log. */
export const tooLargeFor = (text: string): string | undefined =>
  /client intended to send too large body: \d+ bytes.*?host: "(?<host>[^"]+)"/.exec(text)?.groups?.host;

const PREFIX = 'nginx.ingress.kubernetes.io/';

/** The name of one of its annotations, such as `proxy-body-size`. */
export const annotationName = (setting: string): string => `${PREFIX}${setting}`;

/** The value of one of its annotations. */
export const annotationOf = ({ metadata }: Ingress, setting: string): string | undefined =>
  metadata.annotations?.[annotationName(setting)];

/** Seconds of a time-out, written `5`, `5s` or `1m`. */
export function secondsOf(value: string | undefined): number | undefined {
  const [, figure, unit] = /^\s*(\d+)\s*(s|m|h)?\s*$/.exec(value ?? '') ?? [];
  return figure === undefined ? undefined : Number(figure) * (unit === 'h' ? 3600 : unit === 'm' ? 60 : 1);
}

/** How long it waits for a backend's answer, where nothing is set. */
export const DEFAULT_READ_SECONDS = 60;
