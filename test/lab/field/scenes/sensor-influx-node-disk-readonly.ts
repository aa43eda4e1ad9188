import { herring, of, one } from '../herring.ts';
import { scene } from '../write.ts';

export default scene({
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
});
