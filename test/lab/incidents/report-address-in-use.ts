import { crashLoop } from '../faults.ts';
import { incident, workload } from '../incident.ts';
import { rollout } from '../rollout.ts';

export default incident({
  id: 'report-address-in-use',
  family: 'port_conflict',
  mode: 'forged',
  platform: 'aks',
  company: 'clinic',
  now: '2026-03-19T14:31:00Z',
  question: 'lab-report pods restart all the time since we added the metrics sidecar yesterday afternoon',
  scope: { namespace: 'reports' },
  rootCauses: [
    {
      subjects: workload('reports', 'lab-report'),
      says: [
        ['address already in use', 'port', '端口'],
        ['9090', 'in use', 'bind', '占用'],
      ],
    },
  ],
  notRootCause: [{ kind: 'Deployment', namespace: 'reports', name: 'lab-intake' }],
  hops: 0,
  apps: [
    {
      ns: 'reports',
      name: 'lab-report',
      style: 'dotnet',
      replicas: 2,
      port: 8080,
      env: { ASPNETCORE_URLS: 'http://+:8080', METRICS_PORT: '9090' },
      sidecars: [
        {
          name: 'statsd-exporter',
          image: 'quay.io/prometheus/statsd-exporter:v0.28.0',
          args: ['--web.listen-address=:9090'],
          ports: [{ name: 'metrics', containerPort: 9090 }],
        },
      ],
    },
    { ns: 'reports', name: 'lab-intake', style: 'zap', replicas: 2 },
  ],
  edit: (s) => {
    const { fresh } = rollout(s, 'reports/lab-report', { minutes: 1380, before: (t) => void t.spec.containers.pop() });
    for (const p of fresh)
      crashLoop(s, p, { container: 'statsd-exporter', exitCode: 1, first: 1379, restarts: 271, lasted: 1 });
  },
  logs: [
    {
      app: 'reports/lab-report',
      container: 'statsd-exporter',
      startup: true,
      raw: true,
      say: [
        'ts=2026-03-19T14:28:11.120Z caller=main.go:311 level=info msg="Starting StatsD -> Prometheus Exporter" version="(version=0.28.0)"',
        'ts=2026-03-19T14:28:11.131Z caller=main.go:334 level=info msg="Accepting Prometheus Requests" addr=:9090',
        'ts=2026-03-19T14:28:11.133Z caller=main.go:172 level=error err="listen tcp :9090: bind: address already in use"',
      ],
    },
  ],
});
