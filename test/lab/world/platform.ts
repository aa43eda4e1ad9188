import type { Random } from '../random.ts';
import type { App } from './app.ts';
import { daemon, dns, metrics, nginx, sys } from './system.ts';

export type PlatformName = 'eks' | 'ack' | 'gke' | 'aks' | 'kubeadm' | 'k3s';

/** What a distribution brings: how its nodes are called, what runs in kube-system, what storage and ingress it has. */
export interface Platform {
  name: PlatformName;
  version: string;
  os: string;
  kernel: string;
  runtime: string;
  /** Prefix of workload images without a host. */
  registry: string;
  region: string;
  zones: string[];
  instance: string;
  nodeName(random: Random, index: number): string;
  system: App[];
  /** StorageClass name → provisioner; the first is the default. */
  storage: [string, string][];
  ingress: { class: string; controller: string; app: App } | null;
  podNet: string;
  nodeNet: string;
}

const EKS: Platform = {
  name: 'eks',
  version: 'v1.34.4-eks-3cfe0ce',
  os: 'Amazon Linux 2023.9.20251208',
  kernel: '6.12.58-82.121.amzn2023.x86_64',
  runtime: 'containerd://2.1.5',
  registry: '418273650912.dkr.ecr.eu-west-1.amazonaws.com/',
  region: 'eu-west-1',
  zones: ['eu-west-1a', 'eu-west-1b', 'eu-west-1c'],
  instance: 'm6i.2xlarge',
  nodeName: (r) => `ip-10-0-${r.int(1, 200)}-${r.int(4, 250)}.eu-west-1.compute.internal`,
  system: [
    dns('602401143452.dkr.ecr.eu-west-1.amazonaws.com/eks/coredns:v1.12.4-eksbuild.1'),
    daemon('aws-node', '602401143452.dkr.ecr.eu-west-1.amazonaws.com/amazon-k8s-cni:v1.20.4'),
    daemon('kube-proxy', '602401143452.dkr.ecr.eu-west-1.amazonaws.com/eks/kube-proxy:v1.34.1-minimal-eksbuild.2'),
    sys('ebs-csi-controller', { image: 'public.ecr.aws/ebs-csi-driver/aws-ebs-csi-driver:v1.53.0' }),
    metrics('registry.k8s.io/metrics-server/metrics-server:v0.8.0'),
  ],
  storage: [
    ['gp3', 'ebs.csi.aws.com'],
    ['gp2', 'kubernetes.io/aws-ebs'],
  ],
  ingress: {
    class: 'nginx',
    controller: 'k8s.io/ingress-nginx',
    app: nginx('registry.k8s.io/ingress-nginx/controller:v1.14.1'),
  },
  podNet: '10.0',
  nodeNet: '10.0.12',
};
const ACK: Platform = {
  name: 'ack',
  version: 'v1.34.1-aliyun.1',
  os: 'Alibaba Cloud Linux 3.2104 U12 (OpenAnolis Edition)',
  kernel: '5.10.134-19.al8.x86_64',
  runtime: 'containerd://1.6.39',
  registry: 'registry-vpc.cn-hangzhou.aliyuncs.com/yunshu/',
  region: 'cn-hangzhou',
  zones: ['cn-hangzhou-h', 'cn-hangzhou-i', 'cn-hangzhou-j'],
  instance: 'ecs.g7.2xlarge',
  nodeName: (r) => `cn-hangzhou.10.8.${r.int(1, 60)}.${r.int(4, 250)}`,
  system: [
    dns('registry-cn-hangzhou-vpc.ack.aliyuncs.com/acs/coredns:v1.11.3.5-5321daf49-aliyun'),
    daemon('terway-eniip', 'registry-cn-hangzhou-vpc.ack.aliyuncs.com/acs/terway:v1.15.0'),
    daemon('kube-proxy-worker', 'registry-cn-hangzhou-vpc.ack.aliyuncs.com/acs/kube-proxy:v1.34.1-aliyun.1'),
    daemon('csi-plugin', 'registry-cn-hangzhou-vpc.ack.aliyuncs.com/acs/csi-plugin:v1.34.1'),
    metrics('registry-cn-hangzhou-vpc.ack.aliyuncs.com/acs/metrics-server:v0.3.9.7'),
  ],
  storage: [
    ['alicloud-disk-essd', 'diskplugin.csi.alibabacloud.com'],
    ['alibabacloud-cnfs-nas', 'nasplugin.csi.alibabacloud.com'],
  ],
  ingress: {
    class: 'nginx',
    controller: 'k8s.io/ingress-nginx',
    app: nginx('registry-cn-hangzhou-vpc.ack.aliyuncs.com/acs/aliyun-ingress-controller:v1.12.6-aliyun.1'),
  },
  podNet: '10.64',
  nodeNet: '10.8.21',
};
const GKE: Platform = {
  name: 'gke',
  version: 'v1.33.5-gke.1308000',
  os: 'Container-Optimized OS from Google',
  kernel: '6.6.105+',
  runtime: 'containerd://2.0.6',
  registry: 'europe-west4-docker.pkg.dev/prj-core-412/apps/',
  region: 'europe-west4',
  zones: ['europe-west4-a', 'europe-west4-b', 'europe-west4-c'],
  instance: 'n2d-standard-8',
  nodeName: (r, i) => `gke-core-pool-${i < 3 ? 'a' : 'b'}-${r.hex(8)}-${r.suffix(4)}`,
  system: [
    { ...dns('gke.gcr.io/k8s-dns-kube-dns:1.25.0-gke.3'), style: 'klog' },
    daemon('netd', 'gke.gcr.io/netd:v0.2.68'),
    daemon('kube-proxy', 'gke.gcr.io/kube-proxy-amd64:v1.33.5-gke.1308000'),
    daemon('pdcsi-node', 'gke.gcr.io/gcp-compute-persistent-disk-csi-driver:v1.19.3'),
    metrics('gke.gcr.io/metrics-server:v0.7.2-gke.7'),
  ],
  storage: [
    ['standard-rwo', 'pd.csi.storage.gke.io'],
    ['premium-rwo', 'pd.csi.storage.gke.io'],
  ],
  ingress: {
    class: 'nginx',
    controller: 'k8s.io/ingress-nginx',
    app: nginx('registry.k8s.io/ingress-nginx/controller:v1.13.3'),
  },
  podNet: '10.44',
  nodeNet: '10.164.0',
};
const AKS: Platform = {
  name: 'aks',
  version: 'v1.33.6',
  os: 'Ubuntu 22.04.5 LTS',
  kernel: '5.15.0-1098-azure',
  runtime: 'containerd://1.7.29-1',
  registry: 'acrcoreprod.azurecr.io/',
  region: 'westeurope',
  zones: ['westeurope-1', 'westeurope-2', 'westeurope-3'],
  instance: 'Standard_D8s_v5',
  nodeName: (r, i) => `aks-workers-${r.int(10000000, 39999999)}-vmss00000${i}`,
  system: [
    dns('mcr.microsoft.com/oss/v2/kubernetes/coredns:v1.12.1-6'),
    daemon('azure-cns', 'mcr.microsoft.com/containernetworking/azure-cns:v1.6.34'),
    daemon('kube-proxy', 'mcr.microsoft.com/oss/kubernetes/kube-proxy:v1.33.6'),
    daemon('csi-azuredisk-node', 'mcr.microsoft.com/oss/v2/kubernetes-csi/azuredisk-csi:v1.33.6'),
    metrics('mcr.microsoft.com/oss/v2/kubernetes/metrics-server:v0.7.2-9'),
  ],
  storage: [
    ['managed-csi', 'disk.csi.azure.com'],
    ['azurefile-csi', 'file.csi.azure.com'],
  ],
  ingress: {
    class: 'nginx',
    controller: 'k8s.io/ingress-nginx',
    app: nginx('registry.k8s.io/ingress-nginx/controller:v1.13.1'),
  },
  podNet: '10.244',
  nodeNet: '10.224.0',
};
const KUBEADM: Platform = {
  name: 'kubeadm',
  version: 'v1.35.1',
  os: 'Debian GNU/Linux 13 (trixie)',
  kernel: '6.12.57+deb13-amd64',
  runtime: 'containerd://2.2.1',
  registry: 'harbor.corp.lan/apps/',
  region: 'dc1',
  zones: ['dc1-r1', 'dc1-r2', 'dc1-r3'],
  instance: 'bare',
  nodeName: (_r, i) => `kw-${String(i + 11)}`,
  system: [
    dns('registry.k8s.io/coredns/coredns:v1.12.4'),
    daemon('calico-node', 'quay.io/calico/node:v3.31.2'),
    daemon('kube-proxy', 'registry.k8s.io/kube-proxy:v1.35.1'),
    sys('calico-kube-controllers', { image: 'quay.io/calico/kube-controllers:v3.31.2', replicas: 1 }),
    metrics('registry.k8s.io/metrics-server/metrics-server:v0.8.0'),
  ],
  storage: [
    ['ceph-block', 'rook-ceph.rbd.csi.ceph.com'],
    ['ceph-filesystem', 'rook-ceph.cephfs.csi.ceph.com'],
  ],
  ingress: {
    class: 'nginx',
    controller: 'k8s.io/ingress-nginx',
    app: nginx('registry.k8s.io/ingress-nginx/controller:v1.14.0'),
  },
  podNet: '10.244',
  nodeNet: '192.168.40',
};
const K3S: Platform = {
  name: 'k3s',
  version: 'v1.33.5+k3s1',
  os: 'Ubuntu 24.04.3 LTS',
  kernel: '6.8.0-88-generic',
  runtime: 'containerd://2.1.4-k3s1',
  registry: 'ghcr.io/tidewater/',
  region: 'edge',
  zones: ['site-1', 'site-2'],
  instance: 'k3s',
  nodeName: (r, i) => `edge${i + 1}-${r.suffix(3)}`,
  system: [
    dns('rancher/mirrored-coredns-coredns:1.12.3'),
    sys('local-path-provisioner', { image: 'rancher/local-path-provisioner:v0.0.32', replicas: 1, style: 'logrus' }),
    metrics('rancher/mirrored-metrics-server:v0.8.0'),
    daemon('svclb-traefik', 'rancher/klipper-lb:v0.4.13', {
      pod: { tolerations: [{ operator: 'Exists' }] },
      style: 'quiet',
    }),
  ],
  storage: [['local-path', 'rancher.io/local-path']],
  ingress: {
    class: 'traefik',
    controller: 'traefik.io/ingress-controller',
    app: {
      ns: 'kube-system',
      name: 'traefik',
      style: 'logrus',
      image: 'rancher/mirrored-library-traefik:3.5.1',
      port: 8000,
      replicas: 1,
      service: { type: 'LoadBalancer' },
      probe: '/ping',
    },
  },
  podNet: '10.42',
  nodeNet: '192.168.88',
};

export const PLATFORMS: Record<PlatformName, Platform> = {
  eks: EKS,
  ack: ACK,
  gke: GKE,
  aks: AKS,
  kubeadm: KUBEADM,
  k3s: K3S,
};
