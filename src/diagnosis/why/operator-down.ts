/** Why a claim or a load balancer is left waiting: the controller that is to make it does not run. */
import type { ObjectRef } from '../../cluster/objects.ts';
import { defineWhy } from '../finding.ts';
import { OPERATOR_KINDS, type Operator, operatorSteps, operators, startText } from '../walk/operator.ts';

/** Parts of provisioners' names that say nothing about which one. */
const GENERIC = new Set([
  'com',
  'io',
  'org',
  'net',
  'csi',
  'k8s',
  'sigs',
  'driver',
  'storage',
  'kubernetes',
  'cluster',
  'local',
  'amazonaws',
  'aws',
]);
/** Controllers that give addresses to Services, whoever makes them. */
const BALANCER = /cloud-controller-manager|load-?balancer|metallb|kube-vip|purelb|servicelb/i;

export default defineWhy({
  id: 'operator-down',
  needs: OPERATOR_KINDS,
  explains: ['ProvisionerSilent', 'LoadBalancerPending'],
  why({ code, subject, params }, state) {
    const provisioner = String(params?.provisioner ?? '');
    const acts = (one: Operator): boolean =>
      code === 'LoadBalancerPending'
        ? BALANCER.test(one.metadata.name) || forwards(one, subject)
        : provisions(one, provisioner);
    // What answers already runs.
    if (code === 'LoadBalancerPending' && params?.message !== undefined) return [];
    const relation = code === 'LoadBalancerPending' ? 'servedBy' : 'provisionedBy';
    return operators(state)
      .filter(acts)
      .flatMap((one) => operatorSteps(subject, relation, one, state));
  },
});

/** The DaemonSet of host ports that k3s makes for each Service, which it labels with the Service's name. */
const forwards = ({ metadata: { labels } }: Operator, service: ObjectRef): boolean =>
  labels?.['svccontroller.k3s.cattle.io/svcname'] === service.name &&
  labels['svccontroller.k3s.cattle.io/svcnamespace'] === service.namespace;

function provisions(operator: Operator, provisioner: string): boolean {
  if (provisioner === '' || provisioner === 'kubernetes.io/no-provisioner') return false;
  const { name } = operator.metadata;
  const text = startText(operator);
  // The part of a driver that runs on every node mounts volumes; what makes them runs once.
  if (operator.kind === 'DaemonSet' && !/provisioner/.test(text)) return false;
  if (text.includes(provisioner) || name.includes(`${provisioner.split('/').at(-1)}-`)) return true;
  // `ebs.csi.aws.com` is served by `ebs-csi-controller`, `driver.longhorn.io` by something of longhorn's.
  const driver = provisioner.split(/[./]/).find((part) => part.length > 1 && !GENERIC.has(part));
  return /provisioner|csi/.test(name) && driver !== undefined && name.includes(driver);
}
