import { gzipSync } from 'node:zlib';
import { afterEach, describe, expect, test } from 'vitest';
import { type FaultServer, type Handler, json, pods, refuse, startFaultServer } from './faultServer.ts';

let server: FaultServer | undefined;
afterEach(async () => {
  await server?.close();
  server = undefined;
});

async function start(handle: Handler, ...rest: [Parameters<typeof startFaultServer>[1]?]): Promise<FaultServer> {
  server = await startFaultServer(handle, ...rest);
  return server;
}

const names = (listing: { objects: readonly { metadata: { name: string } }[] }) =>
  listing.objects.map(({ metadata }) => metadata.name);

describe('lists', () => {
  test('are paged without resourceVersion, and objects get the kind that lists leave out', async () => {
    const { source, requests } = await start((_, response, url) =>
      json(response, 200, url.searchParams.has('continue') ? pods(['b']) : pods(['a'], 'abc')),
    );
    const listing = await (await source()).list('pods', 'shop');
    expect(names(listing)).toEqual(['a', 'b']);
    expect(listing.gap).toBeUndefined();
    expect(listing.objects[0]).toMatchObject({ apiVersion: 'v1', kind: 'Pod' });
    const lists = requests.filter((path) => path.includes('/pods'));
    expect(lists).toEqual([
      '/api/v1/namespaces/shop/pods?limit=500',
      '/api/v1/namespaces/shop/pods?limit=500&continue=abc',
    ]);
  });

  test('a token behind the items, as custom resources have it, is followed', async () => {
    const { source } = await start((_, response, url) => {
      const { metadata, items, ...rest } = pods(
        [url.searchParams.get('continue') ?? 'first'],
        url.searchParams.has('continue') ? undefined : 'second',
      ) as Record<string, unknown>;
      json(response, 200, { ...rest, items, metadata });
    });
    expect(names(await (await source()).list('pods', undefined))).toEqual(['first', 'second']);
  });

  test('a compressed answer is unpacked', async () => {
    const { source } = await start((_, response) => {
      response.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync(JSON.stringify(pods(['a']))));
    });
    expect(names(await (await source()).list('pods', 'shop'))).toEqual(['a']);
  });

  test('429 is obeyed and does not show', async () => {
    let refused = 0;
    const { source } = await start((_, response) => {
      refused += 1;
      if (refused < 3) refuse(response, 429, 'TooManyRequests', 'slow down', { 'retry-after': '0' });
      else json(response, 200, pods(['a']));
    });
    const listing = await (await source()).list('pods', 'shop');
    expect(names(listing)).toEqual(['a']);
    expect(listing.gap).toBeUndefined();
  });

  test('429 for ever is a gap', async () => {
    const { source } = await start((_, response) =>
      refuse(response, 429, 'TooManyRequests', 'no', { 'retry-after': '0' }),
    );
    expect((await (await source()).list('pods', 'shop')).gap).toEqual({
      what: 'pods in shop',
      why: 'the API server asks to slow down (429)',
    });
  });

  test('410 in mid-paging restarts twice, then leaves what was read', async () => {
    let begun = 0;
    const { source } = await start((_, response, url) => {
      if (url.searchParams.has('continue')) return refuse(response, 410, 'Expired', 'too old');
      begun += 1;
      return json(response, 200, pods([`try-${begun}`], 'abc'));
    });
    const listing = await (await source()).list('pods', 'shop');
    expect(begun).toBe(3);
    expect(names(listing)).toEqual(['try-3']);
    expect(listing.gap?.why).toContain('410');
  });

  test('410 once is healed by a restart', async () => {
    let expired = false;
    const { source } = await start((_, response, url) => {
      if (!url.searchParams.has('continue')) return json(response, 200, pods(['a'], 'abc'));
      if (expired) return json(response, 200, pods(['b']));
      expired = true;
      return refuse(response, 410, 'Expired', 'too old');
    });
    const listing = await (await source()).list('pods', 'shop');
    expect(names(listing)).toEqual(['a', 'b']);
    expect(listing.gap).toBeUndefined();
  });

  test('a hanging page is a gap, and the pages before it are kept', async () => {
    const { source } = await start((_, response, url) => {
      if (!url.searchParams.has('continue')) json(response, 200, pods(['a'], 'abc'));
    });
    const listing = await (await source({}, { requestTimeoutMs: 200 })).list('pods', 'shop');
    expect(names(listing)).toEqual(['a']);
    expect(listing.gap).toEqual({ what: 'pods in shop', why: 'timed out after 0.2 s' });
  });

  test.each<[string, Handler, RegExp]>([
    [
      'a body that is cut off',
      (_, response) =>
        response.writeHead(200, { 'content-length': '5000' }).write('{"items": [') &&
        setImmediate(() => response.destroy()),
      /connection closed/,
    ],
    ['a body that is no JSON', (_, response) => response.end('<html>'), /not JSON/],
    ['JSON that is no list', (_, response) => json(response, 200, ['x']), /not JSON/],
    [
      'a kind that is gone',
      (_, response) => refuse(response, 404, 'NotFound', 'the server could not find the requested resource'),
      /^not served by this cluster$/,
    ],
    ['a refusal', (_, response) => refuse(response, 403, 'Forbidden', 'no'), /^forbidden$/],
    ['a server error', (_, response) => refuse(response, 500, 'InternalError', 'etcd is down'), /500: etcd is down/],
  ])('%s is a gap', async (_, handle, why) => {
    const { source } = await start(handle);
    const listing = await (await source()).list('pods', 'shop');
    expect(listing.objects).toEqual([]);
    expect(listing.gap?.why).toMatch(why);
  });

  test('entries that are no objects are counted, the others kept', async () => {
    const { source } = await start((_, response) =>
      json(response, 200, { kind: 'PodList', items: [null, 7, { metadata: {} }, { metadata: { name: 'a' } }] }),
    );
    const listing = await (await source()).list('pods', 'shop');
    expect(names(listing)).toEqual(['a']);
    expect(listing.gap?.why).toBe('3 entries without a name');
  });

  test('a kind that discovery does not have is a gap without a request', async () => {
    const { source, requests } = await start((_, response) => json(response, 200, {}));
    const opened = await source();
    expect(await opened.serves('certificates')).toBe(false);
    expect((await opened.list('certificates', 'shop')).gap?.why).toBe('not served by this cluster');
    expect(requests.every((path) => path === '/api' || path === '/apis')).toBe(true);
  });
});

describe('load', () => {
  test('never more than eight requests are in flight', async () => {
    let [now, most] = [0, 0];
    const { source } = await start((_, response) => {
      now += 1;
      most = Math.max(most, now);
      setTimeout(() => {
        now -= 1;
        json(response, 200, pods(['a']));
      }, 20);
    });
    const opened = await source();
    await Promise.all(Array.from({ length: 40 }, (_, index) => opened.list('pods', `ns-${index}`)));
    expect(most).toBe(8);
  });

  test('one read serves all who ask at the same time and soon after', async () => {
    const { source, requests } = await start((_, response) => json(response, 200, pods(['a'])));
    const opened = await source();
    const [one, two] = await Promise.all([opened.list('pods', 'shop'), opened.list('pods', 'shop')]);
    const three = await opened.list('pods', 'shop');
    expect([one.objects, two.objects]).toEqual([three.objects, three.objects]);
    expect(requests.filter((path) => path.includes('/pods'))).toHaveLength(1);
  });

  test('a caller that cancels leaves at once and does not end the read of another', async () => {
    const arrived = Promise.withResolvers<() => void>();
    const { source } = await start((_, response) => arrived.resolve(() => json(response, 200, pods(['a']))));
    const opened = await source();
    await opened.serves('pods');
    const cancel = new AbortController();
    const first = opened.list('pods', 'shop', cancel.signal);
    const second = opened.list('pods', 'shop');
    const answer = await arrived.promise;
    cancel.abort(new Error('enough'));
    await expect(first).rejects.toThrow('enough');
    answer();
    expect(names(await second)).toEqual(['a']);
  });

  test('when the last caller has left, the request is cancelled and a new one may start', async () => {
    const closed = Promise.withResolvers<void>();
    let count = 0;
    const { source } = await start((_, response) => {
      count += 1;
      if (count > 1) return json(response, 200, pods(['a']));
      response.on('close', closed.resolve);
      return cancel.abort();
    });
    const cancel = new AbortController();
    const opened = await source();
    await expect(opened.list('pods', 'shop', cancel.signal)).rejects.toThrow();
    await closed.promise;
    expect(names(await opened.list('pods', 'shop'))).toEqual(['a']);
  });
});
