/** What an init container waits for: a call that its log or its command names, or a Job. */
import type { Job, ObjectRef } from '../../cluster/objects.ts';
import { refKey, refOf } from '../../cluster/objects.ts';
import { stringsIn } from '../../semantics/lenient.ts';
import { type CrashState, NEEDS } from '../container/crashFinding.ts';
import { commandLine, type WaitTarget, waitedJobIn, waitTargetIn } from '../container/waitTarget.ts';
import { logEvidence } from '../evidence.ts';
import { callFinding } from '../facts/failing-calls.ts';
import { waitingInits } from '../facts/init-waiting.ts';
import { complaintsIn } from '../facts/log-complaints.ts';
import { defineWhy, type Finding, type Step } from '../finding.ts';
import { failingCall } from '../log/calls.ts';
import { COMPLAINT_KINDS } from '../log/complaintFinding.ts';
import { logRecords } from '../log/read.ts';
import type { LogRecord } from '../log/records.ts';
import { type ContainerView, containerField } from '../objects/containers.ts';
import { known } from '../state.ts';

export default defineWhy({
  id: 'init-waiting',
  needs: [...new Set([...NEEDS, ...COMPLAINT_KINDS])],
  explains: ['InitContainerWaiting'],
  why({ subject, about }, state) {
    const group = waitingInits(state).find(
      ({ workload, name }) => name === about && refKey(workload) === refKey(subject),
    );
    const [view] = group?.views ?? [];
    if (view === undefined) return [];
    const line = commandLine(view, subject, state);
    const records = logRecords(state, view.pod, view.name, { priority: 1 }) ?? [];
    const job = awaitedJob(subject, `${view.name} ${line} ${records.at(-1)?.text ?? ''}`, state);
    if (job !== undefined) return [onJob(subject, refOf(job), view, records)];
    const complaints = complaintsIn(records, view.pod, view.name, state).filter(
      ({ code }) => code !== 'ApplicationErrors',
    );
    if (complaints.length > 0) return complaints.map((cause) => ({ cause, chain: [] }));
    const call = records.map(failingCall).findLast((one) => one !== undefined && !one.weak);
    if (call !== undefined) return [{ cause: callFinding([call], view.pod, view.name, subject), chain: [] }];
    const named = records
      .map(({ text }) => waitTargetIn(text))
      .findLast((one) => one !== undefined && isHost(one, subject, state));
    const target = waitTargetIn(line) ?? named;
    return target === undefined ? [] : [{ cause: waiting(subject, target, view, records), chain: [] }];
  },
});

/** A word of a sentence counts as a host where it is a Service, or is written as only hosts are. */
const isHost = ({ host, port }: WaitTarget, { namespace }: ObjectRef, state: CrashState): boolean =>
  port !== undefined || host.includes('.') || known(state.find('services', namespace, host)) !== undefined;

const MIGRATION = /migrat|schema|revision|db-?init|init-?db|seed|bootstrap/i;

/** The Job that a command names, or the unfinished one of its kind, where the wait is for a migration. */
function awaitedJob({ namespace, name }: ObjectRef, said: string, state: CrashState): Job | undefined {
  const named = waitedJobIn(said);
  const unfinished = state
    .list('jobs', namespace)
    .filter((job) => job.metadata.namespace === namespace && (job.status?.succeeded ?? 0) === 0);
  const exact = unfinished.find((job) => job.metadata.name === named);
  if (exact !== undefined || !MIGRATION.test(said)) return exact;
  const likely = unfinished.filter((job) => MIGRATION.test(job.metadata.name));
  return likely.find((job) => job.metadata.name.startsWith(name)) ?? (likely.length === 1 ? likely[0] : undefined);
}

/** The Job's own trouble is told by others; this is the way to it. */
function onJob(from: ObjectRef, job: ObjectRef, view: ContainerView, records: readonly LogRecord[]): Step {
  const last = records.at(-1);
  const evidence = (['command', 'args'] as const).flatMap((field) => {
    const words = stringsIn(view.spec?.[field]);
    const index = words.findIndex((word) => word.includes(job.name));
    return index < 0 ? [] : [containerField(view, `${field}[${index}]`, words[index])];
  });
  const quote = last === undefined ? [] : [logEvidence(view.pod, view.name, last.raw)];
  return {
    cause: {
      code: 'JobAwaited',
      subject: job,
      confidence: 'possible',
      evidence: [...evidence, ...quote],
      params: { waiting: from.name },
    },
    chain: [{ from, relation: 'precededBy', to: job }],
  };
}

function waiting(
  subject: ObjectRef,
  { host, port, byName }: WaitTarget,
  view: ContainerView,
  records: readonly LogRecord[],
): Finding {
  const target = port === undefined ? host : `${host}:${port}`;
  const failure = byName ? 'dns' : 'unavailable';
  const last = records.at(-1);
  const words = [...stringsIn(view.spec?.command), ...stringsIn(view.spec?.args)];
  const word = words.find((one) => one.includes(host));
  const field = view.spec?.command?.includes(word ?? '') ? 'command' : 'args';
  return {
    code: 'CallFailing',
    subject,
    about: `${target} ${failure}`,
    confidence: 'possible',
    params: { target, host, port, failure, count: Math.max(1, records.length) },
    evidence: [
      ...(last === undefined ? [] : [logEvidence(view.pod, view.name, last.raw)]),
      ...(word === undefined ? [] : [containerField(view, `${field}[${view.spec?.[field]?.indexOf(word)}]`, word)]),
    ],
  };
}
