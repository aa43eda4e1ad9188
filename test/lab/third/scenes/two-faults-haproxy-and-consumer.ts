import { crashLoop, since } from '../../faults.ts';
import { herring, of, one } from '../../field/herring.ts';
import { scene } from '../../field/write.ts';

export default scene({
  id: 'two-faults-haproxy-and-consumer',
  family: 'two-faults',
  on: 'kubeadm',
  now: '2026-03-19T14:33:00Z',
  hops: 2,
  question:
    'after todays release train: banner ads are gone on the whole site AND click billing stands still. please tell me it is one thing',
  scope: 'ads',
  causes: [
    {
      subjects: [...of('ads/ad-lb'), one('ConfigMap', 'ads/ad-lb-cfg')],
      says: [
        ['ad-server-eu', 'haproxy'],
        ['resolve', 'not found', 'no such', 'does not exist', 'unknown', '解析', '不存在'],
      ],
    },
    {
      subjects: of('ads/click-billing'),
      says: [['BILLING_TOPIC'], ['required', 'missing', 'not set', 'unset', 'keyerror', '缺少', '未设置']],
    },
  ],
  symptoms: [one('Deployment', 'ads/site-front')],
  not: [one('Deployment', 'ads/site-front'), one('Deployment', 'ads/ad-server')],
  play: (f) => {
    f.app({ ns: 'ads', name: 'site-front', tone: 'winston', n: 2, env: { ADS: 'http://ad-lb' } });
    f.app({ ns: 'ads', name: 'ad-server', tone: 'tracing', n: 3, svcPort: 8080 });
    const cm = f.config(
      'ads/ad-lb-cfg',
      {
        'haproxy.cfg':
          'defaults\n  mode http\nfrontend in\n  bind :8080\n  default_backend ads\nbackend ads\n  server s1 ad-server-eu.ads.svc.cluster.local:8080 check\n',
      },
      160,
    );
    f.edited(cm, 'argocd-controller', 62, { 'f:data': { 'f:haproxy.cfg': {} } });
    f.app({
      ns: 'ads',
      name: 'ad-lb',
      tone: 'golog',
      n: 2,
      image: 'docker.io/library/haproxy:3.2.9',
      mounts: { '/usr/local/etc/haproxy': 'cm:ad-lb-cfg' },
    });
    since(f.s, f.pods('ads/ad-lb'), 60);
    for (const p of f.pods('ads/ad-lb'))
      crashLoop(f.s, p, { exitCode: 1, restarts: 16, first: 59, last: 2, lasted: 1 });
    f.say({
      app: 'ads/ad-lb',
      boot: true,
      raw: true,
      lines: [
        '[NOTICE]   (1) : haproxy version is 3.2.9',
        "[ALERT]    (1) : config : [/usr/local/etc/haproxy/haproxy.cfg:7] : 'server ads/s1' : could not resolve address 'ad-server-eu.ads.svc.cluster.local'.",
        '[ALERT]    (1) : config : Failed to initialize server(s) addr.',
      ],
    });
    f.app({
      ns: 'ads',
      name: 'click-billing',
      tone: 'celery',
      n: 1,
      svc: false,
      ready: null,
      env: { KAFKA: 'kafka.stream:9092', GROUP: 'billing' },
    });
    f.revise('ads/click-billing', 55, (t) => {
      const c = t.spec.containers[0];
      if (c)
        c.env = [
          { name: 'KAFKA', value: 'kafka.stream:9092' },
          { name: 'GROUP', value: 'billing' },
          { name: 'TOPIC', value: 'clicks.v2' },
        ];
    });
    crashLoop(f.s, f.pod('ads/click-billing'), { exitCode: 1, restarts: 14, first: 54, last: 1.7, lasted: 2 });
    f.say({
      app: 'ads/click-billing',
      boot: true,
      raw: true,
      lines: [
        'Traceback (most recent call last):',
        '  File "/app/consumer.py", line 22, in <module>',
        '    topic = os.environ["BILLING_TOPIC"]',
        '  File "<frozen os>", line 685, in __getitem__',
        "KeyError: 'BILLING_TOPIC'",
      ],
    });
    f.say({
      app: 'ads/site-front',
      from: 49,
      every: 30,
      level: 'warn',
      lines: 'ad slot empty: GET http://ad-lb/slot connect ECONNREFUSED',
    });
    herring.image(f, 'ads/lookalike-ml', 9);
  },
});
