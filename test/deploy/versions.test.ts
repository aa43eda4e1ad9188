import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { podTemplate } from './manifests.ts';

const version = readFileSync('VERSION', 'utf8').trim();

it('has one version, the one in VERSION', () => {
  const { version: packaged } = JSON.parse(readFileSync('package.json', 'utf8'));
  const lock = JSON.parse(readFileSync('package-lock.json', 'utf8'));
  expect(version).toMatch(/^\d+\.\d+\.\d+$/);
  expect([packaged, lock.version, lock.packages[''].version]).toEqual([version, version, version]);
});

it('deploys the image of that version', () => {
  expect(podTemplate().spec.containers[0].image).toBe(`aiops-copilot:${version}`);
  const labels = readFileSync('deploy/k8s-simple.yaml', 'utf8').matchAll(/app\.kubernetes\.io\/version: (.*)/g);
  expect(new Set(Array.from(labels, ([, label]) => label))).toEqual(new Set([version]));
});

it('locks packages without naming where they were fetched', () => {
  expect(readFileSync('package-lock.json', 'utf8')).not.toMatch(/"resolved"|https?:\/\/[^"]*\.tgz/);
});
