/** Which Services of a cluster look like a Prometheus, best first; nothing of it has been asked yet. */
import type { Service, ServicePort } from '../cluster/objects.ts';

export interface Candidate {
  namespace: string;
  service: string;
  scheme: 'http' | 'https';
  port: number;
  /** Before `/api/v1`; empty, or with a slash at its beginning and none at its end. */
  prefix: string;
}

/** What the operator's object says about the Service that it governs. */
export interface PrometheusObject {
  namespace: string;
  /** `spec.routePrefix`. */
  prefix: string;
}

interface Recogniser {
  is: (name: string, labels: Readonly<Record<string, string>>) => boolean;
  /** The port of the query API where none is called `web`, `http` or the like. */
  port: number;
  /** Undefined: a Prometheus itself, whose operator may know one. */
  prefix?: string;
}

const NAME = 'app.kubernetes.io/name';
const COMPONENT = 'app.kubernetes.io/component';

/** Best first: what sees all stores and replicas comes before a single server. */
const RECOGNISERS: readonly Recogniser[] = [
  {
    is: (_, labels) =>
      /^thanos-(?:query-frontend|query|querier)$/.test(labels[NAME] ?? '') ||
      (labels[NAME] === 'thanos' && /^quer(?:y|ier)(?:-frontend)?$/.test(labels[COMPONENT] ?? '')),
    port: 9090,
    prefix: '',
  },
  { is: (_, labels) => labels['operated-prometheus'] === 'true', port: 9090 },
  {
    is: (_, labels) =>
      (/^(?:kube-)?prometheus$/.test(labels[NAME] ?? '') &&
        /^(?:server|prometheus)$/.test(labels[COMPONENT] ?? 'server')) ||
      /^(?:.*-)?kube-prometheus-stack-prometheus$/.test(labels.app ?? '') ||
      (labels.app === 'prometheus' && (labels.component ?? 'server') === 'server'),
    port: 9090,
  },
  {
    is: (_, labels) => /^(?:vmsingle|victoria-metrics-single)$/.test(labels[NAME] ?? labels.app ?? ''),
    port: 8428,
    prefix: '',
  },
  {
    is: (_, labels) => labels[NAME] === 'vmselect' || labels.app === 'vmselect',
    port: 8481,
    prefix: '/select/0/prometheus',
  },
  { is: (name) => /^prometheus(?:-server|-k8s|-operated)?$/.test(name), port: 9090 },
];

/** Ports of the same Service that serve something else. */
const OTHER_PORTS = /reload|grpc|sidecar|cluster|metrics$/;
const MAX_CANDIDATES = 12;

export function candidatesOf(services: readonly Service[], operated: readonly PrometheusObject[] = []): Candidate[] {
  const ranked = services.flatMap((service) => {
    const rank = rankOf(service);
    const candidate = rank === undefined ? undefined : candidateOf(service, rank, operated);
    return candidate === undefined || rank === undefined ? [] : [{ candidate, rank }];
  });
  const key = ({ namespace, service }: Candidate) => `${namespace}/${service}`;
  ranked.sort((a, b) => a.rank - b.rank || (key(a.candidate) < key(b.candidate) ? -1 : 1));
  return ranked.slice(0, MAX_CANDIDATES).map(({ candidate }) => candidate);
}

function rankOf({ metadata, spec }: Service): number | undefined {
  // An ExternalName leads out of the cluster, to wherever its author wants.
  if (spec?.type === 'ExternalName') return undefined;
  const rank = RECOGNISERS.findIndex(({ is }) => is(metadata.name, metadata.labels ?? {}));
  return rank < 0 ? undefined : rank;
}

function candidateOf(service: Service, rank: number, operated: readonly PrometheusObject[]): Candidate | undefined {
  const { name, namespace } = service.metadata;
  const recogniser = RECOGNISERS[rank];
  if (namespace === undefined || recogniser === undefined) return undefined;
  const port = portOf(service.spec?.ports ?? [], recogniser.port);
  if (port?.port === undefined) return undefined;
  const isTls =
    /https/.test(port.name ?? '') || port.appProtocol === 'https' || port.port === 443 || hasServingCert(service);
  const prefix = recogniser.prefix ?? operated.find((object) => object.namespace === namespace)?.prefix ?? '';
  return { namespace, service: name, scheme: isTls ? 'https' : 'http', port: port.port, prefix };
}

/** OpenShift gives such a Service a certificate, which its ports then want. */
function hasServingCert({ metadata }: Service): boolean {
  return metadata.annotations?.['service.beta.openshift.io/serving-cert-secret-name'] !== undefined;
}

function portOf(ports: readonly ServicePort[], usual: number): ServicePort | undefined {
  const tcp = ports.filter(({ protocol, name }) => (protocol ?? 'TCP') === 'TCP' && !OTHER_PORTS.test(name ?? ''));
  return (
    tcp.find(({ name }) => /^(?:https?-)?(?:web|http|https|query|api)$/.test(name ?? '')) ??
    tcp.find(({ port, targetPort }) => port === usual || targetPort === usual) ??
    tcp[0]
  );
}
