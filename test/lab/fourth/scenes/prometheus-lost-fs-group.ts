import { crashLoop, since } from '../../faults.ts';
import { herring, of, one } from '../../field/herring.ts';
import { scene } from '../../field/write.ts';
import { program, tell } from '../kit.ts';

export default scene({
  id: 'prometheus-lost-fs-group',
  family: 'volume-permission',
  on: 'aks',
  now: '2026-11-12T08:20:00Z',
  key: 'app.kubernetes.io/name',
  hops: 1,
  question:
    'all grafana panels "No data" since ~07:40 and alertmanager is suspiciously silent. grafana bug after the update?',
  causes: [
    {
      subjects: [
        ...of('monitoring/prometheus', 'StatefulSet'),
        one('PersistentVolumeClaim', 'monitoring/data-prometheus-0'),
      ],
      says: [
        ['permission denied', 'permission', 'fsgroup', 'securitycontext', 'security context', '权限'],
        ['queries.active', '/prometheus', 'fsgroup', 'runasuser', 'volume', '卷', '目录'],
      ],
    },
  ],
  symptoms: [one('Deployment', 'monitoring/grafana')],
  not: [one('Deployment', 'monitoring/grafana'), one('Deployment', 'monitoring/alertmanager')],
  play: (f) => {
    f.app({
      ns: 'monitoring',
      name: 'prometheus',
      kind: 'StatefulSet',
      tone: 'slog',
      n: 1,
      image: 'quay.io/prometheus/prometheus:v3.5.0',
      port: 9090,
      claim: { size: '200Gi', at: '/prometheus' },
      ready: { httpGet: { path: '/-/ready', port: 9090 } },
      mem: ['2Gi', '4Gi'],
      pod: { securityContext: { runAsUser: 65534, runAsNonRoot: true } },
    });
    const set = f.get('StatefulSet', 'monitoring/prometheus');
    f.edited(set, 'kubectl-edit', 43, {
      'f:spec': { 'f:template': { 'f:spec': { 'f:securityContext': { 'f:runAsUser': {} } } } },
    });
    since(f.s, f.pods('monitoring/prometheus'), 42);
    crashLoop(f.s, f.pod('monitoring/prometheus'), { exitCode: 2, restarts: 13, first: 42, last: 1.4, lasted: 1 });
    f.s.event(set, 'SuccessfulCreate', 'create Pod prometheus-0 in StatefulSet prometheus successful', {
      type: 'Normal',
      first: 42,
      last: 42,
      source: 'statefulset-controller',
    });
    f.say({
      app: 'monitoring/prometheus',
      boot: true,
      raw: true,
      lines: [
        'time=2026-11-12T08:18:36.071Z level=INFO source=main.go:1544 msg="updated GOGC" old=100 new=75',
        'time=2026-11-12T08:18:36.073Z level=INFO source=main.go:750 msg="Starting Prometheus Server" mode=server version="(version=3.5.0, branch=HEAD, revision=8be3a9560fbdd18a94dedec4b747c35178177202)"',
        'time=2026-11-12T08:18:36.077Z level=ERROR source=query_logger.go:113 msg="Error opening query log file" component=activeQueryTracker file=/prometheus/queries.active err="open /prometheus/queries.active: permission denied"',
        'panic: Unable to create mmap-ed active query log\n\ngoroutine 1 [running]:\ngithub.com/prometheus/prometheus/promql.NewActiveQueryTracker({0x7ffd3c1c7f7a, 0xb}, 0x14, 0xc0009f0d80)\n\t/app/promql/query_logger.go:145 +0x345\nmain.main()\n\t/app/cmd/prometheus/main.go:892 +0x8953',
      ],
    });
    f.app({
      ns: 'monitoring',
      name: 'grafana',
      tone: 'slog',
      n: 1,
      port: 3000,
      image: 'docker.io/grafana/grafana:12.2.1',
      env: { PROMETHEUS_URL: 'http://prometheus:9090' },
    });
    f.revise(
      'monitoring/grafana',
      700,
      (t) => {
        const [c] = t.spec.containers;
        if (c) c.image = c.image.replace('12.2.1', '12.1.0');
      },
      { by: 'helm' },
    );
    program(f, 'zap', { ns: 'monitoring', name: 'alertmanager', n: 1, port: 9093 });
    tell(f, 'monitoring/alertmanager', 'no alerts received for 30m, Watchdog missing', {
      level: 'warn',
      by: 'dispatch/watchdog.go:33',
      from: 11,
      every: 300,
    });
    f.say({
      app: 'monitoring/grafana',
      from: 41,
      every: 40,
      lines:
        'Data source request error: Post "http://prometheus:9090/api/v1/query_range": dial tcp: lookup prometheus on 10.0.0.10:53: no such host',
    });
    herring.unready(f, 'monitoring/thanos-compact-test', 19);
  },
});
