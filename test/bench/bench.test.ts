import { existsSync } from 'node:fs';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { compare } from '../../bench/diagnose.ts';
import { type BenchServer, startServer } from '../../bench/server.ts';

const PROBLEMS = 4;
let server: BenchServer;

beforeAll(async () => {
  expect(existsSync('dist/main.js'), 'run `npm run build` first').toBe(true);
  server = await startServer({ nodes: 10, pods: 400, problems: PROBLEMS });
});
afterAll(() => server.stop());

it('serves a cluster in which every broken application is found', async () => {
  const { found, broken, requests } = await compare(server, ['-A'], 0, 1);
  expect({ found, broken }).toEqual({ found: PROBLEMS, broken: PROBLEMS });
  expect(requests.lists).toBeGreaterThan(0);
});

it('reads no other namespace for a diagnosis of one', async () => {
  const { found } = await compare(server, ['-n', 'shop-01'], 0, 1);
  expect(found).toBe(server.problems.filter(({ namespace }) => namespace === 'shop-01').length);
  const requests = await server.requests();
  expect(requests.some((request) => request.startsWith('/api/v1/namespaces/shop-01/pods?'))).toBe(true);
  expect(
    requests.filter((request) => /\/namespaces\/shop-(?!01)|\/v1\/(pods|events)\?(?!limit=1$)/.test(request)),
  ).toEqual([]);
});

it('makes pods as large as real ones', () => {
  expect(server.medianPodBytes).toBeGreaterThanOrEqual(6000);
});
