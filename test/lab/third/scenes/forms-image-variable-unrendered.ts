import { waiting } from '../../faults.ts';
import { setOf } from '../../field/acts.ts';
import { herring, of, one } from '../../field/herring.ts';
import { scene } from '../../field/write.ts';

export default scene({
  id: 'forms-image-variable-unrendered',
  family: 'image-pull',
  on: 'aks',
  now: '2026-05-19T12:04:00Z',
  key: 'app.kubernetes.io/name',
  hops: 1,
  question: 'citizens cannot submit the parking permit form since the noon deploy. is ACR down again?',
  causes: [
    {
      subjects: of('permits/forms-api'),
      says: [['IMAGE_TAG', 'invalidimagename', 'invalid reference', 'image name', '镜像名']],
    },
  ],
  symptoms: [one('Deployment', 'permits/permit-portal')],
  not: [one('Deployment', 'permits/permit-portal'), one('Deployment', 'permits/fee-calc')],
  play: (f) => {
    f.app({ ns: 'permits', name: 'permit-portal', tone: 'nginx', n: 2, env: { FORMS: 'http://forms-api' } });
    f.app({ ns: 'permits', name: 'fee-calc', tone: 'serilog', n: 1 });
    const d = f.app({ ns: 'permits', name: 'forms-api', tone: 'serilog', n: 2 });
    const name = `acrcoreprod.azurecr.io/forms-api:\${IMAGE_TAG}`;
    f.revise('permits/forms-api', 64, () => undefined, { by: 'azure-pipelines-agent' });
    for (const o of [d, setOf(f, 'permits/forms-api'), ...f.pods('permits/forms-api')]) {
      const c = (o.spec?.template?.spec ?? o.spec)?.containers?.[0];
      if (c) c.image = name;
    }
    const why = `Failed to apply default image tag "${name}": couldn't parse image name "${name}": invalid reference format`;
    for (const p of f.pods('permits/forms-api')) {
      waiting(f.s, p, 'InvalidImageName', why, { minutes: 64 });
      f.s.container(p).image = name;
      f.s.event(p, 'InspectFailed', why, { first: 64, last: 0.4, count: 290, container: 'forms-api' });
      f.s.event(p, 'Failed', 'Error: InvalidImageName', { first: 64, last: 0.4, count: 290, container: 'forms-api' });
    }
    herring.pending(f, 'permits/load-gen', 3);
    f.say({
      app: 'permits/permit-portal',
      from: 60,
      every: 45,
      lines:
        'connect() failed (111: Connection refused) while connecting to upstream, client: 10.1.4.{o}, server: _, request: "POST /forms/parking HTTP/1.1", upstream: "http://forms-api:80/parking", host: "permits.city.example"',
    });
  },
});
