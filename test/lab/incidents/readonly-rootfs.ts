import { crashLoop } from '../faults.ts';
import { incident, workload } from '../incident.ts';
import { rollout } from '../rollout.ts';

export default incident({
  id: 'readonly-rootfs',
  family: 'file-system',
  mode: 'forged',
  platform: 'aks',
  company: 'school',
  now: '2026-02-06T12:09:00Z',
  question: '中午合并了安全加固之后，作业上传就报 502',
  rootCauses: [
    {
      subjects: workload('homework', 'upload-proxy'),
      says: [
        ['read-only file system', 'read-only', 'readonlyrootfilesystem', '只读'],
        ['/var/cache/nginx', 'mkdir', 'cache', 'file system', 'filesystem', '文件系统'],
      ],
    },
  ],
  notRootCause: [
    { kind: 'Deployment', namespace: 'homework', name: 'homework-api' },
    { kind: 'Deployment', namespace: 'ingress-nginx', name: 'ingress-nginx-controller' },
  ],
  hops: 1,
  apps: [
    {
      ns: 'homework',
      name: 'upload-proxy',
      style: 'nginx',
      replicas: 2,
      image: 'nginx:1.29.1',
      container: { securityContext: { readOnlyRootFilesystem: true, allowPrivilegeEscalation: false } },
      ingress: { host: 'homework.school.example' },
      env: { API: 'http://homework-api' },
    },
    { ns: 'homework', name: 'homework-api', style: 'php', replicas: 2 },
  ],
  edit: (s) => {
    const { fresh } = rollout(s, 'homework/upload-proxy', {
      minutes: 14,
      by: 'argocd-controller',
      before: (t) => {
        for (const c of t.spec.containers) delete c.securityContext;
      },
    });
    for (const p of fresh) crashLoop(s, p, { exitCode: 1, first: 14, restarts: 7, lasted: 1 });
  },
  logs: [
    {
      app: 'homework/upload-proxy',
      startup: true,
      raw: true,
      say: [
        '/docker-entrypoint.sh: /docker-entrypoint.d/ is not empty, will attempt to perform configuration',
        '10-listen-on-ipv6-by-default.sh: info: can not modify /etc/nginx/conf.d/default.conf (read-only file system?)',
        '/docker-entrypoint.sh: Configuration complete; ready for start up',
        '2026/02/06 12:06:44 [emerg] 1#1: mkdir() "/var/cache/nginx/client_temp" failed (30: Read-only file system)',
        'nginx: [emerg] mkdir() "/var/cache/nginx/client_temp" failed (30: Read-only file system)',
      ],
    },
  ],
});
