/** Words for workloads whose replicas are not there. */
import type { CodeWords } from './words.ts';

export const WORKLOAD_CODES = {
  WorkloadUnavailable: {
    family: 'rollout',
    role: 'symptom',
    severity: 'critical',
    runbook: 'rollout',
    title: {
      en: '{subject} has {ready} of {desired} replicas ready',
      zh: '{subject} 期望 {desired} 个副本,只有 {ready} 个就绪',
    },
    explanation: {
      en: '{subject} wants {desired} replicas and has {ready} ready[[, {updated} of them of the newest revision]].',
      zh: '{subject} 期望 {desired} 个副本,就绪 {ready} 个[[,其中最新版本 {updated} 个]]。',
    },
  },
  WorkloadDegraded: {
    family: 'general',
    role: 'symptom',
    severity: 'warning',
    title: {
      en: '{subject} is up, and calls to it fail',
      zh: '{subject} 在运行,但对它的调用失败',
    },
    explanation: {
      en: 'The pods of {subject} are ready and its Service leads to them, yet callers report errors from it.',
      zh: '{subject} 的 Pod 已就绪,Service 也指向它们,但调用方报告来自它的错误。',
    },
  },
} as const satisfies Record<string, CodeWords>;
