import { expect, it } from 'vitest';
import { parseImage, sameRepository } from '../../src/semantics/imageReference.ts';

const DIGEST = `sha256:${'ab'.repeat(32)}`;

it.each([
  ['nginx', 'docker.io', 'library/nginx', 'latest', undefined],
  ['nginx:1.27', 'docker.io', 'library/nginx', '1.27', undefined],
  ['bitnami/redis', 'docker.io', 'bitnami/redis', 'latest', undefined],
  ['docker.io/nginx', 'docker.io', 'library/nginx', 'latest', undefined],
  ['index.docker.io/nginx', 'docker.io', 'library/nginx', 'latest', undefined],
  ['localhost/app', 'localhost', 'app', 'latest', undefined],
  ['registry.example:5000/team/app:v1', 'registry.example:5000', 'team/app', 'v1', undefined],
  ['registry.example:5000/team/app', 'registry.example:5000', 'team/app', 'latest', undefined],
  [`ghcr.io/a/b@${DIGEST}`, 'ghcr.io', 'a/b', undefined, DIGEST],
  [`ghcr.io/a/b:v1@${DIGEST}`, 'ghcr.io', 'a/b', 'v1', DIGEST],
  ['[::1]:5000/app', '[::1]:5000', 'app', 'latest', undefined],
])('%s', (text, registry, repository, effectiveTag, digest) => {
  expect(parseImage(text)).toEqual({
    ok: true,
    image: expect.objectContaining({ text, registry, repository, effectiveTag, digest }),
  });
});

it.each([
  ['', /empty/],
  [undefined, /empty/],
  ['https://registry.example/app', /scheme/],
  ['nginx:', /no valid tag/],
  ['nginx:-x', /no valid tag/],
  ['MyApp', /lower case/],
  ['ghcr.io/Team/app', /lower case/],
  ['ghcr.io//app', /empty part/],
  ['app@sha256:123', /no valid digest/],
  [' nginx', /white space/],
  ['nginx latest', /no valid part/],
  ['a'.repeat(64), /bare 64-digit/],
  [`ghcr.io/${'a'.repeat(256)}`, /longer than 255/],
  ['registry.example:port/app', /no valid host/],
])('refuses %j', (text, reason) => {
  expect(parseImage(text)).toEqual({ ok: false, reason: expect.stringMatching(reason) });
});

it('compares repositories', () => {
  expect(sameRepository('nginx:1', `docker.io/library/nginx@${DIGEST}`)).toBe(true);
  expect(sameRepository('nginx', 'ghcr.io/library/nginx')).toBe(false);
  expect(sameRepository('nginx', '')).toBe(false);
});
