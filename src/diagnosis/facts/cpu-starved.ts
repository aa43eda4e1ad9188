/** Processes whose log says that they do not get the CPU that they need, under a limit that lets them have little. */
import { parseQuantity, unitsAsNumber } from '../../semantics/quantity.ts';
import { logEvidence } from '../evidence.ts';
import { defineFact, type Finding } from '../finding.ts';
import { isLasting } from '../log/lasting.ts';
import { loggingContainers, logRecords } from '../log/read.ts';
import { wantedLogs } from '../log/wanted.ts';
import { containerField, containerViews } from '../objects/containers.ts';
import { RELATED_KINDS } from '../objects/related.ts';
import { workloadOf } from '../objects/workloads.ts';

/** What runtimes and pools print whose threads are not run in time. */
const STARVED =
  /Thread starvation or clock leap detected|\bnr_throttled[ =:"]+[1-9]|\b(?:cpu|cfs)\b.{0,30}\bthrottl(?:ed|ing)\b|\bthrottl(?:ed|ing)\b.{0,30}\b(?:cpu|cfs)\b|event[- ]loop (?:is |was )?(?:blocked|lag(?:ging)?|delay(?:ed)?)\b.{0,20}\d{3,}|Scheduled sending of heartbeat was delayed|as of .{0,40} the heartbeat has been running for|CPU starvation|CPU (?:限流|节流)/i;
/** In cores: who may have more is held back by something else. */
const LITTLE = 1;
/** A collection of garbage stops a process once. */
const ENOUGH = 2;

export default defineFact({
  id: 'cpu-starved',
  needs: RELATED_KINDS,
  find: (state) =>
    wantedLogs(state).flatMap(({ pod, priority }) =>
      loggingContainers(pod).flatMap((name): Finding[] => {
        const view = containerViews(pod).find((one) => one.name === name);
        const limit = view?.spec?.resources?.limits?.cpu;
        const cores = parseQuantity(limit);
        if (view === undefined || cores === undefined || unitsAsNumber(cores) > LITTLE) return [];
        const records = logRecords(state, pod, name, { priority }) ?? [];
        const told = records.filter(({ text }) => STARVED.test(text));
        const last = told.at(-1);
        if (last === undefined || told.length < ENOUGH || !isLasting(told, records, pod, state.now)) return [];
        const iso = (at: number | undefined) => (at === undefined ? undefined : new Date(at).toISOString());
        return [
          {
            code: 'CpuThrottled',
            subject: workloadOf(pod, state),
            about: name,
            confidence: 'likely',
            params: { container: name, limit, said: STARVED.exec(last.text)?.[0].slice(0, 120), count: told.length },
            evidence: [
              logEvidence(pod, name, last.raw, iso(last.at)),
              containerField(view, 'resources.limits.cpu', limit),
            ],
            since: iso(told[0]?.at),
          },
        ];
      }),
    ),
});
