/** The problem type of a question from its words; `general` where none fits. The first match in the table wins. */
const TYPES: readonly (readonly [type: string, words: RegExp])[] = [
  [
    'action',
    /^(?:please\s+)?(?:restart|delete|scale|roll\s*back|rollback|cordon|drain|apply|patch)\b|^(?:请|帮我)?(?:重启一下|删除|扩容|缩容|回滚)/i,
  ],
  ['oom_killed', /\boom\b|oom-?kill|out of memory|exit code 137|内存溢出|内存不足|被杀|爆内存/i],
  ['disk_full', /disk (?:is )?full|no space left|disk ?pressure|disk usage|磁盘|空间不足|写满|打满/i],
  ['port_conflict', /port (?:is )?(?:already|conflict|in use)|address already in use|eaddrinuse|端口(?:冲突|被?占用)/i],
  ['helm_install', /\bhelm\b|\bchart\b/i],
  ['gitops', /\bgit ?ops\b|\bargo ?cd\b|\bflux\b|\bkustomization\b|out ?of ?sync/i],
  ['image_pull', /image ?pull|errimagepull|pull(?:ing)? (?:the )?image|拉取?镜像|镜像拉/i],
  ['dns', /\bdns\b|coredns|no such host|nxdomain|域名解析|解析失败/i],
  ['certificate', /certificate|\btls\b|x509|\bssl\b|证书/i],
  ['storage', /\bpvc?s?\b|volume|mount|storage ?class|存储|挂载|卷/i],
  ['scheduling', /\bpending\b|unschedul|taint|tolerat|affinity|insufficient (?:cpu|memory)|调度|污点/i],
  ['autoscaling', /\bhpa\b|autoscal|扩缩容|自动伸缩/i],
  ['job', /\bcron ?jobs?\b|\bjobs?\b|定时任务|批处理/i],
  ['probe', /\bprobes?\b|\b(?:liveness|readiness)\b|health ?checks?\b|探针|健康检查/i],
  ['resources', /throttl|\bcpu\b.*(?:high|limit|100 ?%)|\bhigh cpu\b|cpu\s*(?:使用率|过高|飙|很高|限流|节流)/i],
  ['control_plane', /control[- ]?plane|api[- ]?server|\betcd\b|controller[- ]manager|apiservice|控制(?:平)?面/i],
  ['node', /\bnodes?\b|notready|kubelet|节点/i],
  ['rollout', /rollout|roll(?:ed|ing) out|deploy(?:ed|ment)? (?:is )?stuck|发布|滚动更新|上线/i],
  ['admission', /quota|forbidden|webhook|admission|pod ?security|配额|准入/i],
  ['rbac', /\brbac\b|permission|unauthori[sz]ed|access denied|权限/i],
  [
    'network',
    /network ?polic|\bingress\b|\bgateway\b|\b50[0234]\b|timed? ?out|connection refused|can(?:'|no)?t (?:talk|connect|reach)|unreachable|网络|超时|连不上|不通|网关/i,
  ],
  ['pod_crash', /crash|restart|exit(?:ed|s)? |back-?off|重启|崩溃|起不来|退出/i],
  ['config', /config ?maps?\b|configuration|environment variable|\benv vars?\b|配置|环境变量/i],
  ['application', /\bexceptions?\b|stack ?trace|error rate|connection pool|报错|异常|错误率|连接池/i],
];

/** The published list of problem types, `general` last: each family of codes, and `action`, which asks for a change. */
export const PROBLEM_TYPES: readonly string[] = [...TYPES.map(([type]) => type), 'general'];

export function problemTypeOf(question: string): string {
  return TYPES.find(([, words]) => words.test(question))?.[0] ?? 'general';
}
