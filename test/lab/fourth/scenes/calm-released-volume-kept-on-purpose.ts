import { one } from '../../field/herring.ts';
import { scene } from '../../field/write.ts';
import { postgres, program } from '../kit.ts';

export default scene({
  id: 'calm-released-volume-kept-on-purpose',
  family: 'healthy',
  on: 'tke',
  now: '2026-04-03T06:05:00Z',
  hops: 0,
  question: '发现一个 PV 是 Released 状态,crm 的数据库是不是丢数据了?急',
  not: [
    one('PersistentVolume', 'pvc-5f0f4a0e-9d0b-4f37-8d8c-6b1f2f8a2b11'),
    one('StatefulSet', 'crm/crm-pg'),
    one('Deployment', 'crm/crm-api'),
    one('PersistentVolumeClaim', 'crm/data-crm-pg-0'),
  ],
  play: (f) => {
    postgres(f, 'crm/crm-pg');
    program(f, 'uvicorn', { ns: 'crm', name: 'crm-api', n: 2, env: { PGHOST: 'crm-pg' } });
    f.app({ ns: 'crm', name: 'crm-web', tone: 'nginx', n: 2, env: { API: 'http://crm-api' } });
    f.put({
      apiVersion: 'v1',
      kind: 'PersistentVolume',
      metadata: {
        name: 'pvc-5f0f4a0e-9d0b-4f37-8d8c-6b1f2f8a2b11',
        creationTimestamp: f.s.clock.ago(500_000),
        annotations: {
          'pv.kubernetes.io/provisioned-by': 'com.tencent.cloud.csi.cbs',
          'ops.example.cn/note': 'crm-mysql 已迁移到 crm-pg(2026-02),旧盘保留到 2026-06-30 后删除',
        },
        finalizers: ['kubernetes.io/pv-protection'],
      },
      spec: {
        accessModes: ['ReadWriteOnce'],
        capacity: { storage: '100Gi' },
        persistentVolumeReclaimPolicy: 'Retain',
        storageClassName: 'cbs',
        volumeMode: 'Filesystem',
        claimRef: {
          apiVersion: 'v1',
          kind: 'PersistentVolumeClaim',
          namespace: 'crm',
          name: 'data-crm-mysql-0',
          uid: '5f0f4a0e-9d0b-4f37-8d8c-6b1f2f8a2b11',
        },
        csi: { driver: 'com.tencent.cloud.csi.cbs', volumeHandle: 'disk-8k2j1x0q', fsType: 'ext4' },
      },
      status: { phase: 'Released', lastPhaseTransitionTime: f.s.clock.ago(84_000) },
    });
  },
});
