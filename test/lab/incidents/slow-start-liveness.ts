import { crashLoop, oldRestart, since } from '../faults.ts';
import { incident, workload } from '../incident.ts';

export default incident({
  id: 'slow-start-liveness',
  family: 'probe-liveness',
  mode: 'forged',
  platform: 'kubeadm',
  company: 'factory',
  now: '2026-05-20T08:41:00Z',
  question:
    'mes-planner never gets ready after we moved it to the new cluster. logs show a clean start until they stop',
  scope: { namespace: 'mes' },
  rootCauses: [
    {
      subjects: workload('mes', 'mes-planner'),
      says: [
        ['liveness', '存活'],
        ['start', 'kill', 'restart', 'delay', '启动', '重启', '杀'],
      ],
    },
  ],
  notRootCause: [{ kind: 'StatefulSet', namespace: 'mes', name: 'mes-db' }],
  hops: 0,
  apps: [
    {
      ns: 'mes',
      name: 'mes-planner',
      style: 'logback',
      replicas: 1,
      liveness: {
        httpGet: { path: '/actuator/health/liveness', port: 8080, scheme: 'HTTP' },
        initialDelaySeconds: 10,
        periodSeconds: 10,
        failureThreshold: 3,
      },
      probe: '/actuator/health/readiness',
      resources: ['500m', '1Gi', '2Gi', '500m'],
    },
    {
      ns: 'mes',
      name: 'mes-db',
      kind: 'StatefulSet',
      style: 'mysql',
      replicas: 1,
      port: 3306,
      image: 'mysql:8.4.2',
      probe: 'tcp',
      claim: { size: '80Gi', mount: '/var/lib/mysql' },
    },
  ],
  edit: (s) => {
    since(s, s.pods('mes/mes-planner'), 47);
    for (const p of s.pods('mes/mes-planner')) {
      crashLoop(s, p, { exitCode: 143, first: 46, restarts: 12, lasted: 41, last: 1 });
      s.event(
        p,
        'Unhealthy',
        'Liveness probe failed: Get "http://10.244.3.41:8080/actuator/health/liveness": dial tcp 10.244.3.41:8080: connect: connection refused',
        { first: 46, last: 1.2, count: 36, container: 'mes-planner' },
      );
      s.event(p, 'Killing', 'Container mes-planner failed liveness probe, will be restarted', {
        type: 'Normal',
        first: 45,
        last: 1,
        count: 12,
        container: 'mes-planner',
      });
    }
    for (const p of s.pods('line-a/torque-store')) oldRestart(s, p, { exitCode: 137, reason: 'OOMKilled', days: 9 });
  },
  logs: [
    {
      app: 'mes/mes-planner',
      startup: true,
      level: 'info',
      say: [
        'Starting MesPlannerApplication v2.9.0 using Java 21.0.4 with PID 1',
        'Bootstrapping Spring Data JPA repositories in DEFAULT mode.',
        'Finished Spring Data repository scanning in 4411 ms. Found 118 JPA repository interfaces.',
        'HikariPool-1 - Start completed.',
        'Initialized JPA EntityManagerFactory for persistence unit default',
        'Loading routing tables (1 of 6)',
      ],
    },
  ],
});
