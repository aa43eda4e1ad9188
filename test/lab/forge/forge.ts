import type { Incident } from '../incident.ts';
import type { Kube } from '../objects.ts';
import { random } from '../random.ts';
import { Snapshot } from '../snapshot.ts';
import { PLATFORMS } from '../world/platform.ts';
import { worldManifests } from '../world/world.ts';
import { expand } from './controllers.ts';
import { withDefaults } from './defaults.ts';
import { forgeEndpoints } from './endpoints.ts';
import { forgeNodes } from './nodes.ts';
import type { World } from './pods.ts';
import { settleControllers } from './settle.ts';
import { bind } from './volumes.ts';

export const metricsService = (): Kube => ({
  apiVersion: 'apiregistration.k8s.io/v1',
  kind: 'APIService',
  metadata: { name: 'v1beta1.metrics.k8s.io', labels: { 'k8s-app': 'metrics-server' } },
  spec: {
    group: 'metrics.k8s.io',
    version: 'v1beta1',
    groupPriorityMinimum: 100,
    versionPriority: 100,
    insecureSkipTLSVerify: true,
    service: { name: 'metrics-server', namespace: 'kube-system', port: 443 },
  },
  status: {
    conditions: [
      {
        type: 'Available',
        status: 'True',
        reason: 'Passed',
        message: 'all checks passed',
        lastTransitionTime: '2025-01-20T06:11:09Z',
      },
    ],
  },
});

/** What a control plane keeps in every namespace by itself. */
const furniture = (namespace: string): Kube[] => [
  { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name: 'default', namespace } },
  {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: {
      name: 'kube-root-ca.crt',
      namespace,
      annotations: {
        'kubernetes.io/description':
          'Contains a CA bundle that can be used to verify the kube-apiserver when using internal endpoints such as the internal service IP or kubernetes.default.svc.',
      },
    },
    data: { 'ca.crt': '-----BEGIN CERTIFICATE-----\nMIIDBTCCAe2gAwIBAgIIREDACTED\n-----END CERTIFICATE-----\n' },
  },
];

/** The cluster of a forged incident: healthy as its controllers would have made it, then edited, then settled again. */
export function forge(incident: Incident): Snapshot {
  const platform = PLATFORMS[incident.platform];
  const { manifests, apps } = worldManifests(incident);
  const snapshot = new Snapshot([], apps, incident.now, incident.id);
  const rng = random(`forge:${incident.id}`);
  const nodes = forgeNodes(platform, 4, snapshot.clock, rng);
  const world: World = {
    clock: snapshot.clock,
    random: rng,
    nodes: nodes.filter((n) => n.kind === 'Node'),
    podNet: platform.podNet,
    pods: rng.int(0, 40),
  };
  const namespaces = manifests.filter((m) => m.kind === 'Namespace').map((m) => m.metadata.name);
  for (const n of namespaces.concat('default')) snapshot.add(...furniture(n));
  snapshot.add(...nodes, metricsService());
  for (const m of manifests) {
    snapshot.add(...expand(withDefaults(structuredClone(m)), world));
  }
  for (const claim of snapshot.all('PersistentVolumeClaim'))
    if (!claim.status) snapshot.add(...bind(claim, platform, world));
  incident.edit?.(snapshot);
  settleControllers(snapshot);
  forgeEndpoints(snapshot);
  return snapshot;
}
