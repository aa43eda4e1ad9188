import type { Kube } from '../objects.ts';
import type { Level } from './tones.ts';

export interface Saying {
  app: string;
  /** Container; the main one where absent. */
  c?: string;
  pods?: (pod: Kube, index: number) => boolean;
  level?: Level;
  lines: string | string[];
  /** Seconds between repetitions; absent: once. */
  every?: number;
  from?: number;
  to?: number;
  raw?: boolean;
  /** Whole output of a run that ended: in the current and in the previous log. */
  boot?: boolean;
}

export const namespaced = (name: string, labels: Record<string, string> = {}): Kube => ({
  apiVersion: 'v1',
  kind: 'Namespace',
  metadata: { name, labels: { 'kubernetes.io/metadata.name': name, ...labels } },
  spec: { finalizers: ['kubernetes'] },
  status: { phase: 'Active' },
});

export const PRIORITIES: [string, number][] = [
  ['system-cluster-critical', 2000000000],
  ['system-node-critical', 2000001000],
];

export const openshiftDns = (): Kube => ({
  apiVersion: 'v1',
  kind: 'Service',
  metadata: { name: 'dns-default', namespace: 'openshift-dns' },
  spec: {
    clusterIP: '172.30.0.10',
    selector: { app: 'dns-default' },
    ports: [{ name: 'dns', port: 53, protocol: 'UDP', targetPort: 5353 }],
  },
});
