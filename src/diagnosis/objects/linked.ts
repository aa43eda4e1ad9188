/** A cause as a step from an object that it harms. */
import type { ObjectRef } from '../../cluster/objects.ts';
import { type KubeObject, refKey, refOf } from '../../cluster/objects.ts';
import type { Finding, Step } from '../finding.ts';

/** The link is the relation in which the cause says that it harms the object. */
export function linked(from: ObjectRef | KubeObject, cause: Finding): Step {
  const ref = 'metadata' in from ? refOf(from) : from;
  if (refKey(cause.subject) === refKey(ref)) return { cause, chain: [] };
  const relation = cause.affects?.find((one) => refKey(one.ref) === refKey(ref))?.relation ?? 'uses';
  return { cause, chain: [{ from: plain(ref), relation, to: plain(cause.subject) }] };
}

const plain = ({ apiVersion, kind, namespace, name }: ObjectRef): ObjectRef =>
  namespace === undefined ? { apiVersion, kind, name } : { apiVersion, kind, namespace, name };
