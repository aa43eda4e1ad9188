/** Crashes over files, volumes and ports: the settings that forbid them. */
import { objectsIn } from '../../semantics/lenient.ts';
import { specEvidence } from '../evidence.ts';
import type { Finding } from '../finding.ts';
import { containerField } from '../objects/containers.ts';
import { known } from '../state.ts';
import type { CrashState } from './crashFinding.ts';
import type { Exit } from './exits.ts';
import { mountOf } from './mounts.ts';
import { blamedOn, withProof, wordEvidence } from './proof.ts';

/** Who the process runs as, and the volume that it may not use. */
export function permission(finding: Finding, { path = '' }: Record<string, string>, { view }: Exit): Finding {
  const mounted = mountOf(path, view.spec, view.pod);
  const pod = view.pod.spec?.securityContext;
  const user = view.spec?.securityContext?.runAsUser ?? pod?.runAsUser;
  const proof = [
    ...(user === undefined
      ? []
      : [
          view.spec?.securityContext?.runAsUser === undefined
            ? specEvidence(view.pod, 'spec.securityContext.runAsUser', user)
            : containerField(view, 'securityContext.runAsUser', user),
        ]),
    ...(mounted === undefined
      ? []
      : [specEvidence(view.pod, `${view.specPath}.volumeMounts[${mounted.volume.name}].mountPath`, mounted.mountPath)]),
  ];
  return withProof(finding, { user, volume: mounted?.volume.name }, proof);
}

export function readOnly(finding: Finding, { path = '' }: Record<string, string>, { view }: Exit): Finding {
  const mounted = mountOf(path, view.spec, view.pod);
  if (mounted === undefined && view.spec?.securityContext?.readOnlyRootFilesystem) {
    const setting = 'securityContext.readOnlyRootFilesystem';
    return { ...withProof(finding, { setting }, [containerField(view, setting, true)]), confidence: 'confirmed' };
  }
  if (mounted === undefined) return finding;
  const field = `volumeMounts[${mounted.volume.name}].${mounted.readOnly ? 'readOnly' : 'mountPath'}`;
  const setting =
    mounted.volume.configMap || mounted.volume.secret
      ? `the volume ${mounted.volume.name} is a ConfigMap or Secret`
      : field;
  return withProof(finding, { setting }, [containerField(view, field, mounted.readOnly ? true : mounted.mountPath)]);
}

/** The claim behind the path, where there is one. */
export function diskFull(
  finding: Finding,
  { path }: Record<string, string>,
  { view }: Exit,
  state: CrashState,
): Finding {
  const { namespace } = view.pod.metadata;
  const claims = objectsIn(view.pod.spec?.volumes).filter(({ persistentVolumeClaim }) => persistentVolumeClaim);
  const volume = path === undefined ? undefined : mountOf(path, view.spec, view.pod)?.volume;
  const claim = (volume ?? (claims.length === 1 ? claims[0] : undefined))?.persistentVolumeClaim?.claimName;
  if (claim === undefined) return withProof(finding, { volume: volume?.name });
  const object = known(state.find('persistentvolumeclaims', namespace, claim));
  const size = object?.status?.capacity?.storage ?? object?.spec?.resources?.requests?.storage;
  const subject = { apiVersion: 'v1', kind: 'PersistentVolumeClaim', namespace, name: claim };
  const proof =
    object?.status?.capacity?.storage === undefined
      ? []
      : [{ ...specEvidence(subject, 'status.capacity.storage', size), source: 'status' as const }];
  return blamedOn(subject, withProof(finding, { size, volume: volume?.name }, proof), 'claims');
}

/** Another container of the pod with the same port. */
export function addressInUse(finding: Finding, { port }: Record<string, string>, { view }: Exit): Finding {
  const number = Number(port);
  const other = objectsIn(view.pod.spec?.containers).find(
    ({ name, ports }) => name !== view.name && objectsIn(ports).some(({ containerPort }) => containerPort === number),
  );
  const params = { port, other: other && `container ${other.name}`, otherZh: other && `容器 ${other.name}` };
  const proof = [
    ...(other === undefined
      ? []
      : [specEvidence(view.pod, `spec.containers[${other.name}].ports[${number}].containerPort`, number)]),
    ...(view.pod.spec?.hostNetwork ? [specEvidence(view.pod, 'spec.hostNetwork', true)] : []),
    ...wordEvidence({ view } as Exit, port),
  ];
  return withProof(finding, params, proof);
}
