import { herring, of, one } from '../../field/herring.ts';
import { scene } from '../../field/write.ts';
import { program, tell } from '../kit.ts';

export default scene({
  id: 'ci-push-fails-registry-volume-full',
  family: 'volume-full',
  on: 'kubeadm',
  now: '2026-10-09T07:52:00Z',
  hops: 1,
  question: '下午开始所有流水线推镜像都 500,拉镜像没事,runner 换了几个都一样',
  scope: 'devops',
  causes: [
    {
      subjects: [...of('devops/registry', 'StatefulSet'), one('PersistentVolumeClaim', 'devops/data-registry-0')],
      says: [
        ['no space left', 'disk full', 'volume full', 'full', '空间', '写满', '磁盘满', '已满'],
        ['/var/lib/registry', 'registry', 'volume', 'device', '卷', '仓库'],
      ],
    },
  ],
  symptoms: [one('Deployment', 'devops/ci-runner')],
  not: [one('Deployment', 'devops/ci-runner'), one('Deployment', 'devops/gitea')],
  play: (f) => {
    program(f, 'logrus', {
      ns: 'devops',
      name: 'registry',
      kind: 'StatefulSet',
      n: 1,
      image: 'docker.io/library/registry:2.8.3',
      port: 5000,
      portName: 'registry',
      ready: { httpGet: { path: '/', port: 5000 } },
      claim: { size: '200Gi', at: '/var/lib/registry' },
    });
    program(f, 'logrus', {
      ns: 'devops',
      name: 'ci-runner',
      n: 3,
      svc: false,
      ready: null,
      env: { REGISTRY: 'registry.devops:5000' },
    });
    f.app({ ns: 'devops', name: 'gitea', tone: 'golog', n: 1, port: 3000 });
    tell(f, 'devops/registry', 'response completed with error', {
      by: 'err.code=unknown err.detail="filesystem: mkdir /var/lib/registry/docker/registry/v2/repositories/mall/cart/_uploads/{hex}: no space left on device" err.message="unknown error" go.version=go1.20.8 http.request.method=POST http.request.uri=/v2/mall/cart/blobs/uploads/ http.response.status=500 vars.name=mall/cart',
      from: 48,
      every: 45,
    });
    tell(f, 'devops/registry', 'response completed', {
      by: 'go.version=go1.20.8 http.request.method=GET http.request.uri=/v2/mall/cart/manifests/3.1.4 http.response.status=200',
      level: 'info',
      from: 48,
      every: 120,
    });
    tell(
      f,
      'devops/ci-runner',
      'push registry.devops:5000/mall/cart:build-{n}: received unexpected HTTP status: 500 Internal Server Error',
      { from: 48, every: 60 },
    );
    herring.crash(f, 'devops/sonar-old', 31);
  },
});
