export type Style =
  | 'zap'
  | 'logrus'
  | 'logback'
  | 'python'
  | 'uvicorn'
  | 'nginx'
  | 'pino'
  | 'dotnet'
  | 'rust'
  | 'klog'
  | 'postgres'
  | 'redis'
  | 'mysql'
  | 'kafka'
  | 'rabbit'
  | 'php'
  | 'ruby'
  | 'coredns'
  | 'fluent'
  | 'quiet';

export type Level = 'info' | 'warn' | 'error' | 'fatal' | 'debug';

/** Lines that an incident adds to the logs of an app's containers. */
export interface LogEntry {
  /** `namespace/app`. */
  app: string;
  container?: string;
  style?: Style;
  /** Only pods whose name this matches. */
  pods?: RegExp;
  level?: Level;
  /** One message, or the lines of a start-up that ends badly. `{n}` is a number, `{id}` a hex id, `{pod}` the pod. */
  say: string | string[];
  /** Seconds between repetitions; absent: said once. */
  every?: number;
  /** Minutes before the capture of the first and last line (the onset and 0 where absent). */
  from?: number;
  to?: number;
  /** Only pods that have a container which does not run. */
  onlyFailed?: boolean;
  /** A start-up sequence: replaces the container's chatter, and also is its previous log. */
  startup?: boolean;
  /** Which of the two logs a start-up sequence goes to (both where absent). */
  which?: 'current' | 'previous';
  /** Lines are written as they stand, without the style's time and level. */
  raw?: boolean;
}
