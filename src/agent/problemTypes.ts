/** What to look at for each type of problem: a line for the model, the runbook, and words of tools that help. */

export interface ProblemFocus {
  focus: string;
  runbook?: string;
  /** Tools of other servers whose topics, name or description have one of these words come first. */
  tools: RegExp;
  /** How what such questions may ask for is done. */
  change?: ChangeForms;
}

/** Changes as commands, whose `<names>` the question gives; tools of other servers stand for such commands. */
export interface ChangeForms {
  /** What a question is about that asks for one of them. */
  about: RegExp;
  /** Tells what is installed with which values, for questions that name no chart themselves. */
  runbook: string;
  /**
   * The first whose words the question has, and its ways: the first that connected tools do as a whole. Lines with an
   * unknown `<url>` are left out, and options with an unknown name.
   */
  forms: readonly { words: RegExp; ways: readonly (readonly string[])[] }[];
}

const CHARTS: ChangeForms = {
  about: /\bhelm\b|\bcharts?\b|\brelease\s+(?!of\b|to\b|in\b)[a-z0-9]|(?:\binstall|安装)\s*[a-z0-9][\w-]*\/[a-z]/i,
  runbook: 'helm-observability-install',
  forms: [
    { words: /\broll(?:ed|ing)? ?back\b|回滚/i, ways: [['helm rollback <release> <revision> -n <namespace>']] },
    { words: /\buninstall|\b(?:delete|remove)\b|卸载|删除/i, ways: [['helm uninstall <release> -n <namespace>']] },
    {
      words: /\bupgrade|\bupdate\b|升级|更新/i,
      ways: [
        [
          'helm repo add <repository> <url>',
          'helm upgrade <release> <chart> -n <namespace> --version <version> --reuse-values',
        ],
      ],
    },
    {
      words: /./,
      ways: [
        [
          'helm repo add <repository> <url>',
          'helm install <release> <chart> -n <namespace> --create-namespace --version <version>',
        ],
        ['kubectl create namespace <namespace>', 'helm install <release> <chart> -n <namespace> --version <version>'],
      ],
    },
  ],
};

const focus = (text: string, runbook?: string, tools = /$^/, change?: ChangeForms): ProblemFocus => ({
  focus: text,
  runbook,
  tools,
  change,
});

const FOCUS: Readonly<Record<string, ProblemFocus>> = {
  action: focus(
    'A change is asked for: propose it as a call, say what it does; it may need an approval.',
    undefined,
    /install|upgrade|rollback|scale|delete|apply/i,
  ),
  oom_killed: focus(
    'Compare the memory limit with what is used, and what changed before; node pressure or the container’s own limit?',
    'oom-killed',
    /memory|metric/i,
  ),
  disk_full: focus(
    'Which file system is full: a volume, the node’s disk, or inodes? What fills it: logs, images, data?',
    'disk-full',
    /disk|\blogs?\b/i,
  ),
  port_conflict: focus(
    'Which two processes want the port: hostPort, hostNetwork, or two containers of one pod?',
    'port-conflict',
  ),
  helm_install: focus(
    'Find the release’s state and the first object that failed; the chart’s values or the cluster?',
    'helm-install',
    /helm|chart|release/i,
    CHARTS,
  ),
  gitops: focus('Compare the delivered revision with what runs; what stops the delivery?', 'gitops', /argo|flux|git/i),
  image_pull: focus('Name, tag, registry, credentials, network: the kubelet’s message says which.', 'image-pull'),
  dns: focus('One name or all names? The search path, the Service, CoreDNS, the policy to port 53.', 'dns'),
  certificate: focus('Which certificate, valid from when to when, for which names, issued by whom?', 'certificate'),
  storage: focus('Claim, class, volume, attachment, mount: the first that fails.', 'volume-binding'),
  scheduling: focus('Which filter refuses each node; what would have to change on the pod or a node?', 'scheduling'),
  autoscaling: focus('Can the metric be read, what is the target, which bound holds it?', 'autoscaling', /metric/i),
  job: focus('Schedule, suspension, concurrency, back-off, deadline, then the pod’s own failure.', 'job-failed'),
  probe: focus('Which probe, on which port and path, how long the start takes, what the process answers.', 'probes'),
  resources: focus('Limits against use over time; throttling is not load.', 'cpu-throttling', /metric|cpu/i),
  control_plane: focus('Which component, since when; what can still be read?', 'control-plane'),
  node: focus('The node’s conditions, its agents, and what runs on it.', 'node-not-ready', /node/i),
  rollout: focus('Old and new revision: what differs, what does the new pod lack?', 'rollout'),
  admission: focus(
    'Who refuses: quota, limit range, pod security, a webhook or a policy; read its message.',
    'admission-webhook',
  ),
  rbac: focus('Which account, verb, resource and namespace; which role lacks it?', 'rbac'),
  network: focus(
    'Walk from the caller: name, Service, selector, endpoints, port, policies both ways, the process.',
    'service-unreachable',
    /\blogs?\b|trace/i,
  ),
  pod_crash: focus(
    'The last exit code and the last log lines before it; what changed before the first crash?',
    'pod-crash',
    /\blogs?\b/i,
  ),
  config: focus('Which key, file or variable is missing or wrong, and who changed it?', 'missing-config'),
  application: focus(
    'The first error in time, and the dependency that it names.',
    'application-errors',
    /\blogs?\b|trace/i,
  ),
  general: focus('Say what is wrong and why, most urgent first; where nothing is wrong, say so.'),
};

/**
 * The focus of a type; that of `general` for a type nobody knows. A change that is asked for is looked at as the type
 * whose changes its question is about.
 */
export function focusOf(type: string, question = ''): ProblemFocus {
  const own = (Object.hasOwn(FOCUS, type) ? FOCUS[type] : undefined) ?? focus('Find the root cause.');
  const about = type === 'action' ? aboutChange(question) : undefined;
  return about === undefined ? own : { ...about, focus: own.focus };
}

/** How that is done which a question asks for, whatever its type was taken to be. */
export function changeOf(type: string, question: string): ChangeForms | undefined {
  return focusOf(type, question).change ?? aboutChange(question)?.change;
}

function aboutChange(question: string): ProblemFocus | undefined {
  return Object.values(FOCUS).find(({ change }) => change?.about.test(question) === true);
}
