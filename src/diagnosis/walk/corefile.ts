/** What the configuration of the cluster's DNS makes of a name: one that it rewrites to a Service that is not there. */
import type { ObjectRef, Pod } from '../../cluster/objects.ts';
import { refOf } from '../../cluster/objects.ts';
import { rewriteOf } from '../../semantics/corefile.ts';
import { specEvidence } from '../evidence.ts';
import type { Step } from '../finding.ts';
import { ABSENT, known, type State } from '../state.ts';

type CorefileState = State<'configmaps' | 'services'>;

/** The Corefile that a DNS pod mounts, and the ConfigMap that holds it. */
export function corefileOf(server: Pod, state: CorefileState): { ref: ObjectRef; text: string } | undefined {
  for (const volume of server.spec?.volumes ?? []) {
    const name = volume.configMap?.name;
    const map = name === undefined ? undefined : known(state.find('configmaps', server.metadata.namespace, name));
    const text = map?.data?.Corefile;
    if (map !== undefined && typeof text === 'string') return { ref: refOf(map), text };
  }
  return undefined;
}

/** `service.namespace.svc…`: what CoreDNS answers for a Service. */
const SERVICE_NAME = /^([a-z0-9-]+)\.([a-z0-9-]+)\.svc(?:\.|$)/;

/** The rule that leads a name to a Service that does not exist. */
export function deadRewrite(host: string, server: Pod, state: CorefileState): Step[] {
  const config = corefileOf(server, state);
  const rule = config && rewriteOf(config.text, host);
  const [, service, namespace] = SERVICE_NAME.exec(rule?.to ?? '') ?? [];
  if (config === undefined || rule === undefined || service === undefined) return [];
  if (state.find('services', namespace, service) !== ABSENT) return [];
  return [
    {
      cause: {
        code: 'DnsRewriteToNothing',
        subject: config.ref,
        about: host,
        confidence: 'confirmed',
        params: { host, to: rule.to, service: `${namespace}/${service}` },
        evidence: [specEvidence(config.ref, 'data.Corefile', rule.line)],
      },
      chain: [{ from: refOf(server), relation: 'readsConfig', to: config.ref }],
    },
  ];
}
