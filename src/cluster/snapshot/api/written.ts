/** Built-in objects as the API server of the newest release writes them, where older ones wrote them differently. */
import type { KubeObject } from '../../objects.ts';
import { isObject, type JsonObject, objectOf } from '../json.ts';
import { withCanonicalQuantities } from './quantities.ts';

/** The object with canonical quantities, without empty times, and with the defaults that came with newer fields. */
export function asWritten(object: KubeObject | JsonObject): JsonObject {
  const written = withCanonicalQuantities({ ...object });
  return isObject(written.spec) ? { ...written, spec: specAsWritten(String(written.kind), written.spec) } : written;
}

function specAsWritten(kind: string, spec: JsonObject): JsonObject {
  const template = timeless(spec.template);
  const jobTemplate = timeless(spec.jobTemplate);
  return {
    ...spec,
    ...(template === undefined ? {} : { template }),
    ...(jobTemplate === undefined
      ? {}
      : { jobTemplate: { ...jobTemplate, spec: specAsWritten('Job', objectOf(jobTemplate.spec)) } }),
    ...(kind === 'StatefulSet' ? { updateStrategy: updateStrategy(spec.updateStrategy) } : {}),
    ...(Array.isArray(spec.volumeClaimTemplates)
      ? { volumeClaimTemplates: spec.volumeClaimTemplates.map((claim) => timeless(claim) ?? claim) }
      : {}),
  };
}

/** A template without the `creationTimestamp: null` that servers before 1.34 wrote; undefined where there is none. */
function timeless(template: unknown): JsonObject | undefined {
  if (!isObject(template)) return undefined;
  if (!isObject(template.metadata) || template.metadata.creationTimestamp !== null) return template;
  const { creationTimestamp: _, ...metadata } = template.metadata;
  return { ...template, metadata };
}

/** `maxUnavailable` of a StatefulSet is served, and is 1 by default, since 1.35. */
function updateStrategy(strategy: unknown): unknown {
  if (!isObject(strategy) || !isObject(strategy.rollingUpdate)) return strategy;
  return { ...strategy, rollingUpdate: { maxUnavailable: 1, ...strategy.rollingUpdate } };
}
