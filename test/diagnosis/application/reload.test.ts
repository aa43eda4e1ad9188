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

const limited = (before: string) => ({
  ...options,
  question: 'partners are refused',
  logs: {
    [logOf('tax')]: lines(
      ...Array.from({ length: 6 }, () => before),
      'INFO config file changed, reloading path=/etc/rules.yaml',
      'INFO limits applied rps=500 -> 5',
      ...Array.from({ length: 6 }, (_, index) => `WARN 429 limit exceeded rejected=${index}00`),
    ),
  },
});

test('warnings that begin with a reload are the work of the edit, and the reload is quoted', () => {
  expect(rootsIn(tax + map('2026-03-01T11:51:30Z'), limited('INFO request done'))).toEqual([
    'ConfigurationChanged ConfigMap shop/tax-rules',
  ]);
});

test('warnings that were there before the reload are not', () => {
  expect(rootsIn(tax + map('2026-03-01T11:51:30Z'), limited('WARN 429 limit exceeded rejected=7'))).toEqual([]);
});

const access = (status: number, path = '/coupon/list') => `INFO 10.1.0.9 "GET ${path}?page=2 HTTP/1.1" ${status} 19`;

test('requests that are not found since a reload are the work of the edit; those that never were are not', () => {
  const answers = (before: string) => ({
    ...limited('INFO request done'),
    logs: {
      [logOf('tax')]: lines(
        ...Array.from({ length: 6 }, () => before),
        'INFO signal 1 (SIGHUP) received, reconfiguring',
        ...Array.from({ length: 6 }, () => access(404)),
      ),
    },
  });
  const edited = tax + map('2026-03-01T11:51:30Z');
  expect(rootsIn(edited, answers(access(200)))).toEqual(['ConfigurationChanged ConfigMap shop/tax-rules']);
  expect(rootsIn(edited, answers(access(404)))).toEqual([]);
});
