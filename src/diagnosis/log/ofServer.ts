/** A complaint that repeats what a server said: the server's workload is at fault, where it can be told which one it is. */
import type { ObjectRef, Service } from '../../cluster/objects.ts';
import { refKey, refOf } from '../../cluster/objects.ts';
import { specEvidence } from '../evidence.ts';
import type { Finding } from '../finding.ts';
import { originsOf } from '../objects/configOrigin.ts';
import { dependenciesOf } from '../objects/dependencies.ts';
import { type RELATED_KINDS, workloadsBehind } from '../objects/related.ts';
import { workloadOf } from '../objects/workloads.ts';
import { EVERYWHERE, known, type State } from '../state.ts';
import { nameOf } from '../words/fill.ts';
import { failingCall } from './calls.ts';
import type { Complaint } from './complaints.ts';

type ServerState = State<(typeof RELATED_KINDS)[number] | 'configmaps'>;

/** The finding moved to the server: named by the line, else the one dependency with the port of such servers. */
export function ofServer(complaint: Complaint, finding: Finding, state: ServerState): Finding {
  const thing = complaint.thing ?? complaint.name;
  const params = { ...finding.params, thing, said: saidIn(complaint) };
  const server = complaint.row?.ofServer === true ? serverOf(complaint, finding.subject, state) : undefined;
  if (server === undefined) return { ...finding, params };
  const [origin] = thing === undefined ? [] : originsOf(thing, server.workload, state);
  return {
    ...finding,
    subject: server.workload,
    params: { ...params, client: nameOf(finding.subject), origin: origin && `${nameOf(origin.object)} ${origin.path}` },
    evidence: [
      ...finding.evidence,
      ...(origin === undefined || origin.value.length > 300
        ? []
        : [specEvidence(origin.object, origin.path, origin.value)]),
    ],
    affects: [
      {
        ref: finding.subject,
        relation: 'calls',
        chain: [
          { from: finding.subject, relation: 'calls', to: server.service },
          { from: server.service, relation: 'backedBy', to: server.workload },
        ],
      },
    ],
  };
}

/** The part of the line that the pattern found, for the title. */
function saidIn({ row, record, below }: Complaint): string | undefined {
  const found = row?.pattern.exec(below ?? record.text)?.[0];
  return found?.slice(0, 120);
}

function serverOf({ row, record }: Complaint, caller: ObjectRef, state: ServerState) {
  const call = failingCall(record);
  const named =
    call?.weak === false
      ? calledService(call.host, caller, state)
      : dependenciesOf(caller, state).filter(
          ({ service, port }) => row?.port !== undefined && (port ?? service.spec?.ports?.[0]?.port) === row.port,
        );
  const unnamed = named.length === 0 && call?.weak !== false && row !== undefined && !row.ofClients;
  const candidates = unnamed ? neighbours(row.port, caller, state) : named;
  const [only] = candidates;
  if (only === undefined && row?.port === ETCD_PORT) return ownEtcd(state);
  if (only === undefined) return undefined;
  const service = refOf(only.service);
  // A database often has two Services, one of them headless: they lead to one workload.
  const servers = candidates.flatMap((one) =>
    workloadsBehind(one.service.metadata.namespace, one.service.metadata.name, state),
  );
  const [workload] = servers;
  if (workload === undefined || refKey(workload) === refKey(caller)) return undefined;
  if (servers.some((one) => refKey(one) !== refKey(workload))) return undefined;
  return { service, workload };
}

/** The Service that a host names, by its own name or with a pod's before it. */
function calledService(host: string, { namespace }: ObjectRef, state: ServerState): { service: Service }[] {
  const [first = '', second, third] = host.split('.');
  const candidates: [name: string, namespace: string | undefined][] = [
    [first, second ?? namespace],
    [first, namespace],
    ...(second === undefined
      ? []
      : ([
          [second, third ?? namespace],
          [second, namespace],
        ] as [string, string | undefined][])),
  ];
  const service = candidates
    .map(([name, where]) => known(state.find('services', where, name)))
    .find((one) => one !== undefined);
  return service === undefined ? [] : [{ service }];
}

/** Addresses may stand in Secrets: then the one Service with the port of such servers is meant, near by or in the cluster. */
function neighbours(port: number | undefined, { namespace }: ObjectRef, state: ServerState) {
  if (port === undefined) return [];
  const serving = (services: readonly Service[]) =>
    services
      .filter(
        ({ spec }) => spec?.ports?.[0]?.port === port && (spec.clusterIP !== 'None' || spec.selector !== undefined),
      )
      .map((service) => ({ service }));
  const near = serving(state.list('services', namespace).filter(({ metadata }) => metadata.namespace === namespace));
  if (near.length > 0) return near;
  const far = serving(state.list('services', EVERYWHERE));
  // Of several in the cluster none is meant more than another, and each would cost the pods of its namespace.
  return new Set(far.map(({ service }) => service.metadata.namespace)).size === 1 ? far : [];
}

/** What only the control plane's own store says; nothing in a workload's configuration leads there. */
const ETCD_PORT = 2379;

/** The cluster's etcd, where it runs as a pod (managed clusters hide it); reached through the API server. */
function ownEtcd(state: ServerState) {
  const members = state.list('pods', 'kube-system').filter(({ metadata }) => metadata.labels?.component === 'etcd');
  const [first] = members;
  const service = { apiVersion: 'v1', kind: 'Service', namespace: 'default', name: 'kubernetes' };
  return first === undefined ? undefined : { service, workload: workloadOf(first, state) };
}
