/** Ingresses whose class, backend or TLS is not there, or whose backend takes no calls. */
import type { Ingress } from '../../cluster/objects.ts';
import { refOf } from '../../cluster/objects.ts';
import {
  backendVerdict,
  type IngressRoute,
  ingressClassOf,
  ingressRoutes,
  tlsVerdicts,
} from '../../semantics/ingressRoute.ts';
import type { Failed } from '../../semantics/verdict.ts';
import { specEvidence } from '../evidence.ts';
import { defineFact, type Finding } from '../finding.ts';
import { known, type State } from '../state.ts';
import { SERVICE_WALK_KINDS } from '../walk/call.ts';
import type { Code } from '../words/codes.ts';

export const NEEDS = [...SERVICE_WALK_KINDS, 'ingresses', 'ingressclasses', 'secrets'] as const;
type IngressState = State<(typeof NEEDS)[number]>;

export default defineFact({
  id: 'ingresses',
  needs: NEEDS,
  find: (state) =>
    state
      .list('ingresses')
      .flatMap((ingress) => [
        ...classFindings(ingress, state),
        ...backendsOf(ingress, state),
        ...tlsOf(ingress, state),
      ]),
});

/** That no class of the cluster has the name that an Ingress asks for. */
export function classFindings(ingress: Ingress, state: IngressState): Finding[] {
  const classes = state.list('ingressclasses');
  if (!state.complete('ingressclasses')) return [];
  const verdict = ingressClassOf(ingress, classes);
  // Controllers may serve a class of the annotation, or Ingresses without one, without any IngressClass object.
  if (verdict.pass || verdict.reason !== 'IngressClassMissing' || classes.length === 0) return [];
  const name = ingress.spec?.ingressClassName ?? '';
  return [
    finding(ingress, 'IngressClassMissing', verdict, {
      class: name,
      classes: classes.map(({ metadata }) => metadata.name).join(', '),
    }),
  ];
}

function backendsOf(ingress: Ingress, state: IngressState): Finding[] {
  const { namespace } = ingress.metadata;
  const services = state.list('services', namespace);
  if (!state.complete('services', namespace)) return [];
  return ingressRoutes(ingress).flatMap((route): Finding[] => {
    const verdict = backendVerdict(ingress, route, services);
    if (verdict.pass !== false) return [];
    const params = {
      service: route.backend.service?.name,
      port: String(route.backend.service?.port?.number ?? route.backend.service?.port?.name ?? ''),
      host: hostOf(route),
      path: route.urlPath,
    };
    return [
      finding(
        ingress,
        verdict.reason === 'BackendServiceMissing' ? 'IngressBackendMissing' : 'IngressPortMissing',
        verdict,
        params,
      ),
    ];
  });
}

const hostOf = (route: IngressRoute): string => route.host ?? '*';

/** Secrets of TLS entries, where Secrets may be read. */
function tlsOf(ingress: Ingress, state: IngressState): Finding[] {
  const { namespace } = ingress.metadata;
  const entries = ingress.spec?.tls ?? [];
  const found = entries.flatMap(({ secretName }) =>
    secretName === undefined ? [] : [{ secretName, secret: state.find('secrets', namespace, secretName) }],
  );
  if (found.some(({ secret }) => secret === 'unknown')) return [];
  const secrets = found.flatMap(({ secret }) => known(typeof secret === 'string' ? 'absent' : secret) ?? []);
  return tlsVerdicts(ingress, secrets).flatMap((verdict, index): Finding[] =>
    verdict.pass
      ? []
      : [
          finding(ingress, 'IngressTlsBroken', verdict, {
            secret: entries[index]?.secretName,
            reason: verdict.reason,
            detail: verdict.detail,
          }),
        ],
  );
}

function finding(ingress: Ingress, code: Code, verdict: Failed, params: Finding['params']): Finding {
  return {
    code,
    subject: refOf(ingress),
    about: String(params?.service ?? params?.secret ?? ''),
    confidence: 'confirmed',
    params,
    evidence: verdict.by
      .filter(({ value }) => value !== '')
      .slice(0, 5)
      .map(({ object, path, value }) => specEvidence(object, path, value)),
  };
}
