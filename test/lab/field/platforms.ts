import type { Random } from '../random.ts';
import { PLATFORMS, type Platform } from '../world/platform.ts';
import { daemon, sys } from '../world/system.ts';

/** Distributions beside those of the laboratory's world. */
const OPENSHIFT: Platform = {
  ...PLATFORMS.kubeadm,
  version: 'v1.31.11',
  os: 'Red Hat Enterprise Linux CoreOS 418.94.202510230424-0',
  kernel: '5.14.0-427.97.1.el9_4.x86_64',
  runtime: 'cri-o://1.31.13-3.rhaos4.18.git1d4c0b1.el9',
  registry: 'image-registry.openshift-image-registry.svc:5000/',
  nodeName: (r: Random, i: number) => `ocp4-worker-${i}-${r.suffix(4)}.lab.intra`,
  system: [
    {
      ...daemon('dns-default', 'quay.io/openshift-release-dev/ocp-v4.0-art-dev@sha256:9f1c'),
      ns: 'openshift-dns',
      style: 'coredns',
      labels: { 'dns.operator.openshift.io/daemonset-dns': 'default' },
    },
    {
      ...daemon('ovnkube-node', 'quay.io/openshift-release-dev/ocp-v4.0-art-dev@sha256:77ab'),
      ns: 'openshift-ovn-kubernetes',
    },
    { ...daemon('multus', 'quay.io/openshift-release-dev/ocp-v4.0-art-dev@sha256:1e02'), ns: 'openshift-multus' },
    {
      ...sys('router-default', { image: 'quay.io/openshift-release-dev/ocp-v4.0-art-dev@sha256:c0de' }),
      ns: 'openshift-ingress',
    },
  ],
  storage: [['thin-csi', 'csi.vsphere.vmware.com']],
  ingress: null,
  podNet: '10.128',
  nodeNet: '10.90.14',
};
const TKE: Platform = {
  ...PLATFORMS.ack,
  version: 'v1.32.2-tke.6',
  os: 'TencentOS Server 3.1 (Final)',
  kernel: '5.4.241-1-tlinux4-0023',
  runtime: 'containerd://1.6.9-tke.9',
  registry: 'ccr.ccs.tencentyun.com/',
  region: 'ap-guangzhou',
  zones: ['100003', '100004'],
  instance: 'S6.2XLARGE16',
  nodeName: (r: Random, i: number) => `10.3.${i + 2}.${r.int(4, 250)}`,
  system: [
    sys('coredns', {
      image: 'ccr.ccs.tencentyun.com/tkeimages/coredns:v1.9.3',
      style: 'coredns',
      labels: { 'k8s-app': 'kube-dns' },
    }),
    daemon('tke-eni-agent', 'ccr.ccs.tencentyun.com/tkeimages/tke-eni-agent:v3.8.2'),
    daemon('kube-proxy', 'ccr.ccs.tencentyun.com/tkeimages/kube-proxy:v1.32.2-tke.6'),
    sys('tke-log-agent', { image: 'ccr.ccs.tencentyun.com/tkeimages/log-agent:v1.1.24', replicas: 1 }),
  ],
  storage: [['cbs', 'com.tencent.cloud.csi.cbs']],
  ingress: null,
  podNet: '172.18',
  nodeNet: '10.3.2',
};
const RKE2: Platform = {
  ...PLATFORMS.kubeadm,
  version: 'v1.34.2+rke2r1',
  os: 'SUSE Linux Enterprise Server 15 SP7',
  kernel: '6.4.0-150700.53.22-default',
  runtime: 'containerd://2.1.5-k3s1',
  nodeName: (_r: Random, i: number) => `rke2-w${i + 1}.plant7.example`,
  system: [
    sys('rke2-coredns-rke2-coredns', {
      image: 'rancher/hardened-coredns:v1.13.1-build20251030',
      style: 'coredns',
      labels: { 'k8s-app': 'kube-dns' },
    }),
    daemon('rke2-canal', 'rancher/hardened-calico:v3.30.4-build20251015'),
    sys('rke2-metrics-server', { image: 'rancher/hardened-k8s-metrics-server:v0.8.0-build20251016', replicas: 1 }),
  ],
  storage: [['longhorn', 'driver.longhorn.io']],
  ingress: null,
  podNet: '10.42',
  nodeNet: '172.27.3',
};

export const FLEET = { ...PLATFORMS, openshift: OPENSHIFT, tke: TKE, rke2: RKE2 } as const;
export type FleetName = keyof typeof FLEET;

/** First three numbers of the Service addresses of each distribution. */
export const SERVICE_NET: Record<FleetName, string> = {
  eks: '172.20',
  gke: '34.118',
  aks: '10.0',
  ack: '172.21',
  kubeadm: '10.96',
  k3s: '10.43',
  openshift: '172.30',
  tke: '172.16',
  rke2: '10.43',
};
