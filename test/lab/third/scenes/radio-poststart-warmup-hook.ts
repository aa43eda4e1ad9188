import { crashLoop } from '../../faults.ts';
import { herring, of, one } from '../../field/herring.ts';
import { scene } from '../../field/write.ts';

export default scene({
  id: 'radio-poststart-warmup-hook',
  family: 'lifecycle-hook',
  on: 'gke',
  now: '2026-03-02T07:05:00Z',
  hops: 1,
  question:
    'the player shows "no stations" since the 6:30 release. station-dir restarts all the time, its log looks totally normal, it even says ready',
  scope: 'radio',
  causes: [
    {
      subjects: of('radio/station-dir'),
      says: [
        ['poststart', 'hook', '钩子'],
        ['warm', 'hook', 'exit', '127', '钩子'],
      ],
    },
  ],
  symptoms: [one('Deployment', 'radio/player-web')],
  not: [one('Deployment', 'radio/player-web'), one('Deployment', 'radio/now-playing')],
  play: (f) => {
    f.app({ ns: 'radio', name: 'player-web', tone: 'nginx', n: 2, env: { DIR: 'http://station-dir' } });
    f.app({ ns: 'radio', name: 'now-playing', tone: 'slog', n: 2 });
    f.app({
      ns: 'radio',
      name: 'station-dir',
      tone: 'slog',
      n: 2,
      over: { lifecycle: { postStart: { exec: { command: ['/bin/sh', '-c', 'curl -fsS localhost:8080/warm'] } } } },
    });
    f.revise('radio/station-dir', 35, (t) => {
      const c = t.spec.containers[0];
      if (c) {
        c.image = c.image.replace(/:[^:]*$/, ':2.3.9');
      }
    });
    for (const p of f.pods('radio/station-dir')) {
      crashLoop(f.s, p, { exitCode: 137, reason: 'Error', restarts: 8, first: 34, last: 2, lasted: 3 });
      f.s.dropEvents((e) => (e.involvedObject as { name: string }).name === p.metadata.name && e.reason === 'BackOff');
      f.s.event(p, 'FailedPostStartHook', 'PostStartHook failed', {
        first: 34,
        last: 2,
        count: 8,
        container: 'station-dir',
      });
      f.s.event(
        p,
        'FailedPostStartHook',
        'Exec lifecycle hook ([/bin/sh -c curl -fsS localhost:8080/warm]) for Container "station-dir" in Pod "' +
          p.metadata.name +
          '_radio(' +
          p.metadata.uid +
          ')" failed - error: command \'/bin/sh -c curl -fsS localhost:8080/warm\' exited with 127: /bin/sh: curl: not found, message: "/bin/sh: curl: not found\\n"',
        { first: 34, last: 2, count: 8, container: 'station-dir' },
      );
      f.s.event(p, 'Killing', 'FailedPostStartHook', {
        type: 'Normal',
        first: 34,
        last: 2,
        count: 8,
        container: 'station-dir',
      });
      f.s.event(
        p,
        'BackOff',
        `Back-off restarting failed container station-dir in pod ${p.metadata.name}_radio(${p.metadata.uid})`,
        { first: 33, last: 0.3, count: 80, container: 'station-dir' },
      );
    }
    f.say({
      app: 'radio/station-dir',
      boot: true,
      level: 'info',
      lines: [
        'station-dir 2.4.1 (alpine base)',
        'loaded 4182 stations',
        'ready, listening on :8080',
        'received terminated, shutting down',
      ],
    });
    f.say({
      app: 'radio/player-web',
      from: 33,
      every: 40,
      lines:
        'connect() failed (111: Connection refused) while connecting to upstream, client: 10.4.2.{o}, server: _, request: "GET /stations HTTP/1.1", upstream: "http://station-dir:80/", host: "radio.example"',
    });
    herring.image(f, 'radio/podcast-beta', 4);
  },
});
