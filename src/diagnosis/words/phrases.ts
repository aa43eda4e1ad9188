/** The sentences of a result that belong to no code. */
import type { Cause, DiagnosisResult, Language } from '../result.ts';

interface Phrases {
  /** @param missing what was asked about by name and does not exist. */
  summary(status: DiagnosisResult['status'], causes: readonly Cause[], other: number, missing?: string): string;
  moreGaps(count: number): string;
  moreCauses(count: number): string;
  moreNotices(count: number): string;
  andMore(count: number): string;
  cut: string;
  checked: {
    workloads(count: number): string;
    pods(count: number): string;
    services(count: number): string;
    nodes(count: number): string;
    claims(count: number): string;
    logs(count: number): string;
    focus(name: string, state: string): string;
  };
}

const sentences = (titles: readonly string[], stop: string): string =>
  titles.map((title) => title.replace(/[.。]$/, '')).join(stop);

const en: Phrases = {
  summary(status, causes, other, missing) {
    const elsewhere =
      other > 0
        ? ` ${other} other problem${other === 1 ? '' : 's'} found that ${other === 1 ? 'does' : 'do'} not explain what was asked.`
        : '';
    if (missing !== undefined && causes.length === 0)
      return `${missing} was not found: check the kind, the name and the namespace.${elsewhere}`;
    if (status === 'healthy') return `No problem found in what was asked about.${elsewhere}`;
    if (status === 'incomplete')
      return `No cause found, but something that could hide one could not be read; see the gaps.${elsewhere}`;
    const [first, ...rest] = causes;
    const more =
      rest.length > 0
        ? ` Also: ${sentences(
            rest.slice(0, 3).map(({ title }) => title),
            '; ',
          )}.`
        : '';
    return `${first?.title.replace(/\.$/, '') ?? ''}.${more}${elsewhere}`;
  },
  moreGaps: (count) => `${count} more gaps`,
  moreCauses: (count) => `${count} more causes`,
  moreNotices: (count) => `and ${count} more notices like these`,
  andMore: (count) => `(and ${count} more)`,
  cut: 'left out of this result; narrow the question to see them',
  checked: {
    workloads: (count) => `${count} workload${count === 1 ? '' : 's'}: replicas, rollouts and restarts`,
    pods: (count) => `${count} pod${count === 1 ? '' : 's'}: phase, containers, probes and scheduling`,
    services: (count) => `${count} Service${count === 1 ? '' : 's'}: selectors, ports and endpoints`,
    nodes: (count) => `${count} node${count === 1 ? '' : 's'}: readiness and pressure`,
    claims: (count) => `${count} volume claim${count === 1 ? '' : 's'}: binding`,
    logs: (count) => `logs of ${count} container${count === 1 ? '' : 's'}: failing calls and errors`,
    focus: (name, state) => `${name}: ${state}`,
  },
};

const zh: Phrases = {
  summary(status, causes, other, missing) {
    const elsewhere = other > 0 ? `另发现 ${other} 个与所问无关的问题。` : '';
    if (missing !== undefined && causes.length === 0)
      return `未找到 ${missing}:请检查类型、名称和命名空间。${elsewhere}`;
    if (status === 'healthy') return `所问对象未发现问题。${elsewhere}`;
    if (status === 'incomplete') return `未找到原因,但有可能隐藏原因的数据无法读取,见缺口列表。${elsewhere}`;
    const [first, ...rest] = causes;
    const more =
      rest.length > 0
        ? `此外:${sentences(
            rest.slice(0, 3).map(({ title }) => title),
            ';',
          )}。`
        : '';
    return `${first?.title.replace(/[.。]$/, '') ?? ''}。${more}${elsewhere}`;
  },
  moreGaps: (count) => `另有 ${count} 个缺口`,
  moreCauses: (count) => `另有 ${count} 个原因`,
  moreNotices: (count) => `另有 ${count} 条类似提示`,
  andMore: (count) => `(另有 ${count} 个)`,
  cut: '未列入本结果;缩小问题范围即可查看',
  checked: {
    workloads: (count) => `${count} 个工作负载:副本、发布与重启`,
    pods: (count) => `${count} 个 Pod:阶段、容器、探针与调度`,
    services: (count) => `${count} 个 Service:选择器、端口与端点`,
    nodes: (count) => `${count} 个节点:就绪与压力`,
    claims: (count) => `${count} 个存储卷声明:绑定`,
    logs: (count) => `${count} 个容器的日志:失败的调用与错误`,
    focus: (name, state) => `${name}:${state}`,
  },
};

export const phrases: Record<Language, Phrases> = { en, zh };
