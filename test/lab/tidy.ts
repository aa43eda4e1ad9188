import type { Incident } from './incident.ts';
import type { Kube } from './objects.ts';
import { hash } from './random.ts';
import type { Snapshot } from './snapshot.ts';

const clean = (map?: Record<string, string>): Record<string, string> | undefined => {
  const kept = Object.entries(map ?? {}).filter(
    ([k]) => !/^(kubebox|lab)\//.test(k) && !k.startsWith('kubectl.kubernetes.io/last-applied'),
  );
  return kept.length ? Object.fromEntries(kept) : undefined;
};

/** Who changed what by hand or by a tool; what controllers wrote is dropped, it is half of a capture's size. */
function trimFields(o: Kube, keep: boolean): void {
  const fields = o.metadata.managedFields?.filter(
    (f) =>
      !f.subresource &&
      !['Event', 'Lease', 'EndpointSlice', 'Pod', 'Node'].includes(o.kind) &&
      !/^(kubebox|kube-(controller|scheduler|apiserver))/.test(f.manager),
  );
  for (const f of fields ?? [])
    if (f.manager === 'kubectl-client-side-apply' && JSON.stringify(f).length > 600) f.fieldsV1 = { 'f:spec': {} };
  if (keep && fields?.length) o.metadata.managedFields = fields;
  else delete o.metadata.managedFields;
}

const PUBLIC = /\.crt$/;
const redact = (data?: Record<string, string>): Record<string, string> | undefined =>
  data &&
  Object.fromEntries(
    Object.entries(data).map(([k, v]) => [k, PUBLIC.test(k) ? v : Buffer.from('REDACTED').toString('base64')]),
  );

const RANK = ['apiVersion', 'kind', 'metadata', 'data', 'spec', 'status'];
const ordered = (o: Kube): Kube => ({
  apiVersion: '',
  kind: '',
  metadata: { name: '' },
  ...Object.fromEntries(Object.entries(o).sort(([a], [b]) => RANK.indexOf(a) - RANK.indexOf(b))),
});

function tidyObject(o: Kube, keep: boolean): Kube {
  o.metadata.annotations = clean(o.metadata.annotations);
  const template = o.spec?.template?.metadata;
  if (template?.annotations) template.annotations = clean(template.annotations);
  trimFields(o, keep);
  if (o.kind === 'Secret') o.data = redact(o.data);
  return JSON.parse(JSON.stringify(ordered(o))) as Kube;
}

/** Takes the laboratory's own marks out of the objects, replaces secret values and trims managedFields. */
export function tidy(snapshot: Snapshot, incident: Incident): void {
  const keep = hash(`fields:${incident.id}`) % 3 === 0;
  const text = (incident.rename ?? []).reduce(
    (all, [from, to]) => all.replaceAll(from, to),
    JSON.stringify(snapshot.objects.map((o) => tidyObject(o, keep))),
  );
  snapshot.objects = JSON.parse(text) as Kube[];
}
