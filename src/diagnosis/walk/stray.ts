/** A selector that catches more than was meant: pods of another workload, which do not serve what is dialled, get a share of the calls. */
import type { Pod } from '../../cluster/objects.ts';
import { refKey, refOf } from '../../cluster/objects.ts';
import { stringMap } from '../../semantics/lenient.ts';
import { portsOfService, targetPortOnPod } from '../../semantics/servicePort.ts';
import { specEvidence } from '../evidence.ts';
import type { Step } from '../finding.ts';
import { workloadOf } from '../objects/workloads.ts';
import { nameOf } from '../words/fill.ts';
import { type ServiceCall, type ServiceWalkState, step } from './call.ts';

/** Where the pods of one workload declare the target port and those of another do not, the latter are strays. */
export function strayPods({ service, port }: ServiceCall, ready: readonly Pod[], state: ServiceWalkState): Step[] {
  const byWorkload = Map.groupBy(ready, (pod) => refKey(workloadOf(pod, state)));
  if (byWorkload.size < 2) return [];
  const dialled = portsOfService(service).filter((one) => port === undefined || one.port === port || one.name === port);
  const declares = (pod: Pod): boolean =>
    dialled.some((one) => {
      const verdict = targetPortOnPod(service, one, pod);
      return verdict.pass === true && verdict.declaredBy !== undefined;
    });
  const firsts = [...byWorkload.values()].flatMap(([pod]) => pod ?? []);
  const meant = firsts.find(declares);
  const stray = firsts.find((pod) => !declares(pod));
  if (meant === undefined || stray === undefined || dialled.length === 0) return [];
  const strays = byWorkload.get(refKey(workloadOf(stray, state))) ?? [];
  const selector = stringMap(service.spec?.selector);
  const own = labelOfItsOwn(meant, stray, selector);
  return [
    step(service, {
      code: 'ServiceSelectsOthers',
      subject: refOf(service),
      confidence: 'likely',
      params: {
        selector: textOf(selector),
        stray: nameOf(workloadOf(stray, state)),
        meant: nameOf(workloadOf(meant, state)),
        port: dialled[0]?.port,
        share: `${strays.length} of ${ready.length}`,
        label: own && textOf(own),
        patch: own && JSON.stringify({ spec: { selector: own } }),
      },
      evidence: [
        ...Object.entries(selector).map(([key, value]) => specEvidence(service, `spec.selector.${key}`, value)),
        ...Object.keys(selector).map((key) =>
          specEvidence(stray, `metadata.labels.${key}`, stray.metadata.labels?.[key]),
        ),
      ],
      affects: [{ ref: workloadOf(stray, state), relation: 'selects' }],
    }),
  ];
}

/** A label that the pods that are meant have and the strays do not, and that no rollout changes. */
function labelOfItsOwn(meant: Pod, stray: Pod, selector: Record<string, string>): Record<string, string> | undefined {
  const labels = Object.entries(stringMap(meant.metadata.labels));
  const own = labels.find(
    ([key, value]) =>
      selector[key] === undefined && stray.metadata.labels?.[key] !== value && !/hash|revision|version/.test(key),
  );
  return own && { [own[0]]: own[1] };
}

const textOf = (labels: Record<string, string>): string =>
  Object.entries(labels)
    .map(([key, value]) => `${key}=${value}`)
    .join(',');
