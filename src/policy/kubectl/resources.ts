/** Kinds as people type them: short names, singulars and plurals of the built-in ones, and which belong to no namespace. */

/** Plural, then other names; from the discovery of Kubernetes 1.28 … 1.37. */
const NAMESPACED = [
  'bindings binding',
  'configmaps configmap cm',
  'endpoints endpoint ep',
  'events event ev',
  'limitranges limitrange limits',
  'persistentvolumeclaims persistentvolumeclaim pvc',
  'pods pod po',
  'podtemplates podtemplate',
  'replicationcontrollers replicationcontroller rc',
  'resourcequotas resourcequota quota',
  'secrets secret',
  'serviceaccounts serviceaccount sa',
  'services service svc',
  'controllerrevisions controllerrevision',
  'daemonsets daemonset ds',
  'deployments deployment deploy',
  'replicasets replicaset rs',
  'statefulsets statefulset sts',
  'horizontalpodautoscalers horizontalpodautoscaler hpa',
  'cronjobs cronjob cj',
  'jobs job',
  'leases lease',
  'endpointslices endpointslice',
  'ingresses ingress ing',
  'networkpolicies networkpolicy netpol',
  'poddisruptionbudgets poddisruptionbudget pdb',
  'rolebindings rolebinding',
  'roles role',
  'csistoragecapacities csistoragecapacity',
  'resourceclaims resourceclaim',
  'resourceclaimtemplates resourceclaimtemplate',
  'all',
];
const CLUSTER_SCOPED = [
  'componentstatuses componentstatus cs',
  'namespaces namespace ns',
  'nodes node no',
  'persistentvolumes persistentvolume pv',
  'mutatingwebhookconfigurations mutatingwebhookconfiguration',
  'validatingwebhookconfigurations validatingwebhookconfiguration',
  'validatingadmissionpolicies validatingadmissionpolicy',
  'validatingadmissionpolicybindings validatingadmissionpolicybinding',
  'mutatingadmissionpolicies mutatingadmissionpolicy',
  'mutatingadmissionpolicybindings mutatingadmissionpolicybinding',
  'customresourcedefinitions customresourcedefinition crd crds',
  'apiservices apiservice',
  'certificatesigningrequests certificatesigningrequest csr',
  'clustertrustbundles clustertrustbundle',
  'flowschemas flowschema',
  'prioritylevelconfigurations prioritylevelconfiguration',
  'ingressclasses ingressclass',
  'ipaddresses ipaddress ip',
  'servicecidrs servicecidr',
  'runtimeclasses runtimeclass',
  'clusterrolebindings clusterrolebinding',
  'clusterroles clusterrole',
  'deviceclasses deviceclass',
  'resourceslices resourceslice',
  'priorityclasses priorityclass pc',
  'csidrivers csidriver',
  'csinodes csinode',
  'storageclasses storageclass sc',
  'volumeattachments volumeattachment',
  'volumeattributesclasses volumeattributesclass vac',
  'storageversionmigrations storageversionmigration',
];

export interface ResourceName {
  /** The plural where it is known, else as typed; `name.group` where a group was typed. */
  kind: string;
  /** Undefined: not known. */
  namespaced: boolean | undefined;
}

const KNOWN: ReadonlyMap<string, ResourceName> = new Map(
  [
    ...NAMESPACED.map((names) => [names, true] as const),
    ...CLUSTER_SCOPED.map((names) => [names, false] as const),
  ].flatMap(([names, namespaced]) => {
    const [kind = '', ...others] = names.split(' ');
    return [kind, ...others].map((name) => [name, { kind, namespaced }] as const);
  }),
);

/** Groups in which the built-in kinds lie; in any other, a kind of the same name is somebody else's. */
const BUILT_IN =
  /^(?:|apps|batch|autoscaling|policy|extensions|v\d\w*|(?:v\d\w*\.)?(?:apps|batch|autoscaling|policy|extensions)|(?:v\d\w*\.)?[a-z0-9-]+\.k8s\.io)$/;

/** What `pods`, `deploy`, `deployments.apps`, `ingresses.v1.networking.k8s.io` name. */
export function resourceOf(typed: string): ResourceName {
  const [name = '', ...rest] = typed.toLowerCase().split('.');
  const group = rest.join('.');
  const known = KNOWN.get(name);
  if (known === undefined) return { kind: typed.toLowerCase(), namespaced: undefined };
  if (!BUILT_IN.test(group)) return { kind: `${known.kind}.${group}`, namespaced: undefined };
  return known;
}
