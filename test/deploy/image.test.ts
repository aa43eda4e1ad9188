import { existsSync, readFileSync } from 'node:fs';
import { matchesGlob } from 'node:path';
import { describe, expect, it } from 'vitest';
import { podTemplate } from './manifests.ts';

/** The Dockerfile's instructions, continued lines joined. */
const instructions = readFileSync('Dockerfile', 'utf8')
  .replaceAll('\\\n', ' ')
  .split('\n')
  .filter((line) => /^[A-Z]+ /.test(line))
  .map((line) => line.split(/\s+/));

const copied = instructions
  .filter(([name, first]) => name === 'COPY' && !first?.startsWith('--from'))
  .flatMap((words) => words.slice(1, -1));

const sentToBuild = readFileSync('.dockerignore', 'utf8')
  .split('\n')
  .filter((line) => line.startsWith('!'))
  .map((line) => line.slice(1));

describe('the image', () => {
  it.each(copied)('copies %s, which is there and is sent to the build', (source) => {
    expect(existsSync(source)).toBe(true);
    expect(sentToBuild.some((pattern) => matchesGlob(source, pattern))).toBe(true);
  });

  it('is sent nothing that it does not copy', () => {
    expect(sentToBuild.toSorted()).toEqual([...new Set(copied)].toSorted());
  });

  it('runs as the user that the Deployment names, who is not root', () => {
    const user = instructions.filter(([name]) => name === 'USER').at(-1)?.[1];
    expect(user).toBe('10001:10001');
    expect(podTemplate().spec).toMatchObject({ securityContext: { runAsUser: 10001, runAsGroup: 10001 } });
  });

  it('listens where the Deployment looks', () => {
    const exposed = instructions.find(([name]) => name === 'EXPOSE')?.[1];
    expect(podTemplate().spec.containers[0].ports[0].containerPort).toBe(Number(exposed));
  });

  it('keeps what npm ships and what the image holds the same', () => {
    const { files } = JSON.parse(readFileSync('package.json', 'utf8')) as { files: string[] };
    const lines = instructions.map((words) => words.join(' '));
    for (const shipped of files.filter((file) => !/^(?:README|!)/.test(file))) {
      expect(lines.some((line) => line.startsWith('COPY') && ` ${line} `.includes(` ${shipped} `))).toBe(true);
    }
  });
});
