import { unschedulable } from '../../faults.ts';
import { unbound } from '../acts.ts';
import { herring, nobody, of, one } from '../herring.ts';
import { scene } from '../write.ts';

export default scene({
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
});
