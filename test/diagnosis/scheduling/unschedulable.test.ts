import { describe, expect, it } from 'vitest';
import unschedulable from '../../../src/diagnosis/facts/unschedulable.ts';
import { findingsOf, stateOf } from '../../support/state.ts';
import { rootsIn } from '../roots.ts';
import { NOW, nodeYaml, pendingYaml, TAINTED_DOWN } from './cluster.ts';

const roots = (yaml: string, question?: string): string[] => rootsIn(yaml, { now: NOW, question });
const params = (yaml: string) =>
  findingsOf(stateOf(yaml, { now: NOW }), { facts: [unschedulable] }).findings[0]?.params ?? {};

const SELECTS = 'nodeSelector: {disk: ssd}';
const NO_MATCH = "0/2 nodes are available: 2 node(s) didn't match Pod's node affinity/selector.";
const WEB = 'Deployment shop/web';

describe('a pod that no node takes', () => {
  it('names the nearest label for a selector that matches none', () => {
    const yaml = nodeYaml({ name: 'n1', labels: '{disk: sdd}' }) + pendingYaml({ spec: SELECTS, message: NO_MATCH });
    expect(roots(yaml)).toEqual([`NodeSelectorUnmatched ${WEB}`]);
    expect(params(yaml)).toMatchObject({ selector: 'disk=ssd', near: 'disk=sdd' });
  });

  it('is no fault of the selector where the one node that it means is down', () => {
    const message =
      "0/2 nodes are available: 1 node(s) had untolerated taint {node.kubernetes.io/unreachable: }, 1 node(s) didn't match Pod's node affinity/selector.";
    const yaml =
      nodeYaml({ name: 'n1', labels: '{disk: hdd}' }) +
      nodeYaml({
        name: 'n2',
        labels: '{disk: ssd}',
        spec: TAINTED_DOWN,
        ready: 'Unknown',
        message: 'Kubelet stopped posting node status.',
        since: '2026-11-24T11:20:00Z',
      }) +
      pendingYaml({ spec: SELECTS, message });
    expect(roots(yaml)).toEqual(['NodeNotReady Node /n2']);
  });

  it('blames the selector where the node that is down would not match either', () => {
    const yaml =
      nodeYaml({ name: 'n1', labels: '{disk: hdd}' }) +
      nodeYaml({ name: 'n2', labels: '{disk: hdd}', spec: TAINTED_DOWN }) +
      pendingYaml({ spec: SELECTS, message: NO_MATCH });
    expect(roots(yaml)).toEqual([`NodeSelectorUnmatched ${WEB}`]);
  });

  it('says that a request is larger than any node', () => {
    const yaml =
      nodeYaml({ name: 'n1' }) +
      pendingYaml({ requests: '{cpu: "9"}', message: '0/1 nodes are available: 1 Insufficient cpu.' });
    expect(roots(yaml)).toEqual([`InsufficientResources ${WEB}`]);
    expect(params(yaml)).toMatchObject({ resource: 'cpu', requested: '9', largest: '4' });
  });

  it('says nothing of the largest node where the pod would fit into an empty one', () => {
    const yaml =
      nodeYaml({ name: 'n1' }) +
      pendingYaml({ requests: '{cpu: "3"}', message: '0/1 nodes are available: 1 Insufficient cpu.' });
    expect(params(yaml).largest).toBeUndefined();
  });

  it('blames the node that somebody cordoned later, and says who did', () => {
    const fields =
      ', managedFields: [{manager: kubectl-cordon, operation: Update, apiVersion: v1, time: "2026-11-24T11:00:00Z", fieldsType: FieldsV1, fieldsV1: {"f:spec": {"f:unschedulable": {}}}}]';
    const yaml =
      nodeYaml({
        name: 'n1',
        spec: '{unschedulable: true, taints: [{key: node.kubernetes.io/unschedulable, effect: NoSchedule}]}',
        metadata: fields,
      }) + pendingYaml({ message: '0/1 nodes are available: 1 node(s) were unschedulable.' });
    const [finding] = findingsOf(stateOf(yaml, { now: NOW }), { facts: [unschedulable] }).findings;
    expect(finding).toMatchObject({
      code: 'NodesCordoned',
      subject: { kind: 'Node', name: 'n1' },
      change: { by: 'kubectl-cordon', field: 'spec.unschedulable' },
    });
  });

  it('quotes values as they stand in the objects', () => {
    const yaml =
      nodeYaml({ name: 'n1', spec: '{taints: [{key: team, value: ml, effect: NoSchedule}]}' }) +
      pendingYaml({ message: '0/1 nodes are available: 1 node(s) had untolerated taint {team: ml}.' });
    const [finding] = findingsOf(stateOf(yaml, { now: NOW }), { facts: [unschedulable] }).findings;
    expect(finding?.evidence.map(({ quote }) => quote)).toContain('team');
    expect(finding?.evidence.map(({ quote }) => quote).join(' ')).not.toContain('team=ml:NoSchedule');
  });

  it('leaves a claim that is not bound to the rules about claims', () => {
    const message = '0/1 nodes are available: pod has unbound immediate PersistentVolumeClaims.';
    expect(params(nodeYaml({ name: 'n1' }) + pendingYaml({ message }))).toEqual({});
  });
});
