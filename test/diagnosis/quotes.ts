/** Whether evidence was read: the quote stands, word for word, in the field, event or log that it names. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Event, KubeObject, ObjectRef } from '../../src/cluster/objects.ts';
import type { Snapshot } from '../../src/cluster/snapshot/snapshot.ts';
import type { DiagnosisResult, Evidence } from '../../src/diagnosis/result.ts';
import { parseBundle } from '../../src/semantics/certificate.ts';

/** The quotes of a result that do not stand where they are said to stand; run without redaction. */
export function inventedQuotes(result: DiagnosisResult, snapshot: Snapshot): string[] {
  return [...result.rootCauses, ...result.other].flatMap(({ code, evidence }) =>
    evidence
      .filter((one) => !isVerbatim(one, snapshot))
      .map(({ source, object, path, quote }) => `${code}: ${source} ${object.kind}/${object.name} ${path}: ${quote}`),
  );
}

function isVerbatim(evidence: Evidence, snapshot: Snapshot): boolean {
  return placesOf(evidence, snapshot).some((place) => fold(place).includes(evidence.quote));
}

/** Every text that the evidence may quote. */
function placesOf({ object, source, path }: Evidence, { objects, folder = '' }: Snapshot): string[] {
  if (source === 'log') return logsOf(join(folder, 'logs', object.namespace ?? '', object.name), path);
  if (source === 'event') {
    const events = objects.filter((one): one is Event => one.kind === 'Event');
    return events.filter(({ involvedObject }) => isSame(object, involvedObject)).flatMap(scalarsOf);
  }
  const named = objects.filter(({ kind, metadata }) => isSame(object, { kind, ...metadata }));
  return (named.length > 0 ? named : podsOf(object, objects)).flatMap(scalarsOf);
}

/** Of a controller that is not there its pods hold the template. */
const podsOf = ({ namespace, name }: ObjectRef, objects: readonly KubeObject[]): KubeObject[] =>
  objects.filter(
    ({ kind, metadata }) =>
      kind === 'Pod' &&
      metadata.namespace === namespace &&
      metadata.ownerReferences?.some((owner) => owner.name === name),
  );

const isSame = ({ kind, namespace, name }: ObjectRef, other: Partial<ObjectRef> | undefined): boolean =>
  other?.kind === kind && other.name === name && (other.namespace || undefined) === namespace;

/** The current and the previous log of a container. */
function logsOf(folder: string, container: string): string[] {
  const files = [`${container}.log`, `${container}.previous.log`].map((file) => join(folder, file));
  return files.filter((file) => existsSync(file)).map((file) => readFileSync(file, 'utf8'));
}

/** Keys are values too: a finalizer, a label or a key of a ConfigMap. */
function scalarsOf(value: unknown): string[] {
  if (typeof value === 'string') return [value, ...datesOf(value)];
  if (typeof value !== 'object' || value === null) return value === undefined ? [] : [String(value)];
  return Object.entries(value).flatMap(([key, below]) => [key, ...scalarsOf(below)]);
}

/** A certificate is read by its fields, which stand in no text of the object. */
const datesOf = (text: string): string[] =>
  parseBundle(text).flatMap(({ notBefore, notAfter, names }) => [
    `notBefore: ${notBefore.toISOString()}`,
    `notAfter: ${notAfter.toISOString()}`,
    ...names,
  ]);

const fold = (text: string): string => text.replace(/\s+/g, ' ').trim();
