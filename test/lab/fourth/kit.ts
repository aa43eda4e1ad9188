import type { Saying } from '../field/base.ts';
import type { Field } from '../field/field.ts';
import type { Svc } from '../field/service.ts';
import type { Level } from '../field/tones.ts';
import type { Kube } from '../objects.ts';
import type { Program } from './voices.ts';

/** Words of the usual verdicts, in both languages. */
export const ABSENT = [
  'not found',
  'does not exist',
  "doesn't exist",
  'not exist',
  'missing',
  'no such',
  'unknown',
  'absent',
  'nonexistent',
  'non-existent',
  'lacks',
  'not present',
  'not defined',
  'nosuch',
  '不存在',
  '找不到',
  '缺失',
  '缺少',
  '没有',
  '未找到',
];
export const DENIED = [
  'forbidden',
  'denied',
  'not authorized',
  'cannot',
  '403',
  'unauthorized',
  '拒绝',
  '无权',
  '权限',
];

/** Containers whose program writes lines that no tone knows, as `namespace/container`. */
export const voices = new Map<string, Program>();

/** A workload whose log has the form of one of the further programs. */
export function program(f: Field, voice: Program, svc: Omit<Svc, 'tone'>): Kube {
  voices.set(`${svc.ns}/${svc.c ?? svc.name}`, voice);
  return f.app({ ...svc, tone: 'golog' });
}

type Told = Omit<Saying, 'lines' | 'app'> & { by?: string };

/** One utterance of such a program: its level, its logger and its text, which may have several lines. */
export const words = (level: Level | 'debug', by: string, text: string): string =>
  `\u0001${level}\u0001${by}\u0001${text.replaceAll('\n', '\u0002')}`;

export function tell(f: Field, app: string, text: string | string[], told: Told = {}): void {
  const { by = '', level = 'error', ...rest } = told;
  const texts = typeof text === 'string' ? [text] : text;
  f.say({
    app,
    ...rest,
    lines: texts.map((t, i) => words(rest.boot && i < texts.length - 1 ? 'info' : level, by, t)),
  });
}

const tcp = (port: number): object => ({ tcpSocket: { port } });

export const postgres = (f: Field, path: string, rest: Partial<Svc> = {}): Kube => {
  const [ns = '', name = ''] = path.split('/');
  return f.app({
    ns,
    name,
    kind: 'StatefulSet',
    tone: 'pg',
    n: 1,
    image: 'docker.io/library/postgres:16.9',
    c: 'postgres',
    port: 5432,
    portName: 'postgres',
    ready: { exec: { command: ['pg_isready', '-U', 'postgres'] } },
    mem: ['512Mi', '2Gi'],
    claim: { size: '50Gi', at: '/var/lib/postgresql/data' },
    ...rest,
  });
};

export const mysql = (f: Field, path: string, rest: Partial<Svc> = {}): Kube => {
  const [ns = '', name = ''] = path.split('/');
  return program(f, 'mysqld', {
    ns,
    name,
    kind: 'StatefulSet',
    n: 1,
    image: 'docker.io/library/mysql:8.0.43',
    c: 'mysql',
    port: 3306,
    portName: 'mysql',
    ready: tcp(3306),
    mem: ['1Gi', '2Gi'],
    claim: { size: '80Gi', at: '/var/lib/mysql' },
    ...rest,
  });
};

export const redis = (f: Field, path: string, rest: Partial<Svc> = {}): Kube => {
  const [ns = '', name = ''] = path.split('/');
  return f.app({
    ns,
    name,
    kind: 'StatefulSet',
    tone: 'redis',
    n: 1,
    image: 'docker.io/library/redis:7.4.5',
    c: 'redis',
    port: 6379,
    portName: 'redis',
    ready: tcp(6379),
    claim: { size: '8Gi', at: '/data' },
    ...rest,
  });
};

export const rabbit = (f: Field, path: string, rest: Partial<Svc> = {}): Kube => {
  const [ns = '', name = ''] = path.split('/');
  return program(f, 'rabbit', {
    ns,
    name,
    kind: 'StatefulSet',
    n: 1,
    image: 'docker.io/library/rabbitmq:3.13.7-management',
    c: 'rabbitmq',
    port: 5672,
    portName: 'amqp',
    ready: { exec: { command: ['rabbitmq-diagnostics', '-q', 'ping'] } },
    mem: ['512Mi', '1Gi'],
    claim: { size: '10Gi', at: '/var/lib/rabbitmq' },
    ...rest,
  });
};

export const kafka = (f: Field, path: string, rest: Partial<Svc> = {}): Kube => {
  const [ns = '', name = ''] = path.split('/');
  return program(f, 'kafka', {
    ns,
    name,
    kind: 'StatefulSet',
    n: 3,
    image: 'docker.io/apache/kafka:3.9.1',
    c: 'kafka',
    port: 9092,
    portName: 'client',
    ready: tcp(9092),
    mem: ['2Gi', '4Gi'],
    claim: { size: '200Gi', at: '/var/lib/kafka/data' },
    ...rest,
  });
};

export const elastic = (f: Field, path: string, rest: Partial<Svc> = {}): Kube => {
  const [ns = '', name = ''] = path.split('/');
  return program(f, 'elastic', {
    ns,
    name,
    kind: 'StatefulSet',
    n: 1,
    image: 'docker.elastic.co/elasticsearch/elasticsearch:8.17.4',
    c: 'elasticsearch',
    port: 9200,
    portName: 'http',
    ready: tcp(9200),
    mem: ['2Gi', '4Gi'],
    env: { 'discovery.type': 'single-node', ES_JAVA_OPTS: '-Xms2g -Xmx2g' },
    claim: { size: '120Gi', at: '/usr/share/elasticsearch/data' },
    ...rest,
  });
};

export const mongo = (f: Field, path: string, rest: Partial<Svc> = {}): Kube => {
  const [ns = '', name = ''] = path.split('/');
  return program(f, 'mongod', {
    ns,
    name,
    kind: 'StatefulSet',
    n: 3,
    image: 'docker.io/library/mongo:7.0.21',
    c: 'mongod',
    port: 27017,
    portName: 'mongo',
    ready: tcp(27017),
    mem: ['1Gi', '2Gi'],
    claim: { size: '60Gi', at: '/data/db' },
    ...rest,
  });
};

/** `kubectl rollout restart`, so many minutes ago. */
export function restarted(f: Field, app: string, minutes: number): void {
  const [ns = ''] = app.split('/');
  const o = f.get('Deployment', app);
  const note = { 'kubectl.kubernetes.io/restartedAt': f.s.clock.ago(minutes) };
  const sets = f.s.all('ReplicaSet', ns).filter((r) => r.metadata.ownerReferences?.[0]?.uid === o.metadata.uid);
  for (const t of [o, ...sets].map((x) => x.spec?.template?.metadata))
    if (t) t.annotations = { ...t.annotations, ...note };
  for (const p of f.pods(app)) p.metadata.annotations = { ...p.metadata.annotations, ...note };
  f.revise(
    app,
    minutes,
    (t) => {
      delete t.metadata.annotations?.['kubectl.kubernetes.io/restartedAt'];
    },
    { by: 'kubectl-rollout' },
  );
}

/** A deploy so many minutes ago, from an older tag. */
export function deployed(
  f: Field,
  app: string,
  minutes: number,
  tag: string,
  by = 'helm',
): { fresh: Kube[]; old: Kube[] } {
  return f.revise(
    app,
    minutes,
    (t) => {
      const [c] = t.spec.containers;
      if (c) c.image = c.image.replace(/:[^:]+$/, `:${tag}`);
    },
    { by },
  );
}

/** The keys of a ConfigMap or Secret that a manager owns, as managedFields name them. */
export const data = (...keys: string[]): object => ({
  'f:data': Object.fromEntries(keys.map((k) => [`f:${k}`, {}])),
});

/** A plain Service beside those of the workloads. */
export function service(f: Field, path: string, spec: Record<string, unknown>, days = 120): Kube {
  const [namespace = '', name = ''] = path.split('/');
  f.put({
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name, namespace, creationTimestamp: f.s.clock.ago(days * 1440) },
    spec,
  });
  return f.get('Service', path);
}

/** A Deployment that somebody scaled to zero. */
export function zero(f: Field, app: string, by: string, minutes: number): void {
  const [ns = ''] = app.split('/');
  const o = f.get('Deployment', app);
  if (o.spec) o.spec.replicas = 0;
  for (const r of f.s.all('ReplicaSet', ns).filter((x) => x.metadata.ownerReferences?.[0]?.uid === o.metadata.uid)) {
    if (r.spec) r.spec.replicas = 0;
    f.s.event(o, 'ScalingReplicaSet', `Scaled down replica set ${r.metadata.name} from 1 to 0`, {
      type: 'Normal',
      first: minutes,
      last: minutes,
      source: 'deployment-controller',
    });
  }
  for (const p of f.pods(app)) f.s.remove(p);
  f.edited(o, by, minutes, { 'f:spec': { 'f:replicas': {} } });
}

/** A pod whose init container runs and does not end. */
export function initRuns(f: Field, pod: Kube, name: string, minutes: number): void {
  if (!pod.status) return;
  pod.status.phase = 'Pending';
  const inits = pod.status.initContainerStatuses ?? [];
  const at = inits.findIndex((c) => c.name === name);
  inits.forEach((c, i) => {
    if (i === at)
      Object.assign(c, {
        ready: false,
        started: true,
        lastState: {},
        restartCount: 0,
        state: { running: { startedAt: f.s.clock.ago(minutes - 0.1) } },
      });
    if (i > at) Object.assign(c, { ready: false, started: false, state: { waiting: { reason: 'PodInitializing' } } });
  });
  for (const c of pod.status.containerStatuses ?? []) {
    Object.assign(c, {
      ready: false,
      started: false,
      restartCount: 0,
      imageID: '',
      lastState: {},
      state: { waiting: { reason: 'PodInitializing' } },
    });
    delete c.containerID;
  }
  const all = (pod.spec?.containers ?? []).map((c) => c.name).join(' ');
  const incomplete = inits
    .slice(at)
    .map((c) => c.name)
    .join(' ');
  f.s.condition(
    pod,
    'Initialized',
    'False',
    'ContainersNotInitialized',
    `containers with incomplete status: [${incomplete}]`,
    minutes,
  );
  for (const t of ['Ready', 'ContainersReady'])
    f.s.condition(pod, t, 'False', 'ContainersNotReady', `containers with unready status: [${all}]`, minutes);
}

/** A Deployment whose new revision made no progress in time. */
export function late(f: Field, app: string, minutes: number): void {
  const [ns = ''] = app.split('/');
  const o = f.get('Deployment', app);
  const revision = o.metadata.annotations?.['deployment.kubernetes.io/revision'];
  const set = f.s
    .all('ReplicaSet', ns)
    .find(
      (r) =>
        r.metadata.ownerReferences?.[0]?.uid === o.metadata.uid &&
        r.metadata.annotations?.['deployment.kubernetes.io/revision'] === revision,
    );
  f.s.condition(
    o,
    'Progressing',
    'False',
    'ProgressDeadlineExceeded',
    `ReplicaSet "${set?.metadata.name}" has timed out progressing.`,
    Math.max(0, minutes - 10),
  );
}
