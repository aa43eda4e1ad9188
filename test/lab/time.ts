const MINUTE = 60_000;

/** RFC 3339 in whole seconds, as metav1.Time prints it. */
export const stamp = (ms: number): string => `${new Date(ms).toISOString().slice(0, 19)}Z`;

/** RFC 3339 with microseconds, as metav1.MicroTime prints it. */
export const microStamp = (ms: number): string => `${new Date(ms).toISOString().slice(0, 23)}000Z`;

/** Instants counted back from a capture. */
export interface Clock {
  now: number;
  /** RFC 3339 of so many minutes before the capture. */
  ago(minutes: number): string;
}

export function clock(now: string): Clock {
  const at = Date.parse(now);
  return { now: at, ago: (minutes) => stamp(at - minutes * MINUTE) };
}
