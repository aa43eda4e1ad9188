/** Why an admission webhook does not answer: its configuration, the Service that it names, what stands behind it. */
import { refOf } from '../../cluster/objects.ts';
import { objectsIn } from '../../semantics/lenient.ts';
import { specEvidence } from '../evidence.ts';
import { defineWhy, type Step } from '../finding.ts';
import { known, type State } from '../state.ts';
import { SERVICE_WALK_KINDS } from '../walk/call.ts';
import { serviceSteps } from '../walk/service.ts';

const NEEDS = [...SERVICE_WALK_KINDS, 'validatingwebhookconfigurations', 'mutatingwebhookconfigurations'] as const;

export default defineWhy({
  id: 'webhook-unavailable',
  needs: NEEDS,
  explains: ['WebhookUnavailable'],
  why(finding, state) {
    const name = String(finding.params?.webhook ?? '');
    const configurations = [
      ...state.list('validatingwebhookconfigurations'),
      ...state.list('mutatingwebhookconfigurations'),
    ];
    const configuration = configurations.find(({ webhooks }) =>
      objectsIn(webhooks).some((webhook) => webhook.name === name),
    );
    const webhook = objectsIn(configuration?.webhooks).find((one) => one.name === name);
    if (configuration === undefined || webhook === undefined) return [];
    const link = { from: finding.subject, relation: 'admittedBy', to: refOf(configuration) };
    const steps = stepsBehind(webhook.clientConfig?.service, state).map(
      ({ cause, chain }): Step => ({
        cause,
        chain: [link, ...chain],
      }),
    );
    if (steps.length > 0) return steps;
    const { namespace, name: service } = webhook.clientConfig?.service ?? {};
    return [
      {
        cause: {
          code: 'WebhookBroken',
          subject: refOf(configuration),
          confidence: 'likely',
          params: {
            webhook: name,
            service: service === undefined ? undefined : `${namespace}/${service}`,
            why: finding.params?.why,
            policy: webhook.failurePolicy ?? 'Fail',
          },
          evidence: [
            ...finding.evidence,
            specEvidence(configuration, `webhooks[${name}].failurePolicy`, webhook.failurePolicy ?? 'Fail'),
          ],
        },
        chain: [link],
      },
    ];
  },
});

function stepsBehind(
  reference: { namespace?: string; name?: string; port?: number } | undefined,
  state: State<(typeof NEEDS)[number]>,
): Step[] {
  if (reference?.name === undefined) return [];
  const found = state.find('services', reference.namespace, reference.name);
  const service = known(found);
  if (service === undefined) return [];
  return serviceSteps({ service, port: reference.port ?? 443, from: undefined }, state).filter(
    ({ cause }) => cause.code !== 'WorkloadDegraded',
  );
}
