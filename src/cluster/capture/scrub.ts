/** What of an object goes into a capture. */
import { managedFieldsOf } from '../fieldTimes.ts';
import { isRecord } from '../lenient.ts';
import type { KubeObject } from '../objects.ts';

const LAST_APPLIED = 'kubectl.kubernetes.io/last-applied-configuration';
type Held = KubeObject & { data?: unknown; stringData?: unknown };

/** Base64 of `*`: the key stays, and is not empty. */
const REMOVED = 'Kg==';

/**
 * A copy that can be given away: without the copy that `kubectl apply` keeps, without Helm's payloads (rendered
 * manifests and values), and with credentials masked by `redact`. When fields were edited is kept.
 */
export function scrub(object: KubeObject, redact: <T>(value: T) => T): KubeObject {
  const { apiVersion, kind, metadata, data, stringData, ...rest }: Held = object;
  const annotations = withoutLastApplied(metadata.annotations);
  const clean = {
    apiVersion,
    kind,
    metadata: annotations === undefined ? metadata : { ...metadata, annotations },
    ...rest,
  };
  // A Secret's values were replaced when they were read; masking them again would leave text that is not base64.
  const isSecret = kind === 'Secret' && apiVersion === 'v1';
  const values = { ...(data === undefined ? {} : { data }), ...(stringData === undefined ? {} : { stringData }) };
  const scrubbed = isSecret ? { ...redact(clean), ...values } : redact({ ...clean, ...values });
  removeHelmRelease(scrubbed);
  const managedFields = managedFieldsOf(object);
  if (managedFields !== undefined) scrubbed.metadata = { ...scrubbed.metadata, managedFields };
  return scrubbed;
}

function withoutLastApplied(annotations: KubeObject['metadata']['annotations']): typeof annotations {
  if (!isRecord(annotations) || !(LAST_APPLIED in annotations)) return annotations;
  const { [LAST_APPLIED]: _, ...rest } = annotations;
  return rest;
}

/** Helm keeps a release in a Secret of its own type, or in a ConfigMap with the label `owner: helm`. */
function removeHelmRelease(object: KubeObject & { type?: unknown; data?: unknown }): void {
  const owner = object.metadata.labels?.owner ?? object.metadata.labels?.OWNER;
  const inSecret = object.kind === 'Secret' && String(object.type).startsWith('helm.sh/release');
  const inConfigMap = object.kind === 'ConfigMap' && (owner === 'helm' || owner === 'TILLER');
  if ((inSecret || inConfigMap) && isRecord(object.data) && 'release' in object.data) {
    object.data = { ...object.data, release: inSecret ? REMOVED : '***' };
  }
}
