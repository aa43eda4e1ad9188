import type { Kube } from '../objects.ts';
import type { App } from './app.ts';

/** Parts that kube-system holds on every platform, with the image that the platform ships. */
export const sys = (name: string, more: Partial<App> = {}): App => ({
  ns: 'kube-system',
  name,
  style: 'klog',
  service: false,
  probe: '',
  ...more,
});
export const daemon = (name: string, image: string, more: Partial<App> = {}): App =>
  sys(name, {
    kind: 'DaemonSet',
    image,
    pod: { hostNetwork: true, tolerations: [{ operator: 'Exists' }], priorityClassName: 'system-node-critical' },
    ...more,
  });
export const dns = (image: string): App =>
  sys('coredns', {
    image,
    style: 'coredns',
    port: 53,
    labels: { 'k8s-app': 'kube-dns' },
    probe: '',
    args: ['-conf', '/etc/coredns/Corefile'],
    pod: {
      priorityClassName: 'system-cluster-critical',
      volumes: [
        { name: 'config-volume', configMap: { name: 'coredns', items: [{ key: 'Corefile', path: 'Corefile' }] } },
      ],
    },
    container: { volumeMounts: [{ name: 'config-volume', mountPath: '/etc/coredns', readOnly: true }] },
  });
export const metrics = (image: string): App =>
  sys('metrics-server', { image, replicas: 1, port: 10250, service: {}, probe: '/readyz' });
export const nginx = (image: string): App => ({
  ns: 'ingress-nginx',
  name: 'ingress-nginx-controller',
  style: 'nginx',
  image,
  port: 80,
  service: { type: 'LoadBalancer' },
  args: ['/nginx-ingress-controller', '--ingress-class=nginx'],
});

/** ConfigMap and Service of the cluster DNS, the same everywhere. */
export const dnsObjects = (): Kube[] => [
  {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name: 'coredns', namespace: 'kube-system', labels: { 'k8s-app': 'kube-dns' } },
    data: {
      Corefile:
        '.:53 {\n    errors\n    health {\n       lameduck 5s\n    }\n    ready\n    kubernetes cluster.local in-addr.arpa ip6.arpa {\n       pods insecure\n       fallthrough in-addr.arpa ip6.arpa\n       ttl 30\n    }\n    prometheus :9153\n    forward . /etc/resolv.conf {\n       max_concurrent 1000\n    }\n    cache 30\n    loop\n    reload\n    loadbalance\n}\n',
    },
  },
  {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: {
      name: 'kube-dns',
      namespace: 'kube-system',
      labels: { 'k8s-app': 'kube-dns', 'kubernetes.io/name': 'CoreDNS' },
    },
    spec: {
      selector: { 'k8s-app': 'kube-dns' },
      ports: [
        { name: 'dns', port: 53, protocol: 'UDP', targetPort: 53 },
        { name: 'dns-tcp', port: 53, protocol: 'TCP', targetPort: 53 },
      ],
    },
  },
];
