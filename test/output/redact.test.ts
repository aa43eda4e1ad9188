import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createRedactor, redactObject } from '../../src/output/redact.ts';
import { alnum, base64, CERTIFICATE, JWT, PRIVATE_KEY } from './fakes.ts';
import { HITS } from './hits.ts';
import { NEAR_MISSES } from './nearMisses.ts';

const redact = createRedactor();

describe('text that holds a secret', () => {
  it('has more than a hundred examples of each sort', () => {
    expect(HITS.length).toBeGreaterThan(100);
    expect(NEAR_MISSES.length).toBeGreaterThan(100);
  });

  it.each(HITS)('%s is masked', (_, text, secret) => {
    const out = redact(text);
    expect(out).toContain('***');
    expect(out).not.toContain(secret);
  });

  it.each(HITS)('%s is masked once and stays so', (_, text) => {
    const once = redact(text);
    expect(redact(once)).toBe(once);
  });

  it('keeps what stands around the secret', () => {
    expect(redact('user=app password=hunter2 host=db')).toBe('user=app password=*** host=db');
    expect(redact('postgres://app:hunter2@db:5432/shop')).toBe('postgres://app:***@db:5432/shop');
    expect(redact(`a\n${PRIVATE_KEY}\nb`)).toBe('a\n***\nb');
    expect(redact('"DB_PASSWORD": "x y z", "next": 1')).toBe('"DB_PASSWORD": "***", "next": 1');
  });

  it('masks secrets known by value wherever they are', () => {
    expect(createRedactor({ known: ['s3cr3t-of-mine'] })('told s3cr3t-of-mine to all')).toBe('told *** to all');
  });
});

describe('text that holds none', () => {
  it.each(NEAR_MISSES)('%s', (text) => {
    expect(redact(text)).toBe(text);
  });
});

describe('what cannot be seen', () => {
  it('is removed: colours, links, zero-width and bidirectional characters, tags', () => {
    expect(redact('\u001b[1;31mred\u001b[0m')).toBe('red');
    expect(redact('\u001b]8;;http://evil\u0007click\u001b]8;;\u0007')).toBe('click');
    expect(redact('a\u202eb\u2066c\u200bd\ufeffe\u{e0041}f\u0000g')).toBe('abcdefg');
    expect(redact('one\r\ntwo\ttab')).toBe('one\ntwo\ttab');
  });
});

describe('objects', () => {
  const redacted = <T>(value: T): T => redactObject(value, redact);

  it('Secrets keep their keys and public certificates only', () => {
    const secret = {
      apiVersion: 'v1',
      kind: 'Secret',
      metadata: { name: 'db', annotations: { note: 'kept' } },
      data: { user: base64('app'), 'tls.crt': base64(CERTIFICATE), 'tls.key': base64(PRIVATE_KEY), empty: '' },
      stringData: { url: 'x' },
    };
    expect(redacted(secret)).toEqual({
      ...secret,
      data: { user: '***', 'tls.crt': base64(CERTIFICATE), 'tls.key': '***', empty: '' },
      stringData: { url: '***' },
    });
  });

  it('environment variables and arguments lose their secrets', () => {
    const container = {
      env: [
        { name: 'DB_PASSWORD', value: 'correct horse' },
        { name: 'DB_HOST', value: 'db' },
        { name: 'API_TOKEN', valueFrom: { secretKeyRef: { name: 'api', key: 'token' } } },
      ],
      args: ['--user', 'app', '--password', 'hunter2', '--token=abc123def456', '--verbose'],
    };
    const out = redacted(container);
    expect(out.env[0]?.value).toBe('***');
    expect(out.env.slice(1)).toEqual(container.env.slice(1));
    expect(out.args).toEqual(['--user', 'app', '--password', '***', '--token=***', '--verbose']);
  });

  it('what kubectl applied last is looked into', () => {
    const applied = JSON.stringify({ apiVersion: 'v1', kind: 'Secret', data: { a: base64('x') } });
    const out = redacted({ annotations: { 'kubectl.kubernetes.io/last-applied-configuration': applied } });
    const text = out.annotations['kubectl.kubernetes.io/last-applied-configuration'];
    expect(JSON.parse(text)).toEqual({ apiVersion: 'v1', kind: 'Secret', data: { a: '***' } });
  });

  it('kubeconfigs keep what is public', () => {
    const users = [{ name: 'me', user: { token: JWT, 'client-key-data': base64(PRIVATE_KEY), password: 'hunter2' } }];
    const clusters = [
      { cluster: { server: 'https://10.0.0.1:6443', 'certificate-authority-data': base64(CERTIFICATE) } },
    ];
    const out = redacted({ users, clusters });
    expect(out.users[0]?.user).toEqual({ token: '***', 'client-key-data': '***', password: '***' });
    expect(out.clusters).toEqual(clusters);
  });

  it('a quote of a secret variable is masked, a message about one is not', () => {
    const path = 'spec.containers[app].env[DB_PASSWORD].value';
    expect(redacted({ path, quote: 'correcthorse' }).quote).toBe('***');
    const message = { path: 'status.message', quote: 'secret "db-password" not found' };
    expect(redacted(message)).toEqual(message);
  });

  it('references, ordinary objects and odd keys stay as they are', () => {
    const pod = {
      spec: {
        serviceAccountName: 'web',
        imagePullSecrets: [{ name: 'regcred' }],
        volumes: [{ name: 'tls', secret: { secretName: 'shop-tls', defaultMode: 420 } }],
        automountServiceAccountToken: false,
      },
      status: { containerStatuses: [{ imageID: 'docker.io/web@sha256:abc', ready: false, restartCount: 3 }] },
    };
    expect(redacted(pod)).toEqual(pod);
    const odd: unknown = JSON.parse('{"__proto__": {"a": 1}, "constructor": "x"}');
    expect(JSON.stringify(redacted(odd))).toBe(JSON.stringify(odd));
  });

  it('never changes what it is given', () => {
    const given = Object.freeze({ password: 'hunter2', list: Object.freeze(['--token', alnum(20)]) });
    expect(redacted(given)).toEqual({ password: '***', list: ['--token', '***'] });
    expect(given.password).toBe('hunter2');
  });
});

describe('any text', () => {
  const pieces = fc.constantFrom(
    'password=',
    '"',
    "'",
    '\\',
    '\n',
    '-----BEGIN RSA PRIVATE KEY-----',
    '://a:',
    '@',
    '--token ',
    'eyJ',
    '\u001b[',
    'kind: Secret\ndata:\n',
    'x',
    ' ',
    ':',
    '{',
    '$',
    '=',
    '.',
  );
  const noise = fc.array(fc.oneof(pieces, fc.string()), { maxLength: 40 }).map((parts) => parts.join(''));

  it('is redacted without an error, and twice is the same as once', () => {
    fc.assert(
      fc.property(noise, (text) => {
        const once = redact(text);
        expect(redact(once)).toBe(once);
      }),
    );
  });

  it.each([
    '数据库密码：%s 已过期',
    '令牌=%s',
    '- name: API_TOKEN\n  value: %s',
    '- name: DB_PASSWORD\n  value: >-\n    %s',
    '{"name":"DB_PASSWORD","value":"%s"}',
    '{\\"name\\":\\"DB_PASSWORD\\",\\"value\\":\\"%s\\"}',
  ])('%j: a value named by a label or by the name beside it', (text) => {
    expect(redact(text.replace('%s', 'Zq7mK2vXp9Lw4'))).not.toContain('Zq7mK2vXp9Lw4');
  });

  it.each([
    '-',
    'a:',
    'eyJ',
    'x=',
    'http://a:',
    '--p ',
    '"',
    '\\"',
    'password=',
    '-----BEGIN PRIVATE KEY-----\n',
    'a@',
    '.a',
    'login ',
    '\u001b]',
    'mysql -h ',
  ])(
    'a megabyte of %j takes time in proportion to its length',
    (piece) => {
      // Quadratic patterns would take minutes, and so run into the time-out of the test.
      const text = piece.repeat(Math.ceil(1_000_000 / piece.length));
      expect(typeof redact(text)).toBe('string');
    },
    20_000,
  );
});
