import { waiting } from '../../faults.ts';
import { herring, of, one } from '../../field/herring.ts';
import { scene } from '../../field/write.ts';

export default scene({
  id: 'wiki-subpath-file-became-dir',
  family: 'container-config',
  on: 'ack',
  now: '2026-06-18T02:48:00Z',
  hops: 1,
  question: '官网改版发布后首页 502,web 的 Pod 一直 CreateContainerConfigError,ConfigMap 和 Secret 我都看了都在',
  scope: 'portal',
  causes: [
    {
      subjects: of('portal/web'),
      says: [
        ['subpath', '子路径'],
        ['theme', 'permission', 'subpath', 'not a directory', '目录'],
      ],
    },
  ],
  not: [one('Deployment', 'portal/cms'), one('PersistentVolumeClaim', 'portal/web-data')],
  play: (f) => {
    f.app({ ns: 'portal', name: 'cms', tone: 'monolog', n: 1 });
    f.app({
      ns: 'portal',
      name: 'web',
      tone: 'nginx',
      n: 1,
      claim: { size: '20Gi', at: '/var/www/shared' },
      over: { volumeMounts: [{ name: 'data', mountPath: '/var/www/theme', subPath: 'themes/2026' }] },
    });
    f.revise('portal/web', 36, (t) => {
      const c = t.spec.containers[0];
      if (c) c.volumeMounts = [{ name: 'data', mountPath: '/var/www/theme', subPath: 'themes/2025' }];
    });
    const p = f.pod('portal/web');
    const why = 'failed to prepare subPath for volumeMount "data" of container "web"';
    waiting(f.s, p, 'CreateContainerConfigError', why, { minutes: 36 });
    f.s.event(p, 'Failed', `Error: ${why}`, { first: 36, last: 0.5, count: 168, container: 'web' });
    f.s.event(
      p,
      'Failed',
      `Error: failed to create subPath directory for volumeMount "data" of container "web": mkdir /var/lib/kubelet/pods/${p.metadata.uid}/volumes/kubernetes.io~csi/pv/mount/themes/2026: not a directory`,
      { first: 36, last: 34, count: 3, container: 'web' },
    );
    herring.pending(f, 'portal/static-gen', 2);
  },
});
