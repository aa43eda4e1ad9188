import { setOf } from '../../field/acts.ts';
import { herring, one } from '../../field/herring.ts';
import { scene } from '../../field/write.ts';

export default scene({
  id: 'desk-session-host-long-grace',
  family: 'healthy',
  on: 'aks',
  now: '2026-05-27T17:12:00Z',
  hops: 0,
  question: 'session-host pod stuck in Terminating for 20 minutes!! finalizer? kubelet broken? should I --force it?',
  scope: 'vdi',
  not: [one('Deployment', 'vdi/session-host'), one('Pod', 'vdi/session-host-*')],
  play: (f) => {
    f.app({
      ns: 'vdi',
      name: 'session-host',
      tone: 'serilog',
      n: 3,
      pod: { terminationGracePeriodSeconds: 7200 },
      annotations: { 'ops.example/note': 'open desktop sessions may take up to 2h to end; never force' },
    });
    f.app({ ns: 'vdi', name: 'session-broker', tone: 'serilog', n: 2 });
    f.revise(
      'vdi/session-host',
      26,
      (t) => {
        const c = t.spec.containers[0];
        if (c) c.image = c.image.replace(/:.*$/, ':2.4.0');
      },
      { old: 1 },
    );
    const leaving = f.pods('vdi/session-host').at(-1);
    if (!leaving) return;
    leaving.metadata.deletionTimestamp = f.s.clock.ago(21 - 120);
    (leaving.metadata as { deletionGracePeriodSeconds?: number }).deletionGracePeriodSeconds = 7200;
    f.s.condition(leaving, 'ContainersReady', 'True');
    f.s.event(leaving, 'Killing', 'Stopping container session-host', {
      type: 'Normal',
      first: 21,
      last: 21,
      container: 'session-host',
    });
    f.after.push(() => {
      const d = f.get('Deployment', 'vdi/session-host');
      f.s.condition(
        d,
        'Progressing',
        'True',
        'NewReplicaSetAvailable',
        `ReplicaSet "${setOf(f, 'vdi/session-host').metadata.name}" has successfully progressed.`,
        20,
      );
      for (const r of f.s.all('ReplicaSet', 'vdi'))
        if (r !== setOf(f, 'vdi/session-host') && r.metadata.ownerReferences?.[0]?.name === 'session-host') {
          r.spec = { ...r.spec, replicas: 0 };
          r.status = { replicas: 0, observedGeneration: 2 } as never;
        }
    });
    f.say({
      app: 'vdi/session-host',
      pods: (p) => p === leaving,
      from: 21,
      level: 'info',
      lines: 'SIGTERM received, draining: 3 interactive sessions open, accepting no new ones',
    });
    f.say({
      app: 'vdi/session-host',
      pods: (p) => p === leaving,
      from: 12,
      level: 'info',
      every: 300,
      lines: 'drain: 2 interactive sessions still open, waiting',
    });
    herring.image(f, 'vdi/gpu-poc', 5);
  },
});
