/** The commands of a runbook, and real names of a snapshot in the place of their placeholders. */
import type { Snapshot } from '../../src/cluster/snapshot/snapshot.ts';
import type { DiagnosisResult } from '../../src/diagnosis/result.ts';

/** The lines of all fenced blocks. */
export const blocks = (body: string): string[] =>
  [...body.matchAll(/^ *```\w*\n([\s\S]*?)^ *```$/gm)].flatMap(([, text = '']) => text.trim().split(/\n\s*/));

/** kubectl commands that only read and end by themselves (`rollout status` waits), up to the first pipe. */
export function readingCommands(body: string): string[] {
  const typed = [...blocks(body), ...[...body.matchAll(/`(kubectl [^`]+)`/g)].map(([, text = '']) => text)];
  const reading = typed
    .filter((line) => /^kubectl (?:get|describe|top|logs|rollout history|auth|api-resources) /.test(line))
    .filter((line) => !/ -w\b/.test(line))
    .map((line) => line.replace(/ \|(?! *\|).*$/, ''));
  return [...new Set(reading)];
}

/** Kinds behind placeholders that are not called like them. */
const KIND_OF: Readonly<Record<string, string>> = {
  claim: 'PersistentVolumeClaim',
  class: 'StorageClass',
  hpa: 'HorizontalPodAutoscaler',
  budget: 'PodDisruptionBudget',
  quota: 'ResourceQuota',
  policy: 'NetworkPolicy',
  webhook: 'ValidatingWebhookConfiguration',
  caller: 'Pod',
  agent: 'Pod',
};
const WORDS: Readonly<Record<string, string>> = { resource: 'pods', verb: 'get', group: 'apps', kind: 'pod' };

/** What stands for a placeholder such as `pod`: an object of the first cause, else one near it, else `x1`. */
export function namesFrom(snapshot: Snapshot, { rootCauses }: DiagnosisResult): (placeholder: string) => string {
  const [cause] = rootCauses;
  const named = [cause?.subject, ...(cause?.symptoms.map(({ object }) => object) ?? [])].filter(
    (one) => one !== undefined,
  );
  const namespace = named.find((one) => one.namespace !== undefined)?.namespace ?? 'default';
  const objects = snapshot.objects.filter(
    ({ metadata }) => metadata.namespace === undefined || metadata.namespace === namespace,
  );
  const ofKind = (kind: string) => {
    const own = named.find((one) => one.kind === kind && one.namespace === namespace)?.name;
    const begins = named.map(({ name }) => name);
    const all = objects
      .filter((one) => one.kind.toLowerCase() === kind.toLowerCase())
      .map(({ metadata }) => metadata.name);
    return own ?? all.find((name) => begins.some((begin) => name.startsWith(begin))) ?? all[0];
  };
  const pod = objects.find((one) => one.kind === 'Pod' && one.metadata.name === ofKind('Pod'));
  const containers =
    pod !== undefined && 'spec' in pod ? (pod.spec as { containers?: { name: string }[] }).containers : undefined;
  return (placeholder) => {
    if (placeholder === 'namespace') return namespace;
    if (placeholder === 'container') return containers?.[0]?.name ?? 'x1';
    return WORDS[placeholder] ?? ofKind(KIND_OF[placeholder] ?? placeholder) ?? 'x1';
  };
}

export const filled = (command: string, nameOf: (placeholder: string) => string): string =>
  command.replace(/<([a-z-]+)>/g, (_, placeholder: string) => nameOf(placeholder));
