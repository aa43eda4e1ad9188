import { oldRestart } from './faults.ts';
import type { Snapshot } from './snapshot.ts';

/** Old trouble of a healthy neighbour: a restart days ago and a probe that failed for a moment within the hour. */
export function stale(s: Snapshot, app: string, days: number): void {
  const [first, second] = s.pods(app);
  if (first) oldRestart(s, first, { exitCode: 137, reason: 'OOMKilled', days, count: 3 });
  const shaken = second ?? first;
  if (!shaken) return;
  const address = `http://${shaken.status?.podIP}:8080/healthz`;
  s.event(
    shaken,
    'Unhealthy',
    `Readiness probe failed: Get "${address}": context deadline exceeded (Client.Timeout exceeded while awaiting headers)`,
    { first: 55, last: 52, count: 3, container: shaken.spec?.containers?.[0]?.name },
  );
}
