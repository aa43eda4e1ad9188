/** The object that a finding says is not there. */
import type { ObjectRef } from '../../cluster/objects.ts';
import { textIn } from '../../semantics/lenient.ts';
import type { Finding } from '../finding.ts';

/** What is not there: the Service of a host, or the object itself. */
export function missingOf({ code, subject, params }: Finding): ObjectRef | undefined {
  const { apiVersion, kind, namespace, name } = subject;
  if (code !== 'HostNotFound') return { apiVersion, kind, namespace, name };
  const [, where, service] = /^([^/]+)\/([^/]+)$/.exec(textIn(params?.wanted) ?? '') ?? [];
  return service === undefined ? undefined : { apiVersion: 'v1', kind: 'Service', namespace: where, name: service };
}
