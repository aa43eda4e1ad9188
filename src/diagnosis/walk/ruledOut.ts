/** What a walk along a call found in order before it came to the broken link, as people are told it. */
import type { Pod, Service } from '../../cluster/objects.ts';
import { refOf } from '../../cluster/objects.ts';
import type { Step, Words } from '../finding.ts';
import { nameOf } from '../words/fill.ts';

/** The selector and the readiness of what it selects; `more`: links further on that hold too. */
export function inOrder(
  service: Service,
  selected: number,
  ready: readonly Pod[],
  more: readonly Words[] = [],
): Words[] {
  const name = nameOf(refOf(service));
  const text = Object.entries(service.spec?.selector ?? {})
    .map(([key, value]) => `${key}=${value}`)
    .join(',');
  return [
    {
      en: `The selector of ${name} (${text}): it matches ${selected} pod${selected === 1 ? '' : 's'}`,
      zh: `${name} 的选择器(${text}):匹配 ${selected} 个 Pod`,
    },
    {
      en: `Readiness: ${ready.length} of ${selected} endpoints ${ready.length === 1 ? 'is' : 'are'} ready`,
      zh: `就绪状态:${selected} 个端点中 ${ready.length} 个就绪`,
    },
    ...more,
  ];
}

export const PORT_IN_ORDER: Words = {
  en: 'The port of the Service and its targetPort: the pods serve it',
  zh: 'Service 的端口与 targetPort:Pod 提供该端口',
};

/** The steps with what was ruled out on the way to them, where the cause does not say it itself. */
export const withRuledOut = (steps: readonly Step[], ruledOut: readonly Words[]): Step[] =>
  steps.map((step) => (step.cause.ruledOut === undefined ? { ...step, cause: { ...step.cause, ruledOut } } : step));
