/** What this API server serves: one aggregated read (KEP-3352), or the older one per group where that is not offered. */
import { RequestFailure } from './failure.ts';
import type { Answer, Transport } from './http.ts';
import { KINDS, type KindName } from './kinds.ts';
import { list, record, text } from './lenient.ts';

/** One kind in the version that is read. */
export interface Resource {
  group: string;
  version: string;
  kind: string;
  /** Plural in the URL. */
  plural: string;
  namespaced: boolean;
  listable: boolean;
}

export interface Discovery {
  /** Every kind, in the version that the server prefers first. */
  resources: readonly Resource[];
  /** `group/version` whose own server does not answer, so that what it serves is not known. */
  silent: ReadonlySet<string>;
  /** True where the server tells this user nothing about what it serves. */
  hidden: boolean;
}

const AGGREGATED = ['v2', 'v2beta1']
  .map((version) => `application/json;g=apidiscovery.k8s.io;v=${version};as=APIGroupDiscoveryList`)
  .concat('application/json')
  .join(',');

/** @throws what the transport throws. */
export async function discover(transport: Transport, signal: AbortSignal): Promise<Discovery> {
  const answers = await Promise.all(['/api', '/apis'].map((path) => transport.get(path, signal, AGGREGATED)));
  for (const answer of answers) assertApiServer(answer);
  const bodies = answers.map(({ status, body }) => (status === 200 ? json(body) : {}));
  const found = await Promise.all(
    bodies.map((body) =>
      body.kind === 'APIGroupDiscoveryList' ? aggregated(body) : perGroup(transport, body, signal),
    ),
  );
  const resources = found.flatMap((part) => part.resources);
  return { resources, silent: new Set(found.flatMap((part) => part.silent)), hidden: resources.length === 0 };
}

/** A refusal (403) still comes from an API server; a web page, a 404 or a 503 does not let anything be read. */
function assertApiServer({ status, body }: Answer): void {
  if (status === 403 || (status === 200 && 'kind' in json(body))) return;
  const message = text(json(body).message);
  if (message !== undefined && status >= 500) {
    throw new RequestFailure(
      'not ready',
      `The API server answers ${status} (${message}); it may still be starting, so try again.`,
    );
  }
  throw new RequestFailure(
    'no API server',
    `What answers at the server address is not a Kubernetes API server (${status}); check the kubeconfig.`,
  );
}

interface Part {
  resources: Resource[];
  silent: string[];
}

function json(body: string): Record<string, unknown> {
  try {
    return record(JSON.parse(body));
  } catch {
    return {};
  }
}

function aggregated(body: Record<string, unknown>): Part {
  const part: Part = { resources: [], silent: [] };
  for (const group of list(body.items).map(record)) {
    const name = text(record(group.metadata).name) ?? '';
    for (const version of list(group.versions).map(record)) {
      const served = text(version.version) ?? '';
      if (version.freshness === 'Stale') part.silent.push(`${name}/${served}`);
      for (const entry of list(version.resources).map(record)) {
        const kind = text(record(entry.responseKind).kind);
        const plural = text(entry.resource);
        if (kind === undefined || plural === undefined) continue;
        const listable = list(entry.verbs).includes('list');
        part.resources.push({
          group: name,
          version: served,
          kind,
          plural,
          namespaced: entry.scope === 'Namespaced',
          listable,
        });
      }
    }
  }
  return part;
}

/** `/api` names versions, `/apis` names groups; each version is then asked what it holds. */
async function perGroup(transport: Transport, body: Record<string, unknown>, signal: AbortSignal): Promise<Part> {
  const core = list(body.versions).filter((version) => typeof version === 'string');
  const versions = [
    ...core.map((version) => ({ group: '', version })),
    ...list(body.groups).map(record).flatMap(groupVersions),
  ];
  const parts = await Promise.all(versions.map(({ group, version }) => oneVersion(transport, group, version, signal)));
  return { resources: parts.flatMap((part) => part.resources), silent: parts.flatMap((part) => part.silent) };
}

function groupVersions(group: Record<string, unknown>): { group: string; version: string }[] {
  const preferred = text(record(group.preferredVersion).version);
  const all = list(group.versions)
    .map(record)
    .flatMap(({ version }) => text(version) ?? []);
  const ordered = preferred === undefined ? all : [preferred, ...all.filter((version) => version !== preferred)];
  return ordered.map((version) => ({ group: text(group.name) ?? '', version }));
}

async function oneVersion(transport: Transport, group: string, version: string, signal: AbortSignal): Promise<Part> {
  const answer = await transport.get(versionPath(group, version), signal);
  if (answer.status !== 200) return { resources: [], silent: [`${group}/${version}`] };
  const resources = list(json(answer.body).resources)
    .map(record)
    .flatMap((entry) => {
      const [kind, plural] = [text(entry.kind), text(entry.name)];
      if (kind === undefined || plural === undefined || plural.includes('/')) return [];
      return [
        {
          group,
          version,
          kind,
          plural,
          namespaced: entry.namespaced === true,
          listable: list(entry.verbs).includes('list'),
        },
      ];
    });
  return { resources, silent: [] };
}

/** `/api/v1` or `/apis/GROUP/VERSION`. */
export function versionPath(group: string, version: string): string {
  return group === '' ? `/api/${version}` : `/apis/${group}/${version}`;
}

/**
 * How to read a kind here; undefined where it is not served. Versions that the product knows come first. Where discovery
 * is hidden or the kind's own server is silent, a request decides, so the preferred version is assumed.
 */
export function resourceFor(discovery: Discovery, name: KindName): Resource | undefined {
  const info = KINDS[name];
  const plural = info.resource ?? name;
  const candidates = discovery.resources.filter(
    ({ group, kind }) => group === info.group && kind === info.kind && kind !== '',
  );
  for (const version of info.versions) {
    const found = candidates.find((resource) => resource.version === version);
    if (found !== undefined) return found;
  }
  const silent = info.versions.find((version) => discovery.silent.has(`${info.group}/${version}`));
  const assumed = silent ?? (discovery.hidden && info.builtin ? info.versions[0] : undefined);
  if (assumed === undefined) return undefined;
  return { group: info.group, version: assumed, kind: info.kind, plural, namespaced: info.namespaced, listable: true };
}
