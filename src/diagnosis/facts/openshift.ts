/** OpenShift: Routes that no router admits or whose Service is not there, and ClusterOperators that are degraded. */
import type { CustomObject } from '../../cluster/objects.ts';
import { refOf } from '../../cluster/objects.ts';
import { recordIn, recordsIn, textIn } from '../../semantics/lenient.ts';
import { specEvidence, statusEvidence } from '../evidence.ts';
import { defineFact, type Finding } from '../finding.ts';
import { conditionEvidence, conditionIs, hasLasted, scoped } from '../objects/conditions.ts';
import type { State } from '../state.ts';

const NEEDS = ['routes', 'clusteroperators', 'services'] as const;

export default defineFact({
  id: 'openshift',
  needs: NEEDS,
  find: (state) => [
    ...scoped('routes', state).flatMap((route) => routeFindings(route, state)),
    ...state.list('clusteroperators').flatMap((operator) => operatorFindings(operator, state.now)),
  ],
});

function routeFindings(route: CustomObject, state: State<(typeof NEEDS)[number]>): Finding[] {
  const { namespace } = route.metadata;
  const spec = recordIn(route.spec);
  const to = textIn(recordIn(spec.to).name);
  const host = textIn(spec.host);
  const base = { code: 'RouteNotServed' as const, subject: refOf(route), confidence: 'confirmed' as const };
  if (to !== undefined && state.find('services', namespace, to) === 'absent') {
    const params = { host, reason: 'ServiceNotFound', detail: `Service ${to} does not exist (not found)` };
    return [{ ...base, params, evidence: [specEvidence(route, 'spec.to.name', to)] }];
  }
  return recordsIn(recordIn(route.status).ingress).flatMap(({ routerName, conditions }) =>
    recordsIn(conditions)
      .filter(({ type, status }) => type === 'Admitted' && status === 'False')
      .map(
        (one): Finding => ({
          ...base,
          params: { host, reason: textIn(one.reason), detail: textIn(one.message) ?? '' },
          evidence: [
            statusEvidence(
              route,
              `status.ingress[${routerName}].conditions[Admitted].message`,
              one.message ?? one.reason,
            ),
          ],
          since: textIn(one.lastTransitionTime),
        }),
      ),
  );
}

/** Available False breaks what it operates; Degraded True is trouble that its operator could not mend. */
function operatorFindings(operator: CustomObject, now: number): Finding[] {
  const down = conditionIs(operator, 'Available', 'False');
  const bad = down ?? conditionIs(operator, 'Degraded', 'True');
  if (bad === undefined || !hasLasted(bad, now)) return [];
  return [
    {
      code: 'ClusterOperatorDegraded',
      subject: refOf(operator),
      confidence: 'confirmed',
      params: { state: down === undefined ? 'Degraded' : 'not Available', reason: bad.reason, message: bad.message },
      evidence: [conditionEvidence(operator, bad)],
      since: bad.at,
    },
  ];
}
