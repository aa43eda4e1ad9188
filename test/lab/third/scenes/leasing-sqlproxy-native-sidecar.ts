import { crashLoop, waiting } from '../../faults.ts';
import { herring, of, one } from '../../field/herring.ts';
import { scene } from '../../field/write.ts';

export default scene({
  id: 'leasing-sqlproxy-native-sidecar',
  family: 'sidecar',
  on: 'gke',
  now: '2026-04-23T08:15:00Z',
  hops: 2,
  question:
    'offers for dealers are "temporarily not available" since 07:30, offer-api has 0/2 and its own log is completely empty so the dev says it is not them',
  scope: 'leasing',
  causes: [
    {
      subjects: [...of('leasing/offer-api'), one('ServiceAccount', 'leasing/offer-api')],
      says: [
        ['cloud-sql-proxy', 'sidecar'],
        ['403', 'notauthorized', 'not authorized', 'permission', 'cloudsql.instances.get', '权限'],
      ],
    },
  ],
  symptoms: [one('Deployment', 'leasing/dealer-web')],
  not: [one('Deployment', 'leasing/dealer-web'), one('Deployment', 'leasing/residual-calc')],
  play: (f) => {
    f.app({ ns: 'leasing', name: 'dealer-web', tone: 'winston', n: 2, env: { OFFERS: 'http://offer-api' } });
    f.app({ ns: 'leasing', name: 'residual-calc', tone: 'gunicorn', n: 2 });
    f.put({
      apiVersion: 'v1',
      kind: 'ServiceAccount',
      metadata: {
        name: 'offer-api',
        namespace: 'leasing',
        annotations: { 'iam.gke.io/gcp-service-account': 'offer-api@prj-leasing-prod.iam.gserviceaccount.com' },
      },
    });
    f.app({
      ns: 'leasing',
      name: 'offer-api',
      tone: 'spring',
      n: 2,
      env: { SPRING_DATASOURCE_URL: 'jdbc:postgresql://127.0.0.1:5432/offers' },
      pod: { serviceAccountName: 'offer-api' },
      init: [
        {
          name: 'cloud-sql-proxy',
          image: 'gcr.io/cloud-sql-connectors/cloud-sql-proxy:2.19.0',
          restartPolicy: 'Always',
          args: ['--structured-logs', '--health-check', '--port=5432', 'prj-leasing-prod:europe-west4:offers'],
          startupProbe: { httpGet: { path: '/startup', port: 9090 }, periodSeconds: 1, failureThreshold: 20 },
        },
      ],
    });
    f.revise('leasing/offer-api', 46, (t) => {
      for (const c of t.spec.initContainers ?? []) c.image = 'gcr.io/cloud-sql-connectors/cloud-sql-proxy:2.14.2';
    });
    for (const p of f.pods('leasing/offer-api')) {
      const app = f.s.container(p, 'offer-api');
      crashLoop(f.s, p, { container: 'cloud-sql-proxy', exitCode: 1, restarts: 13, first: 45, last: 3, lasted: 2 });
      waiting(f.s, p, 'PodInitializing', '', { container: 'offer-api', minutes: 45 });
      app.state = { waiting: { reason: 'PodInitializing' } };
      f.s.condition(
        p,
        'Initialized',
        'False',
        'ContainersNotInitialized',
        'containers with incomplete status: [cloud-sql-proxy]',
        45,
      );
    }
    f.say({
      app: 'leasing/offer-api',
      c: 'cloud-sql-proxy',
      boot: true,
      raw: true,
      lines: [
        '{"severity":"INFO","timestamp":"{iso}","message":"Authorizing with Application Default Credentials"}',
        '{"severity":"ERROR","timestamp":"{iso}","message":"The proxy has encountered a terminal error: unable to start: [prj-leasing-prod:europe-west4:offers] failed to get instance metadata: googleapi: Error 403: boss::NOT_AUTHORIZED: Not authorized to access resource. Possibly missing permission cloudsql.instances.get on resource instances/offers., forbidden"}',
      ],
    });
    herring.crash(f, 'leasing/pdf-legacy', 9);
    f.say({
      app: 'leasing/dealer-web',
      from: 44,
      every: 30,
      lines: 'GET http://offer-api/v1/offers ECONNREFUSED, showing maintenance banner',
    });
  },
});
