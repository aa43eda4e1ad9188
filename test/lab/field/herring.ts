import { crashLoop, notReady, pullFails, unschedulable } from '../faults.ts';
import type { Named } from '../incident.ts';
import type { Field } from './field.ts';

/** What a fair judge accepts for a workload: itself, its ReplicaSets, its Pods. */
export const of = (path: string, kind = 'Deployment'): Named[] => {
  const [namespace = '', name = ''] = path.split('/');
  return [
    { kind, namespace, name },
    ...(kind === 'Deployment' ? [{ kind: 'ReplicaSet', namespace, name: `${name}-*` }] : []),
    { kind: 'Pod', namespace, name: `${name}-*` },
  ];
};
export const one = (kind: string, path: string): Named => {
  const [namespace, name] = path.includes('/') ? path.split('/') : [undefined, path];
  return { kind, ...(namespace ? { namespace } : {}), name: name ?? '' };
};

/** Really broken, for days, and nobody's question. */
export const herring = {
  crash(f: Field, path: string, days = 3): Named {
    const [ns = '', name = ''] = path.split('/');
    f.app({ ns, name, tone: 'winston', n: 1, c: 'app', svc: false, ready: null });
    crashLoop(f.s, f.pod(path), { exitCode: 1, restarts: days * 280, first: days * 1440, last: 3 });
    f.say({ app: path, boot: true, lines: ['booting', "Error: Cannot find module '/srv/dist/plugins/legacy.js'"] });
    return one('Deployment', path);
  },
  image(f: Field, path: string, days = 2): Named {
    const [ns = '', name = ''] = path.split('/');
    f.app({ ns, name, tone: 'golog', n: 1, image: `${name}:experiment-7`, svc: false, ready: null });
    const image = f.pod(path).spec?.containers?.[0]?.image ?? '';
    pullFails(
      f.s,
      f.pod(path),
      `failed to pull and unpack image "${image}": failed to resolve reference "${image}": ${image}: not found`,
      days * 1440,
    );
    return one('Deployment', path);
  },
  pending(f: Field, path: string, days = 4): Named {
    const [ns = '', name = ''] = path.split('/');
    f.app({ ns, name, tone: 'gunicorn', n: 1, cpu: ['32'], svc: false, ready: null });
    const n = f.world.nodes.length;
    unschedulable(
      f.s,
      f.pod(path),
      `0/${n} nodes are available: ${n} Insufficient cpu. preemption: 0/${n} nodes are available: ${n} No preemption victims found for incoming pod.`,
      days * 1440,
    );
    return one('Deployment', path);
  },
  unready(f: Field, path: string, days = 5): Named {
    const [ns = '', name = ''] = path.split('/');
    f.app({ ns, name, tone: 'gunicorn', n: 1 });
    const pod = f.pod(path);
    f.s.container(pod).ready = false;
    notReady(f.s, pod, days * 1440);
    f.s.event(pod, 'Unhealthy', 'Readiness probe failed: HTTP probe failed with statuscode: 404', {
      first: 58,
      last: 0.3,
      count: 812,
      container: name,
    });
    return one('Deployment', path);
  },
};

/** The nodes of an unschedulable message: `0/4 nodes are available: …`. */
export const nobody = (f: Field, why: string): string => {
  const n = f.world.nodes.length;
  return `0/${n} nodes are available: ${why}. preemption: 0/${n} nodes are available: ${n} Preemption is not helpful for scheduling.`;
};
