/** The shipped manifests, as objects. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseAllDocuments } from 'yaml';
import { z } from 'zod';

export interface Rule {
  apiGroups: string[];
  resources: string[];
  verbs: string[];
}

const manifest = z.looseObject({
  apiVersion: z.string(),
  kind: z.string(),
  metadata: z.looseObject({ name: z.string(), namespace: z.string().optional() }),
});
export type Manifest = z.infer<typeof manifest>;

/** Every file under deploy/ that `make deploy` applies, and the example of the Secret. */
export const manifestFiles: readonly string[] = [
  'deploy/k8s-simple.yaml',
  'deploy/rbac.yaml',
  ...readdirSync('deploy/configmap').map((file) => join('deploy/configmap', file)),
  'deploy/secrets/core.yaml.example',
];

export function readManifests(file: string): Manifest[] {
  return parseAllDocuments(readFileSync(file, 'utf8')).map((document) => manifest.parse(document.toJS()));
}

/** The only manifest of that kind in deploy/k8s-simple.yaml or deploy/rbac.yaml. */
export function oneManifest(kind: string): Manifest {
  const found = ['deploy/k8s-simple.yaml', 'deploy/rbac.yaml'].flatMap(readManifests).filter((m) => m.kind === kind);
  const [first] = found;
  if (first === undefined || found.length > 1) throw new Error(`${found.length} manifests of kind ${kind}`);
  return first;
}

const podSpec = z.looseObject({
  serviceAccountName: z.string(),
  containers: z.tuple([
    z.looseObject({
      image: z.string(),
      args: z.array(z.string()),
      ports: z.tuple([z.object({ name: z.string(), containerPort: z.number() })]),
      volumeMounts: z.array(z.looseObject({ name: z.string(), mountPath: z.string() })),
    }),
  ]),
});

/** What the Deployment makes a pod of. */
export function podTemplate() {
  const deployment = z.object({
    spec: z.object({ template: z.object({ metadata: z.looseObject({}), spec: podSpec }) }),
  });
  return deployment.parse(oneManifest('Deployment')).spec.template;
}

export function readerRules(): Rule[] {
  const rule = z.strictObject({
    apiGroups: z.array(z.string()),
    resources: z.array(z.string()),
    verbs: z.array(z.string()),
  });
  return z.object({ rules: z.array(rule) }).parse(oneManifest('ClusterRole')).rules;
}
