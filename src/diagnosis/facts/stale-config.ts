/**
 * A configuration that was edited after the pods had read it: environment variables and files mounted by subPath stay as
 * they were at the start of the container. Source: Kubernetes documentation, "Mounted ConfigMaps are updated automatically".
 */
import type { Container, ObjectRef, Pod } from '../../cluster/objects.ts';
import { refKey, refOf } from '../../cluster/objects.ts';
import { objectsIn } from '../../semantics/lenient.ts';
import { editsOf } from '../change/edits.ts';
import { specEvidence, statusEvidence } from '../evidence.ts';
import { defineFact, type Finding } from '../finding.ts';
import { podsOf, templateOf, WORKLOAD_KINDS, workloadObject, workloadsInScope } from '../objects/workloads.ts';
import { known, type State } from '../state.ts';

const NEEDS = [...WORKLOAD_KINDS, 'configmaps'] as const;
type StaleState = State<(typeof NEEDS)[number]>;

/** Everybody edits configurations and restarts later: it matters where somebody misses the effect. */
const ASKED =
  /config|setting|flag|toggle|switch|env\b|variable|still (?:the )?old|no effect|not (?:applied|picked|taking|reloaded)|配置|开关|环境变量|没生效|不生效|未生效|没有生效|还是旧|还是老/;
/** Writing and starting at once is one rollout. */
const SLACK_MS = 2 * 60_000;
const RECENT_MS = 7 * 24 * 3_600_000;

export default defineFact({
  id: 'stale-config',
  needs: NEEDS,
  find: (state) => (ASKED.test(state.focus.text) ? candidates(state).flatMap((one) => staleIn(one, state)) : []),
});

/** The workloads that are named, else those of the namespaces asked about. */
function candidates(state: StaleState): ObjectRef[] {
  const scope = workloadsInScope(state).map(refOf);
  const named = new Set(state.focus.objects.map(({ ref }) => refKey(ref)));
  const asked = scope.filter((ref) => named.has(refKey(ref)));
  return asked.length > 0 ? asked : scope.slice(0, MAX_WORKLOADS);
}
const MAX_WORKLOADS = 40;

/** One use of a ConfigMap that no edit reaches. */
interface FixedUse {
  map: string;
  path: string;
  value: string;
}

function staleIn(workload: ObjectRef, state: StaleState): Finding[] {
  const object = workloadObject(workload, state);
  const spec = object === undefined ? undefined : templateOf(object)?.spec;
  const uses = objectsIn(spec?.containers).flatMap((container) => fixedUses(container, spec?.volumes ?? []));
  const pods = podsOf(workload, state).filter(({ status }) => status?.phase === 'Running');
  const maps = new Map(uses.map((use) => [use.map, use]));
  return [...maps.values()].flatMap((use) => findingOf(workload, use, pods, state) ?? []);
}

function fixedUses(
  container: Container,
  volumes: readonly { name: string; configMap?: { name?: string } }[],
): FixedUse[] {
  const path = `spec.template.spec.containers[${container.name}]`;
  const whole = objectsIn(container.envFrom).flatMap(({ configMapRef }) =>
    configMapRef?.name === undefined
      ? []
      : [{ map: configMapRef.name, path: `${path}.envFrom.configMapRef.name`, value: configMapRef.name }],
  );
  const single = objectsIn(container.env).flatMap(({ name, valueFrom }) => {
    const map = valueFrom?.configMapKeyRef?.name;
    return map === undefined ? [] : [{ map, path: `${path}.env[${name}].valueFrom.configMapKeyRef.name`, value: map }];
  });
  const files = objectsIn(container.volumeMounts).flatMap(({ name, subPath }) => {
    const map = volumes.find((volume) => volume.name === name)?.configMap?.name;
    return map === undefined || subPath === undefined
      ? []
      : [{ map, path: `${path}.volumeMounts[${name}].subPath`, value: subPath }];
  });
  return [...files, ...whole, ...single];
}

function findingOf(workload: ObjectRef, use: FixedUse, pods: readonly Pod[], state: StaleState): Finding | undefined {
  const map = known(state.find('configmaps', workload.namespace, use.map));
  const edit = map && editsOf(map)[0];
  const started = (pod: Pod): number => Date.parse(pod.status?.startTime ?? '');
  const stale = edit === undefined ? [] : pods.filter((pod) => Date.parse(edit.at) - started(pod) > SLACK_MS);
  const [pod] = stale;
  if (map === undefined || edit === undefined || pod === undefined || state.now - Date.parse(edit.at) > RECENT_MS)
    return undefined;
  return {
    code: 'ConfigStale',
    subject: workload,
    about: use.map,
    confidence: 'likely',
    params: {
      map: use.map,
      how: use.path.endsWith('.subPath') ? 'subPath' : 'env',
      file: use.path.endsWith('.subPath') ? use.value : undefined,
      edited: edit.at,
      by: edit.by,
      started: pod.status?.startTime,
      pods: stale.length,
      all: pods.length,
    },
    evidence: [
      specEvidence(workload, use.path, use.value),
      statusEvidence(pod, 'status.startTime', pod.status?.startTime),
      statusEvidence(map, 'metadata.managedFields.time', edit.at, edit.at),
    ],
    since: edit.at,
    affects: [{ ref: refOf(map), relation: 'readsConfig' }],
  };
}
