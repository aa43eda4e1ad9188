/** ExternalName Services: a CNAME that leads to no Service of this cluster, or is written short. */
import type { Service } from '../../cluster/objects.ts';
import { refOf } from '../../cluster/objects.ts';
import type { Target } from '../../semantics/target.ts';
import { specEvidence } from '../evidence.ts';
import type { Finding } from '../finding.ts';
import { nameOf } from '../words/fill.ts';

/** The finding for a Service whose external name is a cluster name without an answer. */
export function deadAlias(service: Service, target: Extract<Target, { kind: 'missing' }>): Finding {
  const [nearest] = target.elsewhere;
  return {
    code: 'ExternalNameUnresolvable',
    subject: refOf(service),
    confidence: 'confirmed',
    params: {
      target: service.spec?.externalName,
      wanted: `${target.wanted.namespace}/${target.wanted.service}`,
      short: target.failure?.reason === 'ExternalNameNotAbsolute' ? 'true' : undefined,
      nearest: nearest && nameOf(refOf(nearest)),
    },
    evidence: [specEvidence(service, 'spec.externalName', service.spec?.externalName)],
  };
}

/** The finding for a Service whose external name lies outside the cluster and, as a caller was answered, does not exist. */
export const goneAlias = (service: Service, caller: Pick<Finding, 'evidence' | 'since'>): Finding => ({
  code: 'ExternalNameUnresolvable',
  subject: refOf(service),
  confidence: 'likely',
  params: { target: service.spec?.externalName },
  evidence: [specEvidence(service, 'spec.externalName', service.spec?.externalName), ...caller.evidence],
  since: caller.since,
});

/** The namespace that an ExternalName of this cluster names: where its target would be. */
export function aliasNamespace({ spec }: Service): string | undefined {
  if (spec?.type !== 'ExternalName') return undefined;
  const [, namespace, svc] = String(spec.externalName ?? '').split('.');
  return svc === 'svc' || svc === undefined ? namespace : undefined;
}
