/**
 * Terms of the trade that mean one thing, in both languages and as the components themselves spell them. A question that
 * has one gets the concept as a feature, so that what is learnt from a question in one language helps in the other.
 */
export const GLOSSARY: readonly (readonly [concept: string, terms: RegExp])[] = [
  ['memory', /memory|\boom|\bram\b|heap|内存|爆内存|堆/],
  ['killed', /killed|\b137\b|reap|被杀|被 ?kill|干掉|杀掉|杀进程/],
  ['oom', /oo?m ?-?kill|out ?of ?memory|\boom\b|内存(?:溢出|泄漏|不足)|爆内存/],
  ['limit', /\blimits?\b|限制|超限|上限/],
  ['disk', /\bdisk|\binodes?\b|no space left|ephemeral|file ?system|partition|磁盘|硬盘|分区|空间|\/var\/|\bdf\b/],
  ['full', /\bfull\b|fills?\b|\b(?:9\d|100) ?%|exhausted|used up|ran out|run out|满|爆|耗尽|用光|用完|占用太/],
  ['port', /(?<!ex)\bports?\b|hostport|nodeport|eaddrinuse|端口/],
  ['taken', /in ?use|eaddrinuse|already allocated|conflict|clash|collide|taken|bind\b|占用|冲突|被.{0,5}占|重复|抢/],
  ['helm', /\bhelm\b|\bcharts?\b|values\.yaml|pending-(?:install|upgrade)|release name/],
  ['gitops', /gitops|\bargo|\bflux|kustomiz|out ?of ?sync|\bhelmrelease|source.controller|applicationset|\bgit\b/],
  ['image', /\bimages?\b|imagepull|errimage|manifest|registry|docker hub|harbor|镜像|仓库/],
  ['pull', /pull|拉取|拉不|拉镜像/],
  ['dns', /\bdns\b|coredns|nslookup|no such host|nxdomain|servfail|resolv|name resolution|lookup|enotfound|解析|域名/],
  ['certificate', /certif|\bcerts?\b|\btls\b|x509|\bssl\b|\bacme\b|letsencrypt|\bca bundle|证书|签发|\bmtls\b/],
  ['expired', /expir|renew|过期|到期|续/],
  ['volume', /\bpvcs?\b|\bpv\b|volume|mount|storage ?class|\bcsi\b|\bnfs\b|attach|provisioner|卷|挂载|挂不上|存储/],
  [
    'schedule',
    /schedul|unschedul|\btaint|tolera|affinity|node ?selector|nodes (?:are )?available|on any node|拓扑|preempt|spread|调度|污点|亲和|容忍/,
  ],
  ['pending', /\bpending\b|等待/],
  [
    'scaling',
    /\bhpas?\b|autoscal|replicas? stay|(?:max|min) replicas|最大副本|\bkeda\b|\bvpa\b|karpenter|scale (?:up|out|down|below)|伸缩|扩缩|自动扩|扩容|缩容/,
  ],
  ['job', /\bcron ?jobs?\b|\bjobs?\b|backofflimit|\bbatch\b|nightly|\bcron|定时|批处理|备份|作业|任务/],
  ['probe', /probe|liveness|readiness|health ?check|healthz|\/health|探针|探活|健康检查|就绪|存活/],
  ['cpu', /\bcpus?\b|\bcores?\b/],
  ['throttle', /throttl|限流|节流|飙|打满|跑满/],
  [
    'control_plane',
    /api ?-?server|\betcd|control(?:ler)?[- ](?:plane|manager)|kube-scheduler|scheduler (?:is|组件)|apiservice|控制(?:平)?面|\bmaster\b/,
  ],
  ['node', /\bnodes?\b|\bnode-|worker-|\bkubelet|machine|\bpleg\b|host\b|节点|机器|宕机|主机/],
  ['lost', /not ?ready|unknown|rebooted|stopped|\blost\b|\bdown\b|unhealthy|失联|挂了|宕|停了/],
  [
    'rollout',
    /roll(?:s|ed|ing)?[- ]?(?:out|update)|progress ?deadline|replicaset|canary|new (?:version|pods|replicas)|old (?:version|pods|replicas)|发布|发版|上线|滚动|新版本|旧版本|灰度|更新/,
  ],
  ['stuck', /stuck|hang|stall|never|卡|停在|停住|不结束/],
  [
    'admission',
    /quota|webhook|admission|kyverno|gatekeeper|pod ?security|limit ?range|polic(?:y|ies)|配额|准入|安全策略|\bopa\b|\bpsp\b/,
  ],
  ['denied', /denied|den(?:y|ies)|reject|violat|blocks?\b|forbid|不让|拒绝|违反|拦截|不允许/],
  [
    'rbac',
    /\brbac\b|\b(?:cluster)?roles?\b|rolebinding|service ?account|permission|allowed to|forbidden|may not|权限|授权|账号|角色/,
  ],
  [
    'network',
    /network|ingress|gateway|endpoint|load ?balancer|unreachable|connect(?:ion)? (?:refus|reset|to)|\breach\b|telnet|网络|网关|连不上|不通|连接被拒|访问|service 没/,
  ],
  ['gateway_status', /\b50[234]\b/],
  ['timeout', /time(?:s|d)? ?out|超时|很慢/],
  [
    'crash',
    /crash|restart|back-?off restarting|exits?\b|exit code|exited|segfault|segmentation|重启|崩|退出|起不来|启动就|段错误/,
  ],
  [
    'config',
    /config ?maps?|configuration|\benv\b|environment|settings?\b|\bsecrets?\b|createcontainerconfig|\bkeys?\b|config(?: file|\.)|配置|环境变量|配错/,
  ],
  ['missing', /missing|not set|not found|couldn't find|不存在|缺|少了|没有设置|找不到/],
  [
    'code',
    /exception|stack ?trace|traceback|\berrors? rate|error rate|panic|deadlock|connection pool|database pool|thread pool|\blag\b|异常|堆栈|报错率|错误率|连接池|线程池|死锁|慢查询|空指针|抛错/,
  ],
  ['logs', /\blogs?\b|日志/],
  [
    'asks_change',
    /^ (?:please |pls |can you |could you )*(?:restart(?! count)|scale|delete|remove|roll ?back|cordon|drain|apply|patch|kill|set|upgrade|resize(?! of)|label|add|increase|undo|turn|create|edit|stop) (?!fail|is )|^ (?:请|帮我|帮忙)*(?:把|重启(?!次数|了)|删|扩容|缩容|回滚|给|更新|停掉|强制|新建|执行)|\bfor me\b/,
  ],
  [
    'overview',
    /\bwhat(?: is|'s)? (?:wrong|going|happened)|anything|everything|overview|check the|something|看看|巡检|整体|集群.{0,4}(?:健康|正常|问题)|有什么|情况|状态如何/,
  ],
];
