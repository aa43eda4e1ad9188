import { crashLoop } from '../../faults.ts';
import { herring, of, one } from '../../field/herring.ts';
import { scene } from '../../field/write.ts';
import { late, mysql } from '../kit.ts';

export default scene({
  id: 'policy-flyway-checksum-changed',
  family: 'exit-log',
  on: 'openshift',
  now: '2026-08-13T02:37:00Z',
  hops: 0,
  question: '保单服务 2.9.1 发不上去,新 pod 反复重启,2.9.0 还在跑。运维怀疑数据库连不上',
  scope: 'policy',
  causes: [
    {
      subjects: [...of('policy/policy-svc')],
      says: [
        ['flyway', 'migration', '迁移'],
        ['checksum', 'validate failed', '校验'],
      ],
    },
  ],
  not: [one('StatefulSet', 'policy/policy-mysql'), one('Deployment', 'policy/policy-web')],
  play: (f) => {
    mysql(f, 'policy/policy-mysql');
    f.app({ ns: 'policy', name: 'policy-web', tone: 'nginx', n: 2, env: { API: 'http://policy-svc' } });
    f.app({
      ns: 'policy',
      name: 'policy-svc',
      tone: 'spring',
      n: 2,
      image: 'policy-svc:2.9.1',
      env: { SPRING_DATASOURCE_URL: 'jdbc:mysql://policy-mysql:3306/policy' },
    });
    const { fresh } = f.revise(
      'policy/policy-svc',
      36,
      (t) => {
        const [c] = t.spec.containers;
        if (c) c.image = c.image.replace('2.9.1', '2.9.0');
      },
      { old: 2, fresh: 1, by: 'argocd-controller' },
    );
    const names = new Set(fresh.map((p) => p.metadata.name));
    for (const p of fresh) crashLoop(f.s, p, { exitCode: 1, restarts: 11, first: 35, last: 2.3, lasted: 22 });
    late(f, 'policy/policy-svc', 36);
    f.say({
      app: 'policy/policy-svc',
      boot: true,
      pods: (p) => names.has(p.metadata.name),
      lines: [
        'Starting PolicyApplication v2.9.1 using Java 21.0.8 with PID 1',
        'HikariPool-1 - Start completed.',
        'Database: jdbc:mysql://policy-mysql:3306/policy (MySQL 8.0)',
        "Application run failed\norg.springframework.beans.factory.BeanCreationException: Error creating bean with name 'flywayInitializer' defined in class path resource [org/springframework/boot/autoconfigure/flyway/FlywayAutoConfiguration$FlywayConfiguration.class]: Validate failed: Migrations have failed validation\nMigration checksum mismatch for migration version 42\n-> Applied to database : -1248731022\n-> Resolved locally    : 901223457\nEither revert the changes to the migration, or run repair to update the schema history.\n\tat org.springframework.beans.factory.support.AbstractAutowireCapableBeanFactory.initializeBean(AbstractAutowireCapableBeanFactory.java:1826)\nCaused by: org.flywaydb.core.api.exception.FlywayValidateException: Validate failed: Migrations have failed validation",
      ],
    });
    herring.pending(f, 'policy/actuary-calc', 4);
  },
});
