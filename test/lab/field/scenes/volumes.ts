import { crashLoop, notReady, unschedulable } from '../../faults.ts';
import type { Kube } from '../../objects.ts';
import type { Field } from '../field.ts';
import { herring, nobody, of, one } from '../herring.ts';
import type { Scene } from '../write.ts';

/** A claim that never was bound. */
function unbound(f: Field, claim: Kube, minutes: number, reason: string, message: string, source: string): void {
  const volume = String(claim.spec?.volumeName);
  f.s.objects = f.s.objects.filter((o) => !(o.kind === 'PersistentVolume' && o.metadata.name === volume));
  if (claim.spec) delete claim.spec.volumeName;
  claim.status = { phase: 'Pending' };
  claim.metadata.creationTimestamp = f.s.clock.ago(minutes);
  for (const k of ['pv.kubernetes.io/bind-completed', 'pv.kubernetes.io/bound-by-controller'])
    delete claim.metadata.annotations?.[k];
  f.s.event(claim, reason, message, { first: minutes, last: 1.2, count: Math.ceil(minutes / 2), source });
}
const unreachable = (f: Field, node: Kube, minutes: number): void => {
  for (const type of ['MemoryPressure', 'DiskPressure', 'PIDPressure', 'Ready'])
    f.s.condition(node, type, 'Unknown', 'NodeStatusUnknown', 'Kubelet stopped posting node status.', minutes);
  for (const c of node.status?.conditions ?? []) c.lastHeartbeatTime = f.s.clock.ago(minutes + 1);
  node.spec = {
    ...node.spec,
    taints: ['NoSchedule', 'NoExecute'].map((effect) => ({
      key: 'node.kubernetes.io/unreachable',
      effect,
      timeAdded: f.s.clock.ago(minutes),
    })),
  };
  const lease = f.s.find('Lease', 'kube-node-lease', node.metadata.name);
  if (lease.spec) lease.spec.renewTime = `${f.s.clock.ago(minutes + 0.7).replace('Z', '')}.311204Z`;
  f.s.event(node, 'NodeNotReady', `Node ${node.metadata.name} status is now: NodeNotReady`, {
    type: 'Normal',
    first: minutes,
    last: minutes,
    source: 'node-controller',
  });
};

const rwx: Scene = {
  id: 'media-rwx-on-block-disk',
  family: 'volume-provisioning',
  on: 'aks',
  now: '2026-04-21T15:18:00Z',
  key: 'app.kubernetes.io/name',
  hops: 3,
  question:
    'uploads in the new media environment give 503. media-api says thumbor is not there, thumbor team says it is deployed',
  scope: 'media-stg',
  causes: [
    {
      subjects: [
        one('PersistentVolumeClaim', 'media-stg/thumbor-data'),
        one('StorageClass', 'managed-csi'),
        ...of('media-stg/thumbor'),
      ],
      says: [
        ['readwritemany', 'rwx', 'multi_node_multi_writer', 'access mode', 'accessmode', '访问模式'],
        ['not supported', 'unsupported', 'does not support', 'fail', 'invalid', '不支持', '失败'],
      ],
    },
  ],
  symptoms: [one('Deployment', 'media-stg/media-api')],
  not: [one('Deployment', 'media-stg/media-api'), one('Deployment', 'media-stg/media-web')],
  play: (f) => {
    f.app({ ns: 'media-stg', name: 'media-web', tone: 'nginx', env: { API: 'http://media-api' } });
    f.app({ ns: 'media-stg', name: 'media-api', tone: 'django', c: 'api', env: { THUMBOR: 'http://thumbor:8888' } });
    f.app({
      ns: 'media-stg',
      name: 'thumbor',
      tone: 'gunicorn',
      n: 2,
      port: 8888,
      svcPort: 8888,
      claim: { size: '100Gi', at: '/data', mode: 'ReadWriteMany', cls: 'managed-csi' },
    });
    const claim = f.get('PersistentVolumeClaim', 'media-stg/thumbor-data');
    unbound(
      f,
      claim,
      44,
      'ProvisioningFailed',
      'failed to provision volume with StorageClass "managed-csi": rpc error: code = InvalidArgument desc = Volume capability not supported: access mode MULTI_NODE_MULTI_WRITER is not supported for mount volumes (requested ReadWriteMany)',
      'disk.csi.azure.com_csi-azuredisk-controller-6d5f8c_1b0a',
    );
    f.s.event(
      claim,
      'ExternalProvisioning',
      "Waiting for a volume to be created either by the external provisioner 'disk.csi.azure.com' or manually by the system administrator. If volume creation is delayed, please verify that the provisioner is running and correctly registered.",
      { type: 'Normal', first: 44, last: 0.5, count: 170, source: 'persistentvolume-controller' },
    );
    for (const p of f.pods('media-stg/thumbor'))
      unschedulable(f.s, p, nobody(f, 'pod has unbound immediate PersistentVolumeClaims'), 44);
    herring.image(f, 'media-stg/face-blur', 2);
    f.say({
      app: 'media-stg/media-api',
      from: 43,
      every: 35,
      lines: `Internal Server Error: /upload ConnectionRefusedError(111, 'Connection refused') while calling http://thumbor:8888/unsafe/300x/{hex}.jpg`,
    });
    f.say({
      app: 'media-stg/media-web',
      from: 43,
      every: 45,
      lines: `upstream returned 503 for "POST /upload HTTP/1.1", upstream: "http://media-api/upload"`,
    });
  },
};

const zone: Scene = {
  id: 'kafka-zk-ordinal-cordoned-zone',
  family: 'volume-node',
  on: 'eks',
  now: '2026-11-02T01:37:00Z',
  key: 'app',
  hops: 3,
  question: '消息全部积压,下游说拉不到 kafka,kafka 自己也在重启。昨天有人动过节点',
  causes: [
    {
      subjects: [
        ...of('stream/zk', 'StatefulSet'),
        one('Node', 'ip-*'),
        one('PersistentVolumeClaim', 'stream/data-zk-0'),
        one('PersistentVolume', 'pvc-*'),
      ],
      says: [['zk'], ['cordon', 'unschedulable', 'volume node affinity', '不可调度', '封锁', '亲和', 'affinity']],
    },
  ],
  symptoms: [one('StatefulSet', 'stream/kafka')],
  not: [
    one('StatefulSet', 'stream/kafka'),
    one('Deployment', 'orders/order-stream'),
    one('Deployment', 'orders/order-api'),
  ],
  play: (f) => {
    f.app({
      ns: 'stream',
      name: 'zk',
      kind: 'StatefulSet',
      tone: 'log4j',
      n: 1,
      c: 'zookeeper',
      image: 'docker.io/zookeeper:3.9.3',
      port: 2181,
      portName: 'client',
      ready: { tcpSocket: { port: 2181 } },
      claim: { size: '10Gi', at: '/data' },
    });
    f.app({
      ns: 'stream',
      name: 'kafka',
      kind: 'StatefulSet',
      tone: 'log4j',
      n: 2,
      image: 'confluentinc/cp-kafka:7.4.1',
      port: 9092,
      portName: 'broker',
      ready: { tcpSocket: { port: 9092 } },
      env: { KAFKA_ZOOKEEPER_CONNECT: 'zk.stream.svc.cluster.local:2181' },
    });
    f.app({
      ns: 'orders',
      name: 'order-stream',
      tone: 'spring',
      svc: false,
      ready: null,
      env: { BOOTSTRAP_SERVERS: 'kafka.stream.svc.cluster.local:9092' },
    });
    f.app({ ns: 'orders', name: 'order-api', tone: 'spring' });
    const pod = f.pod('stream/zk');
    const home = f.world.nodes.find((n) => n.metadata.name === pod.spec?.nodeName) ?? f.node(0);
    const volume = f.s
      .all('PersistentVolume')
      .find((v) => (v.spec?.claimRef as { name?: string } | undefined)?.name === 'data-zk-0');
    if (volume?.spec)
      volume.spec.nodeAffinity = {
        required: {
          nodeSelectorTerms: [
            {
              matchExpressions: [
                {
                  key: 'topology.kubernetes.io/zone',
                  operator: 'In',
                  values: [home.metadata.labels?.['topology.kubernetes.io/zone']],
                },
              ],
            },
          ],
        },
      };
    const same = f.world.nodes.filter(
      (n) =>
        n.metadata.labels?.['topology.kubernetes.io/zone'] === home.metadata.labels?.['topology.kubernetes.io/zone'],
    );
    for (const n of same) {
      n.spec = {
        ...n.spec,
        unschedulable: true,
        taints: [{ key: 'node.kubernetes.io/unschedulable', effect: 'NoSchedule', timeAdded: f.s.clock.ago(1200) }],
      };
      f.s.event(n, 'NodeNotSchedulable', `Node ${n.metadata.name} status is now: NodeNotSchedulable`, {
        type: 'Normal',
        first: 58,
        last: 58,
      });
      f.edited(n, 'kubectl-cordon', 1200, { 'f:spec': { 'f:unschedulable': {} } });
    }
    pod.metadata.creationTimestamp = f.s.clock.ago(31);
    unschedulable(
      f.s,
      pod,
      `0/4 nodes are available: ${same.length} node(s) were unschedulable, ${4 - same.length} node(s) had volume node affinity conflict. preemption: 0/4 nodes are available: 4 Preemption is not helpful for scheduling.`,
      31,
    );
    for (const p of f.pods('stream/kafka'))
      crashLoop(f.s, p, { exitCode: 1, restarts: 7, first: 29, last: 1.5, lasted: 40 });
    herring.crash(f, 'stream/schema-ui', 11);
    f.say({
      app: 'stream/kafka',
      boot: true,
      lines: [
        'Connecting to zookeeper on zk.stream.svc.cluster.local:2181 (kafka.server.KafkaServer)',
        'Fatal error during KafkaServer startup. Prepare to shutdown (kafka.server.KafkaServer) kafka.zookeeper.ZooKeeperClientTimeoutException: Timed out waiting for connection while in state: CONNECTING',
      ],
    });
    f.say({
      app: 'orders/order-stream',
      from: 29,
      every: 20,
      level: 'warn',
      lines:
        '[Consumer clientId=consumer-orders-1, groupId=orders] Connection to node -1 (kafka.stream.svc.cluster.local:9092) could not be established. Node may not be available.',
    });
  },
};

const nodeDead: Scene = {
  id: 'warehouse-pg-node-unreachable',
  family: 'node-down',
  on: 'openshift',
  now: '2026-01-14T19:25:00Z',
  key: 'app',
  hops: 3,
  stamps: true,
  question: 'scanners in the warehouse freeze at "saving pick". pick-api throws connection timeouts',
  causes: [
    {
      subjects: [one('Node', 'ocp4-worker-2-*')],
      says: [['not ready', 'notready', 'unreachable', 'stopped posting', 'unknown', '未就绪', '失联', 'down']],
    },
  ],
  symptoms: [one('Deployment', 'wms/pick-api'), one('StatefulSet', 'wms/pick-pg')],
  not: [one('Deployment', 'wms/pick-api'), one('Deployment', 'wms/scanner-bff'), one('StatefulSet', 'wms/pick-pg')],
  play: (f) => {
    const down = f.node(2);
    f.app({
      ns: 'wms',
      name: 'scanner-bff',
      tone: 'winston',
      env: { PICK: 'http://pick-api' },
      pod: { nodeSelector: { 'kubernetes.io/hostname': f.node(0).metadata.name } },
    });
    f.app({
      ns: 'wms',
      name: 'pick-api',
      tone: 'spring',
      env: { SPRING_DATASOURCE_URL: 'jdbc:postgresql://pick-pg:5432/pick' },
      pod: { nodeSelector: { 'kubernetes.io/hostname': f.node(1).metadata.name } },
    });
    f.app({
      ns: 'wms',
      name: 'pick-pg',
      kind: 'StatefulSet',
      tone: 'pg',
      n: 1,
      c: 'postgresql',
      image: 'registry.redhat.io/rhel9/postgresql-16:latest',
      port: 5432,
      portName: 'pg',
      ready: { exec: { command: ['/usr/libexec/check-container'] } },
      claim: { size: '60Gi', at: '/var/lib/pgsql/data' },
      pod: { nodeSelector: { 'kubernetes.io/hostname': down.metadata.name } },
    });
    unreachable(f, down, 23);
    for (const p of f.s.all('Pod').filter((x) => x.spec?.nodeName === down.metadata.name)) {
      f.s.condition(p, 'Ready', 'False', undefined, undefined, 23);
      f.s.event(p, 'NodeNotReady', 'Node is not ready', { first: 23, last: 23, source: 'node-controller' });
      if (p.metadata.ownerReferences?.[0]?.kind === 'DaemonSet') continue;
      p.metadata.deletionTimestamp = f.s.clock.ago(17.5);
      f.s.condition(
        p,
        'DisruptionTarget',
        'True',
        'DeletionByTaintManager',
        'Taint manager: deleting due to NoExecute taint',
        18,
      );
      f.s.event(p, 'TaintManagerEviction', `Marking for deletion Pod ${p.metadata.namespace}/${p.metadata.name}`, {
        type: 'Normal',
        first: 18,
        last: 18,
        source: 'taint-eviction-controller',
      });
    }
    herring.crash(f, 'wms/dock-display', 6);
    f.say({
      app: 'wms/pick-api',
      from: 22,
      every: 25,
      lines:
        'HikariPool-1 - Connection is not available, request timed out after 30000ms (total=0, active=0, idle=0, waiting=14) Caused by: org.postgresql.util.PSQLException: The connection attempt failed. java.net.SocketTimeoutException: Connect timed out pick-pg:5432',
    });
    f.say({ app: 'wms/scanner-bff', from: 22, every: 30, lines: 'POST http://pick-api/picks -> 500 after 30012ms' });
  },
};

const readonlyNode: Scene = {
  id: 'sensor-influx-node-disk-readonly',
  family: 'file-system',
  on: 'rke2',
  now: '2026-08-11T06:05:00Z',
  key: 'app',
  hops: 3,
  question: 'plant dashboards have no data since 5:40, grafana itself opens',
  scope: 'metrology',
  causes: [
    {
      subjects: [one('Node', 'rke2-w2.plant7.example'), ...of('metrology/tsdb', 'StatefulSet')],
      says: [
        ['read-only', 'readonly', 'read only', '只读'],
        ['file system', 'filesystem', 'disk', '文件系统', '磁盘'],
      ],
    },
  ],
  symptoms: [one('Deployment', 'metrology/ingest')],
  not: [one('Deployment', 'metrology/grafana'), one('Deployment', 'metrology/ingest')],
  play: (f) => {
    f.app({ ns: 'metrology', name: 'grafana', tone: 'slog', n: 1, port: 3000, env: { DS_URL: 'http://tsdb:8428' } });
    f.app({
      ns: 'metrology',
      name: 'ingest',
      tone: 'golog',
      n: 2,
      svc: false,
      ready: null,
      env: { WRITE_URL: 'http://tsdb:8428/api/v1/write' },
    });
    f.app({
      ns: 'metrology',
      name: 'tsdb',
      kind: 'StatefulSet',
      tone: 'golog',
      n: 1,
      image: 'victoriametrics/victoria-metrics:v1.128.0',
      port: 8428,
      portName: 'http',
      claim: { size: '200Gi', at: '/storage' },
      pod: { nodeSelector: { 'kubernetes.io/hostname': f.node(1).metadata.name } },
    });
    const node = f.node(1);
    f.s.condition(
      node,
      'ReadonlyFilesystem',
      'True',
      'FilesystemIsReadOnly',
      'EXT4-fs (sdb1): Remounting filesystem read-only',
      26,
    );
    f.s.event(
      node,
      'Ext4Error',
      'kernel: EXT4-fs error (device sdb1): ext4_journal_check_start:84: comm victoria-metric: Detected aborted journal',
      { first: 26, last: 26, count: 3, source: 'kernel-monitor' },
    );
    f.s.event(
      node,
      'FilesystemIsReadOnly',
      'Node condition ReadonlyFilesystem is now: True, reason: FilesystemIsReadOnly, message: "EXT4-fs (sdb1): Remounting filesystem read-only"',
      { first: 26, last: 26, source: 'readonly-monitor' },
    );
    herring.unready(f, 'metrology/oee-calc', 8);
    f.say({
      app: 'metrology/tsdb',
      from: 25,
      every: 20,
      raw: true,
      lines:
        '{iso}\terror\tlib/storage/partition.go:1412\tcannot flush in-memory parts to disk: cannot create directory "/storage/data/small/2026_08/{hex}": mkdir /storage/data/small/2026_08/{hex}: read-only file system',
    });
    f.say({
      app: 'metrology/ingest',
      from: 25,
      every: 25,
      lines:
        'remote write to http://tsdb:8428/api/v1/write: unexpected status 503: cannot store metrics: storage is in read-only mode',
    });
  },
};

const ephemeral: Scene = {
  id: 'video-split-ephemeral-limit',
  family: 'node-pressure',
  on: 'gke',
  now: '2026-05-03T12:50:00Z',
  key: 'app',
  hops: 1,
  question: 'video jobs restart from zero again and again, split pods disappear every ~10 minutes',
  scope: 'vod',
  causes: [{ subjects: of('vod/splitter'), says: [['ephemeral'], ['limit', 'exceed', '2gi', '超过', '超出']] }],
  not: [one('Deployment', 'vod/vod-api'), one('Deployment', 'vod/vod-redis')],
  play: (f) => {
    f.app({ ns: 'vod', name: 'vod-api', tone: 'slog', env: { QUEUE: 'redis://vod-redis:6379' } });
    f.app({
      ns: 'vod',
      name: 'vod-redis',
      tone: 'redis',
      n: 1,
      image: 'redis:7.4',
      port: 6379,
      ready: { tcpSocket: { port: 6379 } },
    });
    f.app({
      ns: 'vod',
      name: 'splitter',
      tone: 'celery',
      n: 2,
      svc: false,
      ready: null,
      env: { SCRATCH: '/tmp/split', REDIS: 'redis://vod-redis:6379' },
      over: {
        resources: {
          requests: { cpu: '500m', memory: '512Mi', 'ephemeral-storage': '1Gi' },
          limits: { memory: '1Gi', 'ephemeral-storage': '2Gi' },
        },
      },
    });
    f.revise('vod/splitter', 95, (t) => {
      for (const c of t.spec.containers)
        c.resources = { requests: { cpu: '500m', memory: '512Mi' }, limits: { memory: '1Gi' } };
    });
    const [live] = f.pods('vod/splitter');
    if (!live) return;
    const message = 'Pod ephemeral local storage usage exceeds the total limit of containers 2Gi. ';
    for (let i = 0; i < 6; i++) {
      const gone = structuredClone(live);
      gone.metadata = {
        ...gone.metadata,
        name: live.metadata.name.replace(/.....$/, f.s.random.suffix(5)),
        uid: f.s.random.uid(),
        creationTimestamp: f.s.clock.ago(80 - i * 12),
      };
      gone.status = {
        phase: 'Failed',
        reason: 'Evicted',
        message,
        startTime: f.s.clock.ago(80 - i * 12),
        conditions: [
          {
            type: 'DisruptionTarget',
            status: 'True',
            reason: 'TerminationByKubelet',
            message,
            lastTransitionTime: f.s.clock.ago(70 - i * 12),
          },
        ],
      };
      f.s.add(gone);
      if (i > 1) f.s.event(gone, 'Evicted', message, { first: 70 - i * 12, last: 70 - i * 12 });
    }
    for (const p of f.pods('vod/splitter').filter((x) => x.status?.phase === 'Running')) {
      p.metadata.creationTimestamp = f.s.clock.ago(7);
      for (const c of p.status?.containerStatuses ?? []) c.state = { running: { startedAt: f.s.clock.ago(6.8) } };
    }
    herring.image(f, 'vod/caption-ai', 13);
    f.say({
      app: 'vod/vod-api',
      level: 'warn',
      from: 60,
      every: 240,
      lines: 'job {hex} went back to the queue: worker lost',
    });
  },
};

const misconf: Scene = {
  id: 'seat-hold-redis-rdb-disk-full',
  family: 'disk_full',
  on: 'kubeadm',
  now: '2026-12-01T18:02:00Z',
  key: 'app',
  hops: 2,
  without: ['events'],
  question: '演出选座一直提示"系统繁忙",hold-api 三个副本都是 0/1,是不是发版有问题?',
  scope: 'seats',
  causes: [
    {
      subjects: [...of('seats/hold-redis', 'StatefulSet'), one('PersistentVolumeClaim', 'seats/data-hold-redis-0')],
      says: [
        ['no space', 'disk', 'misconf', '空间', '磁盘'],
        ['rdb', 'snapshot', 'full', 'space', '快照', '满', '空间'],
      ],
    },
  ],
  symptoms: [one('Deployment', 'seats/hold-api')],
  not: [one('Deployment', 'seats/hold-api'), one('Deployment', 'seats/seat-web')],
  play: (f) => {
    f.app({ ns: 'seats', name: 'seat-web', tone: 'nginx', env: { HOLD: 'http://hold-api' } });
    f.app({
      ns: 'seats',
      name: 'hold-api',
      tone: 'slog',
      n: 3,
      env: { REDIS_ADDR: 'hold-redis.seats.svc.cluster.local:6379' },
    });
    f.app({
      ns: 'seats',
      name: 'hold-redis',
      kind: 'StatefulSet',
      tone: 'redis',
      n: 1,
      image: 'redis:7.2.4',
      port: 6379,
      portName: 'redis',
      ready: { tcpSocket: { port: 6379 } },
      claim: { size: '2Gi', at: '/data' },
    });
    f.revise('seats/hold-api', 2900, (t) => {
      for (const c of t.spec.containers) c.image = c.image.replace('2.4.1', '2.3.9');
    });
    for (const p of f.pods('seats/hold-api')) {
      f.s.container(p).ready = false;
      notReady(f.s, p, 27);
    }
    herring.pending(f, 'growth/recsys-train', 5);
    f.say({
      app: 'seats/hold-redis',
      from: 31,
      every: 12,
      level: 'warn',
      lines: [
        'Failed opening the temp RDB file temp-{n}.rdb (in server root dir /data) for saving: No space left on device',
        'Background saving error',
      ],
    });
    f.say({
      app: 'seats/hold-api',
      from: 27,
      every: 20,
      lines:
        'readyz: redis write probe: MISCONF Redis is configured to save RDB snapshots, but it is currently unable to persist on disk. Commands that may modify the data set are disabled',
    });
    f.say({
      app: 'seats/seat-web',
      from: 26,
      every: 30,
      lines: `connect() failed (111: Connection refused) while connecting to upstream, client: ${f.podIP('ingress-nginx/ingress-nginx-controller')}, server: _, request: "POST /hold HTTP/1.1", upstream: "http://${f.ip('seats/hold-api')}:80/hold", host: "seats.show.example"`,
    });
  },
};

export default [rwx, zone, nodeDead, readonlyNode, ephemeral, misconf] satisfies Scene[];
