/** Services of type LoadBalancer that never got an address: asked about, or said by their controller's own event. */
import type { Service } from '../../cluster/objects.ts';
import { refKey, refOf } from '../../cluster/objects.ts';
import { objectsIn } from '../../semantics/lenient.ts';
import { eventEvidence, specEvidence } from '../evidence.ts';
import { defineFact, type Finding } from '../finding.ts';
import type { State } from '../state.ts';

const NEEDS = ['services', 'events'] as const;
const FAILED =
  /^(?:SyncLoadBalancerFailed|AllocationFailed|CreatingLoadBalancerFailed|FailedDeployModel|FailedBuildModel|LoadBalancerFailed|FailedAllocation|ProvisioningFailed|UnAvailableLoadBalancer)$/;
const ASKED = /external[- ]?ip|load ?balancer|\blb\b|公网|外部 ?ip|负载均衡|外网/i;
/** A cloud takes some minutes to make one. */
const MADE_WITHIN_MS = 10 * 60_000;

export default defineFact({
  id: 'load-balancers',
  needs: NEEDS,
  find: (state) => state.list('services').flatMap((service) => pending(service, state)),
});

function pending(service: Service, state: State<(typeof NEEDS)[number]>): Finding[] {
  const { spec, status, metadata } = service;
  if (spec?.type !== 'LoadBalancer' || objectsIn(status?.loadBalancer?.ingress).length > 0) return [];
  if ((spec.externalIPs ?? []).length > 0 || metadata.deletionTimestamp !== undefined) return [];
  if (!(state.now - Date.parse(metadata.creationTimestamp ?? '') > MADE_WITHIN_MS)) return [];
  const named = state.focus.objects.some(({ ref }) => refKey(ref) === refKey(refOf(service)));
  const failed = state
    .events(refOf(service))
    .findLast(
      ({ type, reason = '' }) => FAILED.test(reason) || (type === 'Warning' && /balancer|address|IP/.test(reason)),
    );
  const asked = ASKED.test(state.focus.text);
  // Test clusters have no controller for them and never miss it: without a question or an event it is a choice.
  if (failed === undefined && !asked && !named) return [];
  return [
    {
      code: 'LoadBalancerPending',
      subject: refOf(service),
      confidence: failed === undefined ? 'likely' : 'confirmed',
      params: {
        message: failed?.message,
        class: spec.loadBalancerClass,
        address: spec.loadBalancerIP,
        controller: failed?.source?.component ?? failed?.reportingComponent,
      },
      evidence: [
        ...(failed === undefined ? [] : [eventEvidence(failed)]),
        specEvidence(service, 'spec.type', 'LoadBalancer'),
        ...(spec.loadBalancerClass === undefined
          ? []
          : [specEvidence(service, 'spec.loadBalancerClass', spec.loadBalancerClass)]),
      ],
      since: failed?.firstTimestamp ?? metadata.creationTimestamp,
    },
  ];
}
