import { herring, of, one } from '../../field/herring.ts';
import { scene } from '../../field/write.ts';
import { DENIED, mysql } from '../kit.ts';

export default scene({
  id: 'settle-config-unreadable-falls-to-localhost',
  family: 'rbac',
  on: 'ack',
  now: '2026-07-30T01:35:00Z',
  hops: 2,
  question: '清结算接口 500,日志里 Connection refused 到 localhost:3306,但我们配置里写的明明是 settle-mysql',
  scope: 'settle',
  causes: [
    {
      subjects: [
        one('RoleBinding', 'settle/config-reader'),
        one('Role', 'settle/config-reader'),
        one('ServiceAccount', 'settle/settle-api'),
        ...of('settle/settle-api'),
      ],
      says: [
        ['configmaps', 'configmap', 'rbac', 'rolebinding', 'role'],
        DENIED,
        ['settle-api', 'service account', 'serviceaccount', '服务账'],
      ],
    },
  ],
  symptoms: [one('Deployment', 'settle/settle-web')],
  not: [
    one('StatefulSet', 'settle/settle-mysql'),
    one('Deployment', 'settle/settle-web'),
    one('Deployment', 'settle/recon-batch'),
  ],
  absent: ['ServiceAccount/settle/settlement-api'],
  play: (f) => {
    f.config(
      'settle/settle-api',
      {
        'application.yaml':
          'spring:\n  datasource:\n    url: jdbc:mysql://settle-mysql:3306/settle\n    hikari:\n      maximum-pool-size: 20\n',
      },
      200,
    );
    f.secret('settle/settle-mysql', ['user', 'password'], 200);
    for (const name of ['settle-api', 'recon-batch'])
      f.put({ apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name, namespace: 'settle' } });
    f.put(
      {
        apiVersion: 'rbac.authorization.k8s.io/v1',
        kind: 'Role',
        metadata: { name: 'config-reader', namespace: 'settle' },
        rules: [{ apiGroups: [''], resources: ['configmaps'], verbs: ['get', 'list', 'watch'] }],
      },
      {
        apiVersion: 'rbac.authorization.k8s.io/v1',
        kind: 'RoleBinding',
        metadata: { name: 'config-reader', namespace: 'settle' },
        roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name: 'config-reader' },
        subjects: [
          { kind: 'ServiceAccount', name: 'settlement-api', namespace: 'settle' },
          { kind: 'ServiceAccount', name: 'recon-batch', namespace: 'settle' },
        ],
      },
    );
    mysql(f, 'settle/settle-mysql');
    f.app({ ns: 'settle', name: 'settle-web', tone: 'nginx', n: 2, env: { API: 'http://settle-api' } });
    f.app({
      ns: 'settle',
      name: 'settle-api',
      tone: 'spring',
      n: 2,
      pod: { serviceAccountName: 'settle-api' },
      keys: { DB_USER: 'secret:settle-mysql:user', DB_PASSWORD: 'secret:settle-mysql:password' },
      env: { SPRING_CLOUD_KUBERNETES_CONFIG_NAME: 'settle-api' },
      ready: { tcpSocket: { port: 8080 } },
    });
    f.revise(
      'settle/settle-api',
      43,
      (t) => {
        t.spec.serviceAccountName = 'settlement-api';
      },
      { by: 'helm' },
    );
    f.app({
      ns: 'settle',
      name: 'recon-batch',
      tone: 'spring',
      n: 1,
      pod: { serviceAccountName: 'recon-batch' },
      env: { DB_HOST: 'settle-mysql' },
    });
    f.say({
      app: 'settle/settle-api',
      level: 'warn',
      from: 42.5,
      lines:
        'Can\'t read configMap with name: [settle-api] in namespace: [settle]. Ignoring.\nio.fabric8.kubernetes.client.KubernetesClientException: Failure executing: GET at: https://172.21.0.1:443/api/v1/namespaces/settle/configmaps. Message: configmaps is forbidden: User "system:serviceaccount:settle:settle-api" cannot list resource "configmaps" in API group "" in the namespace "settle".',
    });
    f.say({
      app: 'settle/settle-api',
      level: 'info',
      from: 42.3,
      lines: 'HikariPool-1 - Starting... url=jdbc:mysql://localhost:3306/settle (default profile)',
    });
    f.say({
      app: 'settle/settle-api',
      from: 42,
      every: 18,
      lines:
        'HikariPool-1 - Connection is not available, request timed out after 30001ms (total=0, active=0, idle=0, waiting=4)\ncom.mysql.cj.jdbc.exceptions.CommunicationsException: Communications link failure\n\tat com.mysql.cj.jdbc.exceptions.SQLError.createCommunicationsException(SQLError.java:165)\nCaused by: java.net.ConnectException: Connection refused (localhost:3306)',
    });
    f.say({
      app: 'settle/settle-web',
      raw: true,
      from: 42,
      every: 30,
      lines: '10.64.2.{o} - - [{clf}] "POST /api/settle/confirm HTTP/1.1" 500 118 "-" "Mozilla/5.0"',
    });
    herring.image(f, 'settle/fee-calc-v2', 2);
  },
});
