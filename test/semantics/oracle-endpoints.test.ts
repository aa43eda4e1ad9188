/** Services, pods and ports against the real EndpointSlice controller: it writes the slices that our rules foretell. */
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { EndpointSlice, Pod, Service } from '../../src/cluster/objects.ts';
import { endpointsVerdict, isReady, podEndpoints, readyAddresses, slicesOf } from '../../src/semantics/endpoints.ts';
import { portsOfService, targetPortOnPod } from '../../src/semantics/servicePort.ts';
import { kubeboxMissing } from '../kubebox.ts';
import { namespace, type RealApi, startRealApi } from './realApi.ts';

const ports = fc.uniqueArray(
  fc.record({
    name: fc.constantFrom('http', 'web', 'dns'),
    containerPort: fc.constantFrom(80, 8080, 5353),
    protocol: fc.constantFrom('TCP', 'TCP', 'UDP'),
  }),
  { maxLength: 2, selector: ({ name }) => name },
);
const labels = fc.record(
  { app: fc.constantFrom('a', 'b', 'c'), tier: fc.constantFrom('x', 'y') },
  { requiredKeys: ['app'] },
);

const podParts = fc.record({
  labels,
  ports,
  sidecar: fc.option(ports, { nil: undefined }),
  sidecarStays: fc.boolean(),
  phase: fc.constantFrom('Running', 'Running', 'Running', 'Pending', 'Succeeded', 'Failed'),
  ready: fc.boolean(),
  ip: fc.boolean(),
  deleted: fc.constantFrom(false, false, true),
});

const servicePorts = fc.uniqueArray(
  fc.record({
    port: fc.constantFrom(80, 81, 82),
    protocol: fc.constantFrom('TCP', 'TCP', 'UDP'),
    targetPort: fc.constantFrom<number | string | undefined>('http', 'web', 'dns', 'none', 8080, undefined),
  }),
  { minLength: 1, maxLength: 3, selector: ({ port }) => port },
);
const serviceParts = fc.record({
  selector: fc.record(
    { app: fc.constantFrom('a', 'b', 'c', 'd'), tier: fc.constantFrom('x', 'y') },
    { requiredKeys: ['app'] },
  ),
  ports: servicePorts,
  headless: fc.boolean(),
  publishNotReadyAddresses: fc.boolean(),
});

const sample = <T>(arbitrary: fc.Arbitrary<T>, count: number): T[] =>
  fc.sample(arbitrary, { seed: 21, numRuns: count });

const pods = sample(podParts, 70).map((parts, i): Pod => {
  const ip = `10.1.0.${i + 1}`;
  const deletion = parts.deleted
    ? { deletionTimestamp: '2026-03-01T00:00:00Z', deletionGracePeriodSeconds: 3600, finalizers: ['x.io/hold'] }
    : {};
  const sidecar = {
    name: 's',
    image: 'i',
    ports: parts.sidecar,
    ...(parts.sidecarStays ? { restartPolicy: 'Always' } : {}),
  };
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: `p${i}`, namespace: 'shop', labels: parts.labels, uid: `pod-${i}`, ...deletion },
    spec: {
      nodeName: 'n',
      containers: [{ name: 'c', image: 'i', ports: parts.ports }],
      ...(parts.sidecar === undefined ? {} : { initContainers: [sidecar] }),
    },
    status: {
      phase: parts.phase,
      conditions: [{ type: 'Ready', status: parts.ready ? 'True' : 'False' }],
      ...(parts.ip ? { podIP: ip, podIPs: [{ ip }] } : {}),
    },
  };
});
const services = sample(serviceParts, 30).map((parts, i): Service => {
  const clusterIP = parts.headless ? 'None' : `10.0.0.${i + 1}`;
  return {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name: `s${i}`, namespace: 'shop', uid: `service-${i}` },
    spec: {
      type: 'ClusterIP',
      clusterIP,
      clusterIPs: [clusterIP],
      ipFamilies: ['IPv4'],
      ipFamilyPolicy: 'SingleStack',
      selector: parts.selector,
      publishNotReadyAddresses: parts.publishNotReadyAddresses,
      ports: parts.ports.map((port) => ({ ...port, name: `p${port.port}` })),
    },
  };
});
const node = { apiVersion: 'v1', kind: 'Node', metadata: { name: 'n' }, status: {} };

/** `pod ready serving terminating port=number …`, one line an endpoint. */
function foretold(service: Service): string[] {
  return podEndpoints(service, pods)
    .filter(({ state }) => state !== 'finished' && state !== 'noIP')
    .map(({ pod, state }) => {
      const terminating = pod.metadata.deletionTimestamp !== undefined;
      const targets = portsOfService(service).flatMap((port) => {
        const target = targetPortOnPod(service, port, pod);
        const number = target.pass === true ? target.port : target.pass === undefined ? port.targetPort : undefined;
        return number === undefined ? [] : [`${port.name}=${port.protocol}/${number}`];
      });
      const conditions = [state === 'ready', isReady(pod), terminating];
      return [pod.metadata.name, ...conditions, ...targets.sort()].join(' ');
    })
    .sort();
}

function written(slices: readonly EndpointSlice[]): string[] {
  return slices
    .flatMap((slice) =>
      (slice.endpoints ?? []).map(({ targetRef, conditions }) => {
        const targets = (slice.ports ?? []).map(({ name, protocol, port }) => `${name}=${protocol}/${port}`);
        const { ready, serving, terminating } = conditions ?? {};
        return [targetRef?.name, ready, serving, terminating, ...targets.sort()].join(' ');
      }),
    )
    .sort();
}

describe.skipIf(kubeboxMissing !== undefined)(`the real controller (${kubeboxMissing ?? 'present'})`, () => {
  let api: RealApi;
  let slices: EndpointSlice[] = [];
  beforeAll(async () => {
    api = await startRealApi([...namespace('shop'), node, ...pods, ...services], {
      controllers: 'endpointslice-controller',
    });
    const done = (): boolean => services.every((service) => slicesOf(service, slices).length > 0);
    // Of a Service with several slices the first is there before the others: what has settled is the whole.
    let before = '';
    for (let attempt = 0, still = 0; attempt < 600 && !(done() && still >= 20); attempt++) {
      await new Promise((resolve) => setTimeout(resolve, 100));
      const path = '/apis/discovery.k8s.io/v1/namespaces/shop/endpointslices';
      slices = (await api.send<{ items: EndpointSlice[] }>('GET', path)).body.items.map((slice) => ({
        ...slice,
        apiVersion: 'discovery.k8s.io/v1',
        kind: 'EndpointSlice',
      }));
      const now = JSON.stringify(slices);
      still = now === before ? still + 1 : 0;
      before = now;
    }
  });
  afterAll(() => api?.stop());

  it('writes the endpoints that we foretell', () => {
    const ours = services.map((service) => [service.metadata.name, foretold(service)]);
    const theirs = services.map((service) => [service.metadata.name, written(slicesOf(service, slices))]);
    expect(ours).toEqual(theirs);
    expect(services.flatMap(foretold).length).toBeGreaterThan(60);
  });

  it('has ready addresses where we say that calls find somebody', () => {
    const draining = (service: Service): boolean =>
      podEndpoints(service, pods).some(({ pod, state }) => state === 'terminating' && isReady(pod));
    const verdicts = services.map((service) => endpointsVerdict(service, { pods, slices }).pass);
    const ready = services.map((s) => readyAddresses(slicesOf(s, slices)).length > 0 || draining(s));
    expect(verdicts).toEqual(ready);
    expect(new Set(verdicts)).toEqual(new Set([true, false]));
  });
});
