/** A Prometheus, or what speaks its HTTP API (Thanos, VictoriaMetrics), and how it is reached. */

export interface HttpAnswer {
  status: number;
  body: string;
}

/** One server that can be asked. */
export interface Endpoint {
  /** As people know it: a URL without credentials, or `monitoring/prometheus-operated:9090`. */
  name: string;
  /**
   * GET of a path below the API's root, such as `/api/v1/query?query=up`.
   * @throws PrometheusError where there is no usable answer, the signal's reason where the caller cancels.
   */
  get(path: string, signal: AbortSignal): Promise<HttpAnswer>;
}

/** Why there is no result, as one sentence. `refused`: Prometheus itself said no. */
export class PrometheusError extends Error {
  override name = 'PrometheusError';
  readonly kind: 'refused' | 'too_large' | 'unreachable';

  constructor(kind: PrometheusError['kind'], sentence: string) {
    super(sentence);
    this.kind = kind;
  }
}

/** Labels of a series; `__name__` is the metric. */
export type Labels = Readonly<Record<string, string>>;

/** Seconds since 1970 and the value in Prometheus's own digits (or `NaN`, `+Inf`). */
export type Sample = readonly [time: number, value: string];

export interface Series {
  labels: Labels;
  samples: readonly Sample[];
}

export interface QueryResult {
  type: 'vector' | 'matrix' | 'scalar' | 'string';
  series: readonly Series[];
  /** What Prometheus remarks, such as that a store did not answer. */
  remarks: readonly string[];
}

/** How long one request may take, in milliseconds; Prometheus is told a little less. */
export const TIMEOUT_MS = 30_000;
/** Bytes of one answer. A result of more is cut down by a second query, not by us. */
export const MAX_BODY = 16 << 20;
