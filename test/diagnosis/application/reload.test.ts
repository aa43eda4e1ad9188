/** A ConfigMap that was edited just before an application began to fail, and one that was edited long before. */
import { expect, test } from 'vitest';
import { rootsIn } from '../roots.ts';
import { lines, logOf, NOW, running } from './pods.ts';

const map = (edited: string): string => `
---
apiVersion: v1
kind: ConfigMap
metadata:
  name: tax-rules
  namespace: shop
  creationTimestamp: "2026-01-01T00:00:00Z"
  managedFields: [{manager: kubectl-edit, operation: Update, apiVersion: v1, time: "${edited}", fieldsType: FieldsV1, fieldsV1: {"f:data": {"f:rules.yaml": {}}}}]
data: {rules.yaml: "vat: none"}
`;
const LOG = lines(
  ...Array.from({ length: 8 }, () => 'INFO computed tax'),
  'INFO configuration changed, reloading rules',
  ...Array.from({ length: 6 }, () => 'ERROR TypeError: unsupported operand: none'),
);
const tax = running({ name: 'tax', spec: 'volumes: [{name: rules, configMap: {name: tax-rules}}]' });
const options = { now: NOW, namespace: 'shop', question: 'tax fails', logs: { [logOf('tax')]: LOG } };

test('the edit is the cause where the failures follow it', () => {
  expect(rootsIn(tax + map('2026-03-01T11:51:30Z'), options)).toEqual([
    'ConfigurationChanged ConfigMap shop/tax-rules',
  ]);
});

test('an edit of yesterday, or one that came after the first failure, is not', () => {
  expect(rootsIn(tax + map('2026-02-28T11:51:30Z'), options)).toEqual(['ApplicationFailing Deployment shop/tax']);
  expect(rootsIn(tax + map('2026-03-01T11:58:30Z'), options)).toEqual(['ApplicationFailing Deployment shop/tax']);
});
