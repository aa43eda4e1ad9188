/** The kinds that an API server of the newest supported release serves by itself: what discovery tells of them. */

/** One kind as the API serves it. */
export interface Resource {
  group: string;
  version: string;
  /** Plural in the URL. */
  resource: string;
  singular: string;
  kind: string;
  namespaced: boolean;
  shortNames: readonly string[];
  categories: readonly string[];
  /** False for what can only be created, such as access reviews: listed, so that clients get a sentence for an answer. */
  readable: boolean;
}

/** Rows by `group/version`: plural, kind, scope, and where there are some short names, categories, `create` alone. */
const ROWS: Record<string, string> = {
  v1: `
    bindings Binding namespaced create
    componentstatuses ComponentStatus cluster short=cs
    configmaps ConfigMap namespaced short=cm
    endpoints Endpoints namespaced short=ep
    events Event namespaced short=ev
    limitranges LimitRange namespaced short=limits
    namespaces Namespace cluster short=ns
    nodes Node cluster short=no
    persistentvolumeclaims PersistentVolumeClaim namespaced short=pvc
    persistentvolumes PersistentVolume cluster short=pv
    pods Pod namespaced short=po category=all
    podtemplates PodTemplate namespaced
    replicationcontrollers ReplicationController namespaced short=rc category=all
    resourcequotas ResourceQuota namespaced short=quota
    secrets Secret namespaced
    serviceaccounts ServiceAccount namespaced short=sa
    services Service namespaced short=svc category=all
  `,
  'apiregistration.k8s.io/v1': `
    apiservices APIService cluster category=api-extensions
  `,
  'apps/v1': `
    controllerrevisions ControllerRevision namespaced
    daemonsets DaemonSet namespaced short=ds category=all
    deployments Deployment namespaced short=deploy category=all
    replicasets ReplicaSet namespaced short=rs category=all
    statefulsets StatefulSet namespaced short=sts category=all
  `,
  'events.k8s.io/v1': `
    events Event namespaced short=ev
  `,
  'authentication.k8s.io/v1': `
    selfsubjectreviews SelfSubjectReview cluster create
    tokenreviews TokenReview cluster create
  `,
  'authorization.k8s.io/v1': `
    localsubjectaccessreviews LocalSubjectAccessReview namespaced create
    selfsubjectaccessreviews SelfSubjectAccessReview cluster create
    selfsubjectrulesreviews SelfSubjectRulesReview cluster create
    subjectaccessreviews SubjectAccessReview cluster create
  `,
  'autoscaling/v2': `
    horizontalpodautoscalers HorizontalPodAutoscaler namespaced short=hpa category=all
  `,
  'autoscaling/v1': `
    horizontalpodautoscalers HorizontalPodAutoscaler namespaced short=hpa category=all
  `,
  'batch/v1': `
    cronjobs CronJob namespaced short=cj category=all
    jobs Job namespaced category=all
  `,
  'certificates.k8s.io/v1': `
    certificatesigningrequests CertificateSigningRequest cluster short=csr
    clustertrustbundles ClusterTrustBundle cluster
    podcertificaterequests PodCertificateRequest namespaced
  `,
  'networking.k8s.io/v1': `
    ingressclasses IngressClass cluster
    ingresses Ingress namespaced short=ing
    ipaddresses IPAddress cluster short=ip
    networkpolicies NetworkPolicy namespaced short=netpol
    servicecidrs ServiceCIDR cluster
  `,
  'policy/v1': `
    poddisruptionbudgets PodDisruptionBudget namespaced short=pdb
  `,
  'rbac.authorization.k8s.io/v1': `
    clusterrolebindings ClusterRoleBinding cluster
    clusterroles ClusterRole cluster
    rolebindings RoleBinding namespaced
    roles Role namespaced
  `,
  'storage.k8s.io/v1': `
    csidrivers CSIDriver cluster
    csinodes CSINode cluster
    csistoragecapacities CSIStorageCapacity namespaced
    storageclasses StorageClass cluster short=sc
    volumeattachments VolumeAttachment cluster
    volumeattributesclasses VolumeAttributesClass cluster short=vac
  `,
  'admissionregistration.k8s.io/v1': `
    mutatingadmissionpolicies MutatingAdmissionPolicy cluster category=api-extensions
    mutatingadmissionpolicybindings MutatingAdmissionPolicyBinding cluster category=api-extensions
    mutatingwebhookconfigurations MutatingWebhookConfiguration cluster category=api-extensions
    validatingadmissionpolicies ValidatingAdmissionPolicy cluster category=api-extensions
    validatingadmissionpolicybindings ValidatingAdmissionPolicyBinding cluster category=api-extensions
    validatingwebhookconfigurations ValidatingWebhookConfiguration cluster category=api-extensions
  `,
  'apiextensions.k8s.io/v1': `
    customresourcedefinitions CustomResourceDefinition cluster short=crd/crds category=api-extensions
  `,
  'scheduling.k8s.io/v1': `
    priorityclasses PriorityClass cluster short=pc
  `,
  'coordination.k8s.io/v1': `
    leases Lease namespaced
  `,
  'node.k8s.io/v1': `
    runtimeclasses RuntimeClass cluster
  `,
  'discovery.k8s.io/v1': `
    endpointslices EndpointSlice namespaced
  `,
  'resource.k8s.io/v1': `
    deviceclasses DeviceClass cluster
    devicetaintrules DeviceTaintRule cluster
    resourceclaims ResourceClaim namespaced
    resourceclaimtemplates ResourceClaimTemplate namespaced
    resourceslices ResourceSlice cluster
  `,
  'flowcontrol.apiserver.k8s.io/v1': `
    flowschemas FlowSchema cluster
    prioritylevelconfigurations PriorityLevelConfiguration cluster
  `,
  'storagemigration.k8s.io/v1': `
    storageversionmigrations StorageVersionMigration cluster
  `,
};

/** All of them, in the order in which a server lists its groups. */
export const BUILTIN_RESOURCES: readonly Resource[] = Object.entries(ROWS).flatMap(([groupVersion, rows]) =>
  rows
    .trim()
    .split('\n')
    .map((row) => resourceOf(groupVersion, row.trim())),
);

function resourceOf(groupVersion: string, row: string): Resource {
  const [resource = '', kind = '', scope, ...more] = row.split(' ');
  const slash = groupVersion.indexOf('/');
  const listed = (key: string) =>
    more
      .find((word) => word.startsWith(key))
      ?.slice(key.length)
      .split('/') ?? [];
  return {
    group: slash < 0 ? '' : groupVersion.slice(0, slash),
    version: groupVersion.slice(slash + 1),
    resource,
    singular: kind.toLowerCase(),
    kind,
    namespaced: scope === 'namespaced',
    shortNames: listed('short='),
    categories: listed('category='),
    readable: !more.includes('create'),
  };
}
