import { Script } from 'node:vm';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { demoCase, type Served, startServer } from '../support/program.ts';

let server: Served;
beforeAll(async () => {
  const env = { AIOPS_TOKENS: 'oncall:operator:someLongToken' };
  server = await startServer(['--snapshot', demoCase('image-tag-typo')], { env });
});
afterAll(async () => {
  server.child.kill('SIGTERM');
  await server.ended;
});

it.each([
  ['/', /^text\/html/],
  ['/page.js', /^(?:text|application)\/javascript/],
  ['/page.css', /^text\/css/],
])('%s is served, with a policy that lets in nothing else', async (path, type) => {
  const response = await fetch(`${server.url}${path}`);
  expect(response.status).toBe(200);
  expect(response.headers.get('content-type')).toMatch(type);
  expect(response.headers.get('content-security-policy')).toMatch(
    /^default-src 'none'; script-src 'self'; style-src 'self'/,
  );
  const text = await response.text();
  expect(text).not.toMatch(/https?:\/\/|innerHTML|insertAdjacentHTML|\bon\w+=|\seval\(|<style|style="/);
  expect(text.length).toBeLessThan(12_000);
});

it('the page’s script is whole, and finds every element that it asks for', async () => {
  const [page, script] = await Promise.all(
    ['/', '/page.js'].map(async (path) => (await fetch(`${server.url}${path}`)).text()),
  );
  expect(() => new Script(script ?? '')).not.toThrow();
  const ids = [...(script ?? '').matchAll(/by\('(\w+)'\)/g)].map(([, id]) => id);
  for (const id of new Set(ids)) expect(page).toContain(`id="${id}"`);
  const words = [...(page ?? '').matchAll(/data-text="(\w+)"/g)].map(([, word]) => word);
  for (const word of words) expect((script ?? '').match(new RegExp(`\\b${word}: '`, 'g')), word).toHaveLength(2);
});

it('only reading is offered', async () => {
  expect((await fetch(server.url, { method: 'POST' })).status).toBe(405);
});
