import type { Kube } from './objects.ts';

/** A CustomResourceDefinition that admits any fields, as established. */
export const definition = (
  kind: string,
  plural: string,
  group: string,
  version: string,
  scope: 'Namespaced' | 'Cluster' = 'Namespaced',
): Kube => ({
  apiVersion: 'apiextensions.k8s.io/v1',
  kind: 'CustomResourceDefinition',
  metadata: { name: `${plural}.${group}` },
  spec: {
    group,
    names: { kind, plural, singular: kind.toLowerCase(), listKind: `${kind}List` },
    scope,
    versions: [
      {
        name: version,
        served: true,
        storage: true,
        schema: { openAPIV3Schema: { type: 'object', 'x-kubernetes-preserve-unknown-fields': true } },
      },
    ],
  },
  status: {
    acceptedNames: { kind, plural },
    conditions: [
      { type: 'NamesAccepted', status: 'True' },
      { type: 'Established', status: 'True' },
    ],
    storedVersions: [version],
  },
});
