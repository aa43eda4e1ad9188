/** A port that a Service does not have, seen from who dials it: whose change is the later one, the caller's or the Service's. */
import type { ObjectRef, Service } from '../../cluster/objects.ts';
import { refOf } from '../../cluster/objects.ts';
import { editsOf } from '../change/edits.ts';
import { specEvidence } from '../evidence.ts';
import type { Finding, Step } from '../finding.ts';
import { type ConfigState, type ConfigValue, originsOf } from '../objects/configOrigin.ts';
import { linked } from '../objects/linked.ts';
import { known } from '../state.ts';
import { nameOf } from '../words/fill.ts';

/** The value that names the wrong port as the cause; undefined where none does, or where the Service changed after it. */
export function configuredPort(
  missing: Finding,
  service: Service,
  caller: { subject: ObjectRef; host: string; port: number },
  state: ConfigState,
): Step | undefined {
  const [origin] = originsOf(`${caller.host}:${caller.port}`, caller.subject, state);
  if (origin === undefined || portsEditedAt(service) > editedAt(origin, state)) return undefined;
  const cause: Finding = {
    code: 'ConfiguredPortWrong',
    subject: origin.object,
    about: `${caller.host}:${caller.port}`,
    confidence: 'confirmed',
    params: {
      ...missing.params,
      caller: nameOf(caller.subject),
      service: nameOf(refOf(service)),
      host: caller.host,
      path: origin.path,
    },
    evidence: [
      specEvidence(
        origin.object,
        origin.path,
        origin.value.length > 300 ? `${caller.host}:${caller.port}` : origin.value,
      ),
      ...missing.evidence,
    ],
    affects: [{ ref: caller.subject, relation: 'readsConfig' }],
  };
  return linked(caller.subject, cause);
}

/** RFC 3339; empty where nobody edited the ports after the Service was made. */
const portsEditedAt = (service: Service): string =>
  editsOf(service).find(({ fields }) => fields.some((field) => field.includes('ports')))?.at ?? '';

function editedAt({ object }: ConfigValue, state: ConfigState): string {
  const map = object.kind === 'ConfigMap' ? known(state.find('configmaps', object.namespace, object.name)) : undefined;
  return (map && editsOf(map)[0]?.at) ?? '';
}
