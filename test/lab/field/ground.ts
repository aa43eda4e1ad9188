import { storageClasses } from '../forge/volumes.ts';
import type { Snapshot } from '../snapshot.ts';
import { manifests } from '../world/app.ts';
import type { Platform } from '../world/platform.ts';
import { dnsObjects } from '../world/system.ts';
import { openshiftDns, PRIORITIES } from './base.ts';
import type { Field } from './field.ts';

/** What a distribution brings before anybody deploys anything. */
export function ground(f: Field, p: Platform): void {
  for (const [name, value] of PRIORITIES)
    f.s.add({
      apiVersion: 'scheduling.k8s.io/v1',
      kind: 'PriorityClass',
      metadata: { name },
      value,
      preemptionPolicy: 'PreemptLowerPriority',
    });
  f.put(...storageClasses(p), ...(f.platform === 'openshift' ? [] : dnsObjects()));
  for (const app of [...p.system, ...(p.ingress ? [p.ingress.app] : [])]) {
    f.ns(app.ns);
    f.put(...manifests(app));
  }
  if (f.platform === 'openshift') f.put(openshiftDns());
  if (p.ingress)
    f.put({
      apiVersion: 'networking.k8s.io/v1',
      kind: 'IngressClass',
      metadata: { name: p.ingress.class },
      spec: { controller: p.ingress.controller },
    });
}

/** Before 1.35 the kubelet's events named the container. */
export function oldWording(s: Snapshot): void {
  for (const e of s.all('Event')) {
    const c = /\{(.+)\}/.exec(String((e.involvedObject as { fieldPath?: string }).fieldPath ?? ''))?.[1] ?? '';
    if (e.reason === 'Started') e.message = `Started container ${c}`;
    if (e.reason === 'Pulled') e.message = String(e.message).replace(' and can be accessed by the pod', '');
  }
}
