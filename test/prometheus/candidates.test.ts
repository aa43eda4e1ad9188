/** Services as charts, operators and distributions label them, and what is taken for a Prometheus. */
import { expect, it } from 'vitest';
import type { Service } from '../../src/cluster/objects.ts';
import { candidatesOf } from '../../src/prometheus/candidates.ts';

type Port = [name: string | undefined, port: number];

function service(
  name: string,
  labels: Record<string, string>,
  ports: Port[],
  more: { annotations?: Record<string, string>; type?: string } = {},
): Service {
  return {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: {
      name,
      namespace: 'm',
      labels,
      ...(more.annotations === undefined ? {} : { annotations: more.annotations }),
    },
    spec: {
      ...(more.type === undefined ? {} : { type: more.type }),
      ports: ports.map(([portName, port]) => ({ port, ...(portName === undefined ? {} : { name: portName }) })),
    },
  } as Service;
}

const NAME = 'app.kubernetes.io/name';
const COMPONENT = 'app.kubernetes.io/component';
const TLS = { annotations: { 'service.beta.openshift.io/serving-cert-secret-name': 'tls' } };
const WEB: Port[] = [
  ['web', 9090],
  ['reloader-web', 8080],
];

it.each<[string, Service, string]>([
  [
    'prometheus-operator',
    service('prometheus-operated', { 'operated-prometheus': 'true' }, [
      ['web', 9090],
      ['grpc', 10901],
    ]),
    'http 9090 ',
  ],
  [
    'kube-prometheus-stack',
    service('kps-prometheus', { app: 'kube-prometheus-stack-prometheus' }, [
      ['reloader-web', 8080],
      ['http-web', 9090],
    ]),
    'http 9090 ',
  ],
  [
    'kube-prometheus',
    service('prometheus-k8s', { [NAME]: 'prometheus', [COMPONENT]: 'prometheus' }, WEB),
    'http 9090 ',
  ],
  [
    'the community chart',
    service('x-prometheus-server', { [NAME]: 'prometheus', [COMPONENT]: 'server' }, [['http', 80]]),
    'http 80 ',
  ],
  [
    'an old community chart',
    service('x-prometheus-server', { app: 'prometheus', component: 'server' }, [['http', 80]]),
    'http 80 ',
  ],
  [
    'a chart of the operator',
    service('x-kube-prometheus-prometheus', { [NAME]: 'kube-prometheus', [COMPONENT]: 'prometheus' }, [['http', 9090]]),
    'http 9090 ',
  ],
  ['a mesh addon', service('prometheus', { app: 'prometheus' }, [[undefined, 9090]]), 'http 9090 '],
  ['one without labels', service('prometheus', {}, [[undefined, 9090]]), 'http 9090 '],
  [
    'Thanos',
    service('thanos-query', { [NAME]: 'thanos-query', [COMPONENT]: 'query-layer' }, [
      ['grpc', 10901],
      ['http', 9090],
    ]),
    'http 9090 ',
  ],
  [
    'a chart of Thanos',
    service('x-thanos-query', { [NAME]: 'thanos', [COMPONENT]: 'query' }, [['http', 9090]]),
    'http 9090 ',
  ],
  [
    'OpenShift',
    service(
      'thanos-querier',
      { [NAME]: 'thanos-query' },
      [
        ['web', 9091],
        ['metrics', 9093],
      ],
      TLS,
    ),
    'https 9091 ',
  ],
  [
    'VictoriaMetrics',
    service('vm', { [NAME]: 'victoria-metrics-single', app: 'server' }, [['http', 8428]]),
    'http 8428 ',
  ],
  ['its operator', service('vmsingle-x', { [NAME]: 'vmsingle' }, [['http', 8429]]), 'http 8429 '],
  ['its cluster', service('vmselect-x', { [NAME]: 'vmselect' }, [['http', 8481]]), 'http 8481 /select/0/prometheus'],
])('%s', (_, one, expected) => {
  const [found] = candidatesOf([one]);
  expect(`${found?.scheme} ${found?.port} ${found?.prefix}`).toBe(expected);
});

it.each<[string, Service]>([
  ['Alertmanager', service('alertmanager-main', { [NAME]: 'alertmanager' }, [['web', 9093]])],
  ['the operator', service('prometheus-operator', { [NAME]: 'prometheus-operator' }, [['https', 8443]])],
  ['the push gateway', service('x-pushgateway', { app: 'prometheus', component: 'pushgateway' }, [['http', 9091]])],
  ['the adapter', service('prometheus-adapter', { [NAME]: 'prometheus-adapter' }, [['https', 443]])],
  ['an exporter', service('node-exporter', { [NAME]: 'prometheus-node-exporter' }, [['metrics', 9100]])],
  [
    'discovery of side-cars',
    service('kps-thanos-discovery', { app: 'kube-prometheus-stack-thanos-discovery' }, [['grpc', 10901]]),
  ],
  ['a store', service('thanos-store', { [NAME]: 'thanos-store' }, [['http', 10902]])],
  [
    'a name that leads out of the cluster',
    service('prometheus', { [NAME]: 'prometheus' }, [['web', 9090]], { type: 'ExternalName' }),
  ],
  ['one without ports', service('prometheus', { [NAME]: 'prometheus' }, [])],
])('%s is none', (_, one) => {
  expect(candidatesOf([one])).toEqual([]);
});

it('prefers what sees all stores, and takes the path of the operator', () => {
  const all = [
    service('prometheus', {}, [[undefined, 9090]]),
    service('prometheus-operated', { 'operated-prometheus': 'true' }, WEB),
    service('thanos-query', { [NAME]: 'thanos-query' }, [['http', 9090]]),
  ];
  const found = candidatesOf(all, [{ namespace: 'm', prefix: '/prom' }]);
  expect(found.map(({ service: name, prefix }) => `${name}${prefix}`)).toEqual([
    'thanos-query',
    'prometheus-operated/prom',
    'prometheus/prom',
  ]);
});
