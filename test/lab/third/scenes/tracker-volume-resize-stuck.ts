import { herring, of, one } from '../../field/herring.ts';
import { scene } from '../../field/write.ts';

export default scene({
  id: 'tracker-volume-resize-stuck',
  family: 'disk_full',
  on: 'aks',
  now: '2026-05-25T06:20:00Z',
  hops: 2,
  question:
    'tickets cannot be saved. We already grew the disk to 64Gi on sunday (kubectl get pvc -o yaml says 64Gi requested) so disk cannot be it',
  scope: 'helpdesk',
  causes: [
    {
      subjects: [
        one('PersistentVolumeClaim', 'helpdesk/data-tracker-pg-0'),
        ...of('helpdesk/tracker-pg', 'StatefulSet'),
      ],
      says: [
        ['no space', 'disk', 'full', 'resize', '扩容', '磁盘'],
        ['resize', 'expand', '32gi', 'capacity', 'expansion', '扩容', '容量'],
      ],
    },
  ],
  symptoms: [one('Deployment', 'helpdesk/tracker')],
  not: [one('Deployment', 'helpdesk/tracker'), one('Deployment', 'helpdesk/mail-in')],
  play: (f) => {
    f.app({
      ns: 'helpdesk',
      name: 'tracker',
      tone: 'monolog',
      n: 2,
      env: { DATABASE_URL: 'pgsql://tracker-pg:5432/tracker' },
    });
    f.app({ ns: 'helpdesk', name: 'mail-in', tone: 'celery', n: 1, svc: false, ready: null });
    f.app({
      ns: 'helpdesk',
      name: 'tracker-pg',
      kind: 'StatefulSet',
      tone: 'pg',
      n: 1,
      image: 'postgres:15.10',
      port: 5432,
      portName: 'pg',
      ready: { tcpSocket: { port: 5432 } },
      claim: { size: '32Gi', at: '/var/lib/postgresql/data' },
    });
    const c = f.get('PersistentVolumeClaim', 'helpdesk/data-tracker-pg-0');
    c.spec = { ...c.spec, resources: { requests: { storage: '64Gi' } } };
    f.s.condition(c, 'Resizing', 'True', undefined, undefined, 1300);
    f.s.condition(
      c,
      'ControllerResizeError',
      'True',
      'ControllerResizeError',
      'rpc error: code = Internal desc = failed to resize disk: OperationNotAllowed: Cannot resize disk while it is attached to running VM, tier P4 needs the disk to be detached',
      1290,
    );
    f.edited(c, 'kubectl-patch', 1300, { 'f:spec': { 'f:resources': {} } });
    f.s.event(
      c,
      'VolumeResizeFailed',
      `resize volume "${String(c.spec?.volumeName)}" by resizer "disk.csi.azure.com" failed: rpc error: code = Internal desc = failed to resize disk: OperationNotAllowed: Cannot resize disk while it is attached to running VM, tier P4 needs the disk to be detached`,
      { first: 59, last: 3, count: 14, source: 'external-resizer disk.csi.azure.com' },
    );
    f.say({
      app: 'helpdesk/tracker-pg',
      from: 49,
      every: 40,
      lines: 'could not extend file "base/16384/24690": No space left on device',
    });
    f.say({
      app: 'helpdesk/tracker',
      from: 49,
      every: 40,
      lines:
        'SQLSTATE[53100]: Disk full: 7 ERROR:  could not extend file "base/16384/24690": No space left on device HINT:  Check free disk space.',
    });
    herring.unready(f, 'helpdesk/csat');
  },
});
