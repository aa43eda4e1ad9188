import { probeFails, since, waiting } from '../faults.ts';
import { incident, workload } from '../incident.ts';
export default incident({
  id: 'db-secret-key-chain',
  family: 'missing-config',
  mode: 'forged',
  platform: 'ack',
  company: 'school',
  now: '2026-04-13T01:50:00Z',
  onset: 39,
  question: '学生登录后看不到成绩，页面一直报 500',
  scope: { namespace: 'grades' },
  rootCauses: [
    {
      subjects: [
        { kind: 'Secret', namespace: 'grades', name: 'grade-db-auth' },
        ...workload('grades', 'grade-db', 'StatefulSet'),
      ],
      says: [
        ['MYSQL_ROOT_PASSWORD', 'grade-db-auth', 'secret'],
        ["couldn't find", 'not found', 'missing', 'no key', 'does not', '不存在', '找不到', '缺少', '没有'],
      ],
    },
  ],
  symptoms: [{ kind: 'Deployment', namespace: 'grades', name: 'grade-svc' }],
  notRootCause: [
    { kind: 'Deployment', namespace: 'grades', name: 'grade-web' },
    { kind: 'Deployment', namespace: 'grades', name: 'grade-svc' },
  ],
  hops: 3,
  apps: [
    {
      ns: 'grades',
      name: 'grade-web',
      style: 'nginx',
      replicas: 2,
      env: { API: 'http://grade-svc' },
      ingress: { host: 'grades.school.example' },
    },
    {
      ns: 'grades',
      name: 'grade-svc',
      style: 'logback',
      replicas: 2,
      env: { DB_URL: 'jdbc:mysql://grade-db.grades.svc.cluster.local:3306/grades' },
    },
    {
      ns: 'grades',
      name: 'grade-db',
      kind: 'StatefulSet',
      style: 'mysql',
      replicas: 1,
      port: 3306,
      image: 'mysql:8.4.3',
      probe: 'tcp',
      claim: { size: '20Gi', mount: '/var/lib/mysql' },
      keys: { MYSQL_ROOT_PASSWORD: 'secret:grade-db-auth:MYSQL_ROOT_PASSWORD' },
    },
  ],
  extra: [
    {
      apiVersion: 'v1',
      kind: 'Secret',
      metadata: { name: 'grade-db-auth', namespace: 'grades' },
      type: 'Opaque',
      data: { 'mysql-root-password': 'eA==', 'mysql-password': 'eA==' },
    },
  ],
  edit: (s) => {
    const pods = s.pods('grades/grade-db');
    since(s, pods, 39);
    for (const p of pods) {
      const message = "couldn't find key MYSQL_ROOT_PASSWORD in Secret grades/grade-db-auth";
      waiting(s, p, 'CreateContainerConfigError', message, { minutes: 39 });
      s.event(p, 'Failed', `Error: ${message}`, { first: 39, last: 0.3, count: 181, container: 'grade-db' });
    }
    for (const p of s.pods('grades/grade-svc'))
      probeFails(s, p, 'Readiness', 'HTTP probe failed with statuscode: 503', 38);
  },
  logs: [
    {
      app: 'grades/grade-svc',
      say: 'HikariPool-1 - Connection is not available: Communications link failure: java.net.UnknownHostException: grade-db.grades.svc.cluster.local',
      every: 40,
      from: 38,
    },
    {
      app: 'grades/grade-web',
      say: 'connect() failed (111: Connection refused) while connecting to upstream, client: 10.64.6.{n}, server: _, request: "GET /me/grades HTTP/1.1", upstream: "http://grade-svc/me/grades", host: "grades.school.example"',
      every: 45,
      from: 37,
    },
  ],
});
