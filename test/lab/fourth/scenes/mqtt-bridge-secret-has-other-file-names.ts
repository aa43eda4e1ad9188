import { crashLoop } from '../../faults.ts';
import { herring, of, one } from '../../field/herring.ts';
import { scene } from '../../field/write.ts';
import { ABSENT, deployed, program, tell } from '../kit.ts';

export default scene({
  id: 'mqtt-bridge-secret-has-other-file-names',
  family: 'config-file',
  on: 'k3s',
  now: '2026-05-12T23:18:00Z',
  hops: 2,
  question: '工厂设备上报全断,边缘网关报 502,mqtt-tls 一直重启。昨天证书由 cert-manager 换成手工上传的',
  scope: 'plant',
  causes: [
    {
      subjects: [one('Secret', 'plant/mqtt-tls-cert'), ...of('plant/mqtt-tls')],
      says: [['tls.crt', '/etc/tls', 'certificate', '证书'], ABSENT],
    },
  ],
  symptoms: [one('Deployment', 'plant/edge-gateway')],
  not: [one('Deployment', 'plant/edge-gateway'), one('Deployment', 'plant/mqtt-core')],
  nodes: 3,
  play: (f) => {
    const secret = f.secret('plant/mqtt-tls-cert', ['server.pem', 'server.key', 'ca.pem'], 0.9);
    secret.metadata.managedFields = [
      {
        manager: 'kubectl-create',
        operation: 'Update',
        apiVersion: 'v1',
        time: f.s.clock.ago(0.9 * 1440),
        fieldsType: 'FieldsV1',
        fieldsV1: { 'f:data': { 'f:server.pem': {}, 'f:server.key': {}, 'f:ca.pem': {} } },
      },
    ];
    f.config(
      'plant/mqtt-nginx',
      {
        'nginx.conf':
          'stream {\n  server {\n    listen 8883 ssl;\n    ssl_certificate /etc/tls/tls.crt;\n    ssl_certificate_key /etc/tls/tls.key;\n    proxy_pass mqtt-core:1883;\n  }\n}\n',
      },
      300,
    );
    f.app({ ns: 'plant', name: 'edge-gateway', tone: 'tracing', n: 1, env: { MQTT: 'mqtts://mqtt-tls:8883' } });
    f.app({
      ns: 'plant',
      name: 'mqtt-core',
      tone: 'golog',
      n: 1,
      port: 1883,
      svcPort: 1883,
      ready: { tcpSocket: { port: 1883 } },
    });
    f.app({
      ns: 'plant',
      name: 'mqtt-tls',
      tone: 'nginx',
      n: 1,
      image: 'docker.io/library/nginx:1.29.0',
      c: 'nginx',
      port: 8883,
      svcPort: 8883,
      portName: 'mqtts',
      mounts: { '/etc/tls': 'secret:mqtt-tls-cert', '/etc/nginx/conf': 'cm:mqtt-nginx' },
      ready: { tcpSocket: { port: 8883 } },
    });
    deployed(f, 'plant/mqtt-tls', 71, '1.28.0', 'kubectl-set');
    crashLoop(f.s, f.pod('plant/mqtt-tls'), { exitCode: 1, restarts: 18, first: 70, last: 2.5, lasted: 1 });
    f.say({
      app: 'plant/mqtt-tls',
      boot: true,
      raw: true,
      lines: [
        '/docker-entrypoint.sh: Configuration complete; ready for start up',
        'nginx: [emerg] cannot load certificate "/etc/tls/tls.crt": BIO_new_file() failed (SSL: error:80000002:system library::No such file or directory:calling fopen(/etc/tls/tls.crt, r) error:10000080:BIO routines::no such file)',
      ],
    });
    program(f, 'pylog', { ns: 'plant', name: 'oee-report', n: 1 });
    f.say({
      app: 'plant/edge-gateway',
      from: 48,
      every: 10,
      lines: `mqtt connect failed: Connection refused (os error 111) mqtt-tls:8883, buffered {n} samples`,
    });
    herring.pending(f, 'plant/vision-train', 4);
    tell(f, 'plant/oee-report', 'no samples received since 22:07', {
      by: 'oee.window',
      level: 'warn',
      from: 40,
      every: 300,
    });
  },
});
