/** The words around a result, in both languages. What a cause says itself comes from the table of codes. */
import type { DiagnosisResult, Language } from '../result.ts';

const en = {
  status: { problems: 'Problems found', healthy: 'Healthy', incomplete: 'Incomplete' },
  severity: { critical: 'critical', warning: 'warning' },
  confidence: { confirmed: 'confirmed', likely: 'likely', possible: 'possible' },
  risk: { safe: 'safe', review: 'review first', dangerous: 'dangerous' },
  source: { status: 'status', event: 'event', spec: 'spec', log: 'log', metric: 'metric' },
  rootCauses: 'Root causes',
  rootCause: 'Root cause',
  chain: 'How it leads there',
  evidence: 'Evidence',
  since: 'Since',
  change: 'What changed',
  symptoms: 'It explains',
  ruledOut: 'Ruled out',
  fix: 'Fix',
  runbook: 'Runbook',
  other: 'Other problems, which do not explain the question',
  notices: 'Worth knowing',
  gaps: 'Could not be read',
  checked: 'Checked',
  cluster: 'Cluster',
  context: 'context',
  capturedAt: 'snapshot of',
  unknownCluster: 'unknown',
  scope: 'Scope',
  allNamespaces: 'all readable namespaces',
  objects: (count: number) => `${count} ${count === 1 ? 'object' : 'objects'} read`,
  missing: 'missing',
  colon: ': ',
  comma: ', ',
  open: ' (',
  close: ')',
  by: 'by',
  revision: 'revision',
  more: (count: number) => `and ${count} more`,
  noModel: 'No model is configured: this answer comes from the diagnosis engine alone.',
};

export type Labels = typeof en;

const zh: Labels = {
  status: { problems: '发现问题', healthy: '正常', incomplete: '信息不完整' },
  severity: { critical: '严重', warning: '警告' },
  confidence: { confirmed: '已确认', likely: '很可能', possible: '可能' },
  risk: { safe: '安全', review: '请先确认', dangerous: '危险' },
  source: { status: '状态', event: '事件', spec: '配置', log: '日志', metric: '指标' },
  rootCauses: '根因',
  rootCause: '根因',
  chain: '因果链',
  evidence: '证据',
  since: '开始时间',
  change: '变更',
  symptoms: '由它引起',
  ruledOut: '已排除',
  fix: '修复',
  runbook: '运维手册',
  other: '其他问题（与所问无关）',
  notices: '值得留意',
  gaps: '未能读取',
  checked: '已检查',
  cluster: '集群',
  context: '上下文',
  capturedAt: '快照时间',
  unknownCluster: '未知',
  scope: '范围',
  allNamespaces: '所有可读的命名空间',
  objects: (count) => `已读取 ${count} 个对象`,
  missing: '缺失',
  colon: '：',
  comma: '、',
  open: '（',
  close: '）',
  by: '操作者',
  revision: '版本',
  more: (count) => `另有 ${count} 项`,
  noModel: '未配置模型：此回答仅来自诊断引擎。',
};

const LABELS: Readonly<Record<Language, Labels>> = { en, zh };

/** The words of one language. */
export function labelsFor(language: Language): Labels {
  return LABELS[language];
}

/** Which cluster was read, as one phrase; always shown. */
export function clusterPhrase(result: DiagnosisResult): string {
  const labels = labelsFor(result.language);
  const { context, server, version, capturedAt } = result.cluster;
  const parts = [
    context === null ? undefined : `${labels.context} ${context}`,
    server ?? undefined,
    version ?? undefined,
    capturedAt === null ? undefined : `${labels.capturedAt} ${capturedAt}`,
  ].filter((part) => part !== undefined);
  return parts.length === 0 ? labels.unknownCluster : parts.join(labels.comma);
}

/** What was looked at, as one phrase. */
export function scopePhrase(result: DiagnosisResult): string {
  const labels = labelsFor(result.language);
  const { namespaces, objects } = result.scope;
  const where = namespaces === 'all' ? labels.allNamespaces : namespaces.join(labels.comma);
  return `${where}${labels.comma}${labels.objects(objects)}`;
}
