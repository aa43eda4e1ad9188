/** Objects that a control plane makes by itself: a capture may leave them out, so they are never missing from it. */
import type { KindName } from '../kinds.ts';

const SYSTEM_NAMESPACES = new Set(['kube-system', 'kube-public', 'kube-node-lease']);

/** Names by kind, in every namespace or cluster-scoped. */
const ANYWHERE: Partial<Record<KindName, RegExp>> = {
  configmaps: /^(kube-root-ca\.crt|openshift-service-ca\.crt|istio-ca-root-cert)$/,
  serviceaccounts: /^(default|builder|deployer)$/,
  namespaces: /^(default|kube-system|kube-public|kube-node-lease)$/,
  priorityclasses: /^system-(cluster|node)-critical$/,
  clusterroles: /^(cluster-admin|admin|edit|view|system:.*)$/,
  clusterrolebindings: /^(cluster-admin|system:.*)$/,
  roles: /^system:/,
  rolebindings: /^system:/,
  apiservices: /^v\d+[a-z0-9]*\.(|apps|batch|autoscaling|policy|events\.k8s\.io|[a-z.]+\.k8s\.io)$/,
};

/** Whether a control plane makes an object of that name wherever it is needed. */
export const isMadeAnywhere = (kind: KindName, name: string): boolean => ANYWHERE[kind]?.test(name) ?? false;

/** Names by kind in the namespaces of the system; `.` alone: whatever it is called. */
const IN_SYSTEM: Partial<Record<KindName, RegExp>> = {
  configmaps:
    /^(extension-apiserver-authentication|kube-apiserver-legacy-service-account-token-tracking|cluster-info|kubeadm-config|kubelet-config.*|kube-proxy|coredns)$/,
  serviceaccounts: /./,
  roles: /./,
  rolebindings: /./,
  leases: /./,
  controllerrevisions: /./,
  secrets: /^(bootstrap-token-.*|k3s-.*|.*\.node-password\.k3s)$/,
};

/**
 * True for such an object. Of what runs in the system's namespaces, a capture may hold parts: a kind of which it holds
 * nothing there was left out.
 */
export function isMadeByControlPlane(
  kind: KindName,
  namespace: string | undefined,
  name: string,
  held: ReadonlyMap<KindName, ReadonlySet<string>>,
): boolean {
  if (ANYWHERE[kind]?.test(name)) return kind !== 'apiservices' || !/\.metrics\.k8s\.io$/.test(name);
  if (namespace === 'default' && (kind === 'services' || kind === 'endpointslices')) return name === 'kubernetes';
  if (namespace === undefined || !SYSTEM_NAMESPACES.has(namespace)) return false;
  return IN_SYSTEM[kind]?.test(name) === true || held.get(kind)?.has(namespace) !== true;
}
