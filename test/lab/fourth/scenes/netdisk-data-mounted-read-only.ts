import { herring, of, one } from '../../field/herring.ts';
import { scene } from '../../field/write.ts';
import { mysql, program, tell } from '../kit.ts';

export default scene({
  id: 'netdisk-data-mounted-read-only',
  family: 'volume-readonly',
  on: 'rke2',
  now: '2026-02-11T01:27:00Z',
  key: 'app.kubernetes.io/name',
  hops: 0,
  question: '企业网盘能看不能传,上传就 500,存储同事查过 longhorn 卷是 healthy,容量还剩一大半',
  scope: 'netdisk',
  causes: [
    {
      subjects: [...of('netdisk/netdisk'), one('PersistentVolumeClaim', 'netdisk/netdisk-files')],
      says: [
        ['read-only', 'readonly', 'read only', '只读'],
        ['/var/www/data', 'volumemount', 'mount', 'volume', '挂载', '卷', 'file system', '文件系统'],
      ],
    },
  ],
  not: [one('StatefulSet', 'netdisk/netdisk-mysql'), one('Deployment', 'netdisk/preview')],
  play: (f) => {
    f.put({
      apiVersion: 'v1',
      kind: 'PersistentVolumeClaim',
      metadata: { name: 'netdisk-files', namespace: 'netdisk' },
      spec: { accessModes: ['ReadWriteMany'], resources: { requests: { storage: '2Ti' } } },
    });
    mysql(f, 'netdisk/netdisk-mysql');
    program(f, 'laravel', {
      ns: 'netdisk',
      name: 'netdisk',
      n: 2,
      image: 'netdisk:5.6.2',
      env: { DB_HOST: 'netdisk-mysql', DATA_DIR: '/var/www/data' },
      pod: { volumes: [{ name: 'files', persistentVolumeClaim: { claimName: 'netdisk-files' } }] },
      over: { volumeMounts: [{ name: 'files', mountPath: '/var/www/data', readOnly: true }] },
    });
    f.revise(
      'netdisk/netdisk',
      72,
      (t) => {
        const [c] = t.spec.containers;
        if (!c) return;
        c.image = c.image.replace('5.6.2', '5.6.1');
        c.volumeMounts = [{ name: 'files', mountPath: '/var/www/data' }];
      },
      { by: 'helm' },
    );
    program(f, 'pylog', {
      ns: 'netdisk',
      name: 'preview',
      n: 1,
      pod: { volumes: [{ name: 'files', persistentVolumeClaim: { claimName: 'netdisk-files', readOnly: true } }] },
      over: { volumeMounts: [{ name: 'files', mountPath: '/files', readOnly: true }] },
    });
    tell(
      f,
      'netdisk/netdisk',
      'file_put_contents(/var/www/data/u{n}/upload.part): Failed to open stream: Read-only file system {"userId":{n},"exception":"[object] (ErrorException(code: 0): file_put_contents(): Failed to open stream: Read-only file system at /var/www/app/Storage/LocalStore.php:118)"}',
      { from: 49, every: 40 },
    );
    herring.crash(f, 'netdisk/virus-scan-old', 33);
  },
});
