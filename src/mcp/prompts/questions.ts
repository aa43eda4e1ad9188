/** What each prompt asks, by problem type; the type of the question is that same type again. */
export interface PromptWords {
  title: string;
  /** As a person would ask; `diagnose` is called with it. */
  question: string;
}

export const PROMPT_WORDS: Readonly<Record<string, PromptWords>> = {
  oom_killed: { title: 'Out of memory', question: 'Which containers are OOM killed, and why?' },
  disk_full: { title: 'Disk full', question: 'Is a disk full or a node under disk pressure, and what fills it?' },
  port_conflict: { title: 'Port conflict', question: 'Which port is already in use, and by what?' },
  helm_install: { title: 'Helm release', question: 'Why does the helm release not install or upgrade?' },
  gitops: { title: 'GitOps delivery', question: 'Why does GitOps not deliver: what is out of sync or failing?' },
  image_pull: { title: 'Image pull', question: 'Why does the image pull fail?' },
  dns: { title: 'Name resolution', question: 'Why are names not resolved by DNS?' },
  certificate: { title: 'Certificates', question: 'Which certificate is expired, wrong or not issued?' },
  storage: { title: 'Storage', question: 'Why is the volume not bound, attached or mounted?' },
  scheduling: { title: 'Scheduling', question: 'Why are pods pending and not scheduled?' },
  autoscaling: { title: 'Autoscaling', question: 'Why does the autoscaler (HPA) not scale as it should?' },
  job: { title: 'Jobs', question: 'Why does the Job or CronJob fail or not run?' },
  probe: { title: 'Probes', question: 'Why do readiness or liveness probes fail?' },
  resources: { title: 'CPU', question: 'Which containers are throttled, and by which limit?' },
  control_plane: {
    title: 'Control plane',
    question: 'Is the control plane healthy: the API server, its services, etcd?',
  },
  node: { title: 'Nodes', question: 'Which nodes are not ready, and why?' },
  rollout: { title: 'Rollout', question: 'Why is the rollout stuck?' },
  admission: { title: 'Admission', question: 'What refuses the objects: a quota, a webhook, pod security?' },
  rbac: { title: 'Permissions', question: 'Which permission is missing, and for whom?' },
  network: { title: 'Network', question: 'Why is the service unreachable: timed out or connection refused?' },
  pod_crash: { title: 'Crashing pods', question: 'Why do pods crash or restart?' },
  config: { title: 'Configuration', question: 'Which ConfigMap, key or environment variable is missing or wrong?' },
  application: {
    title: 'Application errors',
    question: 'Which exceptions do the applications log, and what causes them?',
  },
  general: { title: 'Anything wrong', question: 'What is wrong, and what is the root cause?' },
};
