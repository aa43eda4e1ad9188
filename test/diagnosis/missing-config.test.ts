import { describe, expect, it } from 'vitest';
import missingConfig from '../../src/diagnosis/facts/missing-config.ts';
import type { Finding } from '../../src/diagnosis/finding.ts';
import { findingsOf, type StateOptions, stateOf } from '../support/state.ts';
import { DEPLOYMENT, eventYaml, NOW, podYaml } from './podYaml.ts';

const find = (yaml: string, options: StateOptions = {}): Finding[] =>
  findingsOf(stateOf(DEPLOYMENT + yaml, { now: NOW, ...options }), { facts: [missingConfig] }).findings;

const configError = (message: string, container: string): string =>
  podYaml({
    phase: 'Pending',
    container,
    status: `{name: app, ready: false, restartCount: 0, state: {waiting: {reason: CreateContainerConfigError, message: ${JSON.stringify(message)}}}}`,
  });
const creating = (spec: string, created = '2026-11-24T11:40:00Z'): string =>
  podYaml({
    phase: 'Pending',
    created,
    spec,
    status: '{name: app, ready: false, restartCount: 0, state: {waiting: {reason: ContainerCreating}}}',
  });
const FROM_MAP = '{name: app, image: a, envFrom: [{configMapRef: {name: table-rules}}]}';
const configMap = (name: string, data: string): string => `
apiVersion: v1
kind: ConfigMap
metadata: {name: ${name}, namespace: shop}
data: ${data}
---`;

describe('missing-config', () => {
  it('names the ConfigMap that is missing, and the one it may have been renamed to', () => {
    const [finding] = find(
      configError('configmap "table-rules" not found', FROM_MAP) +
        configMap('table-rules-v2', '{a: b}') +
        configMap('kube-root-ca.crt', '{}'),
    );
    expect(finding).toMatchObject({
      code: 'ConfigMapMissing',
      confidence: 'confirmed',
      subject: { kind: 'ConfigMap', name: 'table-rules', missing: true },
      params: { nearest: 'table-rules-v2' },
    });
    expect(finding?.evidence[0]).toMatchObject({ source: 'status', quote: 'configmap "table-rules" not found' });
  });

  it('names the missing key of a ConfigMap, and the key it may have been renamed to', () => {
    const container =
      '{name: app, image: a, env: [{name: URL, valueFrom: {configMapKeyRef: {name: cfg, key: redis.url}}}]}';
    const [finding] = find(
      configError("couldn't find key redis.url in ConfigMap shop/cfg", container) + configMap('cfg', '{redis_url: x}'),
    );
    expect(finding).toMatchObject({
      code: 'ConfigKeyMissing',
      subject: { kind: 'ConfigMap', name: 'cfg' },
      params: { key: 'redis.url', nearest: 'redis_url' },
    });
    expect(finding?.subject.missing).toBeUndefined();
  });

  it('knows the missing key of a Secret from the kubelet alone', () => {
    const container = '{name: app, image: a, env: [{name: PW, valueFrom: {secretKeyRef: {name: db, key: password}}}]}';
    const [finding] = find(configError("couldn't find key password in Secret shop/db", container), {
      unread: ['secrets'],
    });
    expect(finding).toMatchObject({
      code: 'ConfigKeyMissing',
      subject: { kind: 'Secret', name: 'db' },
      params: { key: 'password' },
    });
  });

  it('finds the Secret of a volume that keeps a pod in ContainerCreating', () => {
    const spec = 'volumes: [{name: signing, secret: {secretName: visa-key}}]';
    const event = eventYaml(
      'FailedMount',
      'MountVolume.SetUp failed for volume "signing" : secret "visa-key" not found',
    );
    const [finding] = find(creating(spec) + event);
    expect(finding).toMatchObject({
      code: 'SecretMissing',
      subject: { kind: 'Secret', name: 'visa-key', missing: true },
    });
    expect(finding?.evidence.map(({ source }) => source)).toContain('event');
  });

  it('finds it without the event too, by its absence', () => {
    const [finding] = find(creating('volumes: [{name: v, projected: {sources: [{configMap: {name: bundle}}]}}]'));
    expect(finding).toMatchObject({ code: 'ConfigMapMissing', subject: { name: 'bundle' } });
  });

  it('is silent about optional references, what exists, what is not known, and a pod made a moment ago', () => {
    const optional = creating('volumes: [{name: v, configMap: {name: nothing, optional: true}}]');
    expect(find(optional)).toEqual([]);
    const there = creating('volumes: [{name: v, configMap: {name: cfg, items: [{key: a, path: a}]}}]');
    expect(find(there + configMap('cfg', '{a: b}'))).toEqual([]);
    expect(find(there, { unread: ['configmaps'] })).toEqual([]);
    expect(find(creating('volumes: [{name: v, configMap: {name: cfg}}]', '2026-11-24T11:59:40Z'))).toEqual([]);
  });
});
