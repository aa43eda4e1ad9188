import { expect, it } from 'vitest';
import { KIND_NAMES, KINDS } from '../../src/cluster/kinds.ts';
import { readerRules } from './manifests.ts';

const READ = ['get', 'list', 'watch'];
const granted = readerRules().flatMap(({ apiGroups, resources, verbs }) =>
  apiGroups.flatMap((group) => resources.map((resource) => ({ resource: `${group}/${resource}`, verbs }))),
);

it('lets the copilot read exactly the kinds it knows, but no Secrets', () => {
  const known = KIND_NAMES.filter((name) => name !== 'secrets').map(
    (name) => `${KINDS[name].group}/${KINDS[name].resource ?? name}`,
  );
  const read = granted.filter(({ resource }) => resource !== '/pods/log');
  expect(read.map(({ resource }) => resource).toSorted()).toEqual(known.toSorted());
  for (const { resource, verbs } of read) expect([resource, verbs]).toEqual([resource, READ]);
});

it('adds container logs and nothing else', () => {
  expect(granted.filter(({ resource }) => resource.split('/').length > 2)).toEqual([
    { resource: '/pods/log', verbs: ['get'] },
  ]);
});

it('has no wildcard', () => {
  expect(JSON.stringify(readerRules())).not.toContain('*');
});
