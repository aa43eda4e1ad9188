/** HTTPRoutes and GRPCRoutes that no Gateway takes or whose backend is not there, and Gateways that are not programmed. */
import type { CustomObject, ObjectRef } from '../../cluster/objects.ts';
import { refOf } from '../../cluster/objects.ts';
import { parentVerdicts, routeBackendVerdicts, routeStatusFailures } from '../../semantics/gatewayRoute.ts';
import { recordIn, recordsIn, stringsIn, textIn } from '../../semantics/lenient.ts';
import type { Decided, Failed } from '../../semantics/verdict.ts';
import { specEvidence, statusEvidence } from '../evidence.ts';
import { defineFact, type Finding } from '../finding.ts';
import { conditionEvidence, conditionsOf, hasLasted, scoped } from '../objects/conditions.ts';
import { EVERYWHERE, known, type State } from '../state.ts';

const NEEDS = [
  'httproutes',
  'grpcroutes',
  'gateways',
  'gatewayclasses',
  'referencegrants',
  'services',
  'namespaces',
] as const;
type GatewayState = State<(typeof NEEDS)[number]>;

export default defineFact({
  id: 'gateway-routes',
  needs: NEEDS,
  find(state) {
    const routes = [...leadingTo('httproutes', state), ...leadingTo('grpcroutes', state)];
    const parents = new Set(routes.flatMap((route) => parentKeys(route)));
    const gateways = [...(routes.length > 0 ? state.list('gateways', EVERYWHERE) : []), ...scoped('gateways', state)];
    const used = new Map(gateways.map((one) => [`${one.metadata.namespace}/${one.metadata.name}`, one]));
    return [
      ...routes.flatMap((route) => routeFindings(route, state)),
      ...[...used].flatMap(([key, gateway]) => gatewayFindings(gateway, parents.has(key), routes, state)),
    ];
  },
});

/** The routes of the namespaces asked about, and those of others that lead there. */
function leadingTo(kind: 'httproutes' | 'grpcroutes', state: GatewayState): readonly CustomObject[] {
  const { namespaces } = state.focus;
  if (namespaces === undefined) return scoped(kind, state);
  return state
    .list(kind, EVERYWHERE)
    .filter((route) =>
      [route.metadata.namespace, ...backendRefs(route).map(({ namespace }) => textIn(namespace))].some(
        (namespace) => namespace !== undefined && namespaces.includes(namespace),
      ),
    );
}

const backendRefs = (route: CustomObject) =>
  recordsIn(recordIn(route.spec).rules).flatMap((rule) => recordsIn(rule.backendRefs));

const parentKeys = (route: CustomObject): string[] =>
  recordsIn(recordIn(route.spec).parentRefs).map(
    ({ namespace, name }) => `${textIn(namespace) ?? route.metadata.namespace}/${name}`,
  );

function routeFindings(route: CustomObject, state: GatewayState): Finding[] {
  const others = [...new Set(backendRefs(route).flatMap(({ namespace }) => textIn(namespace) ?? []))];
  const namespaces = [route.metadata.namespace, ...others];
  const world = {
    gateways: state.list('gateways', EVERYWHERE),
    services: namespaces.flatMap((namespace) => state.list('services', namespace)),
    referenceGrants: others.flatMap((namespace) => state.list('referencegrants', namespace)),
    namespaces: state.list('namespaces'),
  };
  const known = {
    parents: state.complete('gateways', EVERYWHERE) && state.complete('namespaces'),
    backends: namespaces.every((namespace) => state.complete('services', namespace)),
    grants: others.every((namespace) => state.complete('referencegrants', namespace)),
  };
  const parents = known.parents ? parentVerdicts(route, world) : [];
  const taken = parents.some((verdict) => verdict.pass !== false);
  const backends = known.backends && known.grants ? routeBackendVerdicts(route, world) : [];
  const failed = [...(taken ? [] : parents), ...backends].filter((one): one is Failed => one.pass === false);
  const said = routeStatusFailures(route);
  // A controller's own word counts where the objects show no reason.
  return failed.length > 0
    ? unique(failed).map((verdict) => routeFinding(route, verdict, said))
    : unique(said).map((verdict) => routeFinding(route, verdict, []));
}

const unique = (verdicts: readonly Failed[]): Failed[] => [
  ...new Map(verdicts.map((one) => [`${one.reason} ${one.by[0]?.value}`, one])).values(),
];

function routeFinding(route: CustomObject, verdict: Failed, said: readonly Failed[]): Finding {
  const hosts = stringsIn(recordIn(route.spec).hostnames).join(', ');
  return {
    code: 'GatewayRouteBroken',
    subject: refOf(route),
    about: `${verdict.reason} ${verdict.by[0]?.value ?? ''}`.trim(),
    confidence: 'confirmed',
    params: {
      hosts: hosts || undefined,
      reason: verdict.reason,
      detail: verdict.by[0]?.path.startsWith('status') ? verdict.by[0].value : verdict.detail,
    },
    evidence: evidenceOf(route, [...verdict.by, ...said.flatMap(({ by }) => by)]),
    affects: backendsOf(route).map((ref) => ({ ref, relation: 'routedBy' })),
  };
}

const backendsOf = (route: CustomObject): ObjectRef[] =>
  recordsIn(recordIn(route.spec).rules)
    .flatMap((rule) => recordsIn(rule.backendRefs))
    .map(({ namespace, name }) => ({
      apiVersion: 'v1',
      kind: 'Service',
      namespace: textIn(namespace) ?? route.metadata.namespace,
      name: String(name),
    }));

/** Scalars only: a list or map is no quote. Where nothing else decided, the parent that was asked. */
function evidenceOf(route: CustomObject, by: readonly Decided[]): Finding['evidence'] {
  const scalars = by.filter(
    ({ path, value }) => value !== '' && (path.startsWith('status') || !/^[{[]|, /.test(value)),
  );
  const [parent] = recordsIn(recordIn(route.spec).parentRefs);
  return scalars.length > 0
    ? scalars.slice(0, 6).map(({ object, path, value }) => statusEvidence(object, path, value))
    : [specEvidence(route, 'spec.parentRefs[0].name', parent?.name)];
}

/** A Gateway in use, or of the scope, whose controller does not accept or program it, or whose class is not there. */
function gatewayFindings(
  gateway: CustomObject,
  used: boolean,
  routes: readonly CustomObject[],
  state: GatewayState,
): Finding[] {
  const className = textIn(recordIn(gateway.spec).gatewayClassName);
  const found = className === undefined ? undefined : state.find('gatewayclasses', undefined, className);
  const bad = conditionsOf(gateway).find(
    ({ type, status, at }) =>
      (type === 'Programmed' || type === 'Accepted') && status === 'False' && hasLasted({ at }, state.now),
  );
  // A Gateway that its controller programmed has a class, whether or not the class can be seen.
  const programmed = conditionsOf(gateway).some(({ type, status }) => type === 'Programmed' && status === 'True');
  const classMissing = found === 'absent' && !programmed;
  if (bad === undefined && !classMissing) return [];
  const key = `${gateway.metadata.namespace}/${gateway.metadata.name}`;
  const served = used ? routes.filter((route) => parentKeys(route).includes(key)) : [];
  const listeners = recordsIn(recordIn(gateway.status).listeners).flatMap(({ name, conditions }) =>
    recordsIn(conditions)
      .filter(({ type, status }) => (type === 'ResolvedRefs' || type === 'Programmed') && status === 'False')
      .map(({ type, message }) =>
        statusEvidence(gateway, `status.listeners[${name}].conditions[${type}].message`, message),
      ),
  );
  return [
    {
      code: 'GatewayNotProgrammed',
      subject: refOf(gateway),
      confidence: 'confirmed',
      params: {
        class: className,
        missing: classMissing ? className : undefined,
        reason: bad?.reason,
        message: bad?.message || undefined,
        classes:
          known(found ?? 'absent') === undefined
            ? state
                .list('gatewayclasses')
                .map(({ metadata }) => metadata.name)
                .join(', ')
            : undefined,
      },
      evidence: [
        ...(bad === undefined ? [] : [conditionEvidence(gateway, bad)]),
        ...listeners.slice(0, 3),
        specEvidence(gateway, 'spec.gatewayClassName', className),
      ],
      since: bad?.at,
      affects: served.map((route) => ({ ref: refOf(route), relation: 'routedBy' as const })),
    },
  ];
}
