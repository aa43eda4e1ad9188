/** What to look at for each type of problem: a line for the model, the runbook, and words of tools that help. */

export interface ProblemFocus {
  focus: string;
  runbook?: string;
  /** Tools of other servers whose name or description has one of these words come first. */
  tools: RegExp;
}

const focus = (text: string, runbook?: string, tools = /$^/): ProblemFocus => ({ focus: text, runbook, tools });

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
    /disk|log/i,
  ),
  port_conflict: focus(
    'Which two processes want the port: hostPort, hostNetwork, or two containers of one pod?',
    'port-conflict',
  ),
  helm_install: focus(
    'Find the release’s state and the first object that failed; the chart’s values or the cluster?',
    'helm-install',
    /helm|chart|release/i,
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
    /log|trace/i,
  ),
  pod_crash: focus(
    'The last exit code and the last log lines before it; what changed before the first crash?',
    'pod-crash',
    /log|elastic/i,
  ),
  config: focus('Which key, file or variable is missing or wrong, and who changed it?', 'missing-config'),
  application: focus(
    'The first error in time, and the dependency that it names.',
    'application-errors',
    /log|elastic|trace/i,
  ),
  general: focus('Say what is wrong and why, most urgent first; where nothing is wrong, say so.'),
};

/** The focus of a type; that of `general` for a type nobody knows. */
export function focusOf(type: string): ProblemFocus {
  return (Object.hasOwn(FOCUS, type) ? FOCUS[type] : undefined) ?? focus('Find the root cause.');
}
