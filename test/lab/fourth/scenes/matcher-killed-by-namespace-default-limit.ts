import { crashLoop, since } from '../../faults.ts';
import { herring, of, one } from '../../field/herring.ts';
import { scene } from '../../field/write.ts';
import { deployed, program, words } from '../kit.ts';

export default scene({
  id: 'matcher-killed-by-namespace-default-limit',
  family: 'oom',
  on: 'gke',
  now: '2026-10-22T18:31:00Z',
  key: 'app',
  hops: 1,
  question:
    'job matcher keeps dying (137) since we redeployed, but we never set a memory limit anywhere in our chart!! who kills it',
  scope: 'talent',
  causes: [
    {
      subjects: [...of('talent/matcher'), one('LimitRange', 'talent/defaults')],
      says: [
        ['oom', 'memory', '内存'],
        ['limit', 'limitrange', '128mi', '限制', '上限'],
      ],
    },
  ],
  symptoms: [one('Deployment', 'talent/talent-web')],
  not: [one('Deployment', 'talent/talent-web'), one('Deployment', 'talent/cv-parser')],
  play: (f) => {
    f.put({
      apiVersion: 'v1',
      kind: 'LimitRange',
      metadata: { name: 'defaults', namespace: 'talent', creationTimestamp: f.s.clock.ago(1500) },
      spec: {
        limits: [{ type: 'Container', default: { memory: '128Mi' }, defaultRequest: { cpu: '50m', memory: '64Mi' } }],
      },
    });
    f.app({ ns: 'talent', name: 'talent-web', tone: 'winston', n: 2, env: { MATCHER: 'http://matcher' } });
    f.app({ ns: 'talent', name: 'cv-parser', tone: 'gunicorn', n: 1 });
    program(f, 'pylog', { ns: 'talent', name: 'matcher', n: 2, image: 'matcher:1.15.0', over: { resources: {} } });
    deployed(f, 'talent/matcher', 70, '1.14.8');
    f.pods('talent/matcher').forEach((p, i) => {
      p.metadata.annotations = {
        ...p.metadata.annotations,
        'kubernetes.io/limit-ranger':
          'LimitRanger plugin set: cpu, memory request for container matcher; memory limit for container matcher',
      };
      for (const c of p.spec?.containers ?? [])
        c.resources = { requests: { cpu: '50m', memory: '64Mi' }, limits: { memory: '128Mi' } };
      since(f.s, [p], 70);
      crashLoop(f.s, p, { exitCode: 137, reason: 'OOMKilled', restarts: 15 + i, first: 68, last: 1.2 + i, lasted: 21 });
    });
    f.say({
      app: 'talent/matcher',
      boot: true,
      level: 'info',
      lines: [
        words('info', 'matcher.main', 'matcher 1.15.0 starting'),
        words('info', 'matcher.vectors', 'loading 412000 skill vectors'),
      ],
    });
    f.say({
      app: 'talent/talent-web',
      from: 48,
      every: 20,
      lines: `GET http://matcher/suggest failed: connect ECONNREFUSED ${f.ip('talent/matcher')}:80`,
    });
    herring.unready(f, 'talent/interview-bot', 17);
  },
});
