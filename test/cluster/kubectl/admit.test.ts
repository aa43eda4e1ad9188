/** Which requests pass the gate: requests as kubectl, or something in its place, could send them. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Admission, admit, type Leave } from '../../../src/cluster/kubectl/admit.ts';

const READ: Leave = { writes: false, namespaces: undefined };
const WRITE: Leave = { writes: true, namespaces: undefined };
const BOUND: Leave = { writes: true, namespaces: ['shop'] };

function ask(line: string, leave: Leave, upgrade = false): Admission {
  const [method = '', target = ''] = line.split(' ');
  const [path = '', query = ''] = target.split('?');
  return admit({ method, path, query: new URLSearchParams(query), upgrade }, leave);
}

const refused = (line: string, leave: Leave) => 'refused' in ask(line, leave);

describe('what passes', () => {
  it.each([
    'GET /api/v1/pods?limit=500',
    'GET /api/v1/namespaces/shop/pods/web/log?tailLines=10',
    'GET /apis/apps/v1/namespaces/shop/deployments/web/scale',
    'GET /apis/apps/v1/watch/namespaces/shop/deployments',
    'GET /api',
    'GET /apis?timeout=32s',
    'GET /openapi/v3/apis/apps/v1',
    'GET /readyz/etcd?verbose',
    'POST /apis/authorization.k8s.io/v1/selfsubjectaccessreviews',
    'GET /api/v1/namespaces/proxy',
  ])('of a read: %s', (line) => expect(refused(line, READ)).toBe(false));

  it.each([
    'DELETE /api/v1/namespaces/shop/pods/web',
    'POST /apis/rbac.authorization.k8s.io/v1/clusterrolebindings',
    'PATCH /api/v1/nodes/n',
    'PUT /apis/apps/v1/namespaces/shop/deployments/web/scale',
    'POST /apis/authorization.k8s.io/v1/subjectaccessreviews',
    'CONNECT /api/v1/pods',
  ])('of a write only: %s', (line) => expect([refused(line, READ), refused(line, WRITE)]).toEqual([true, false]));

  it.each([
    'POST /api/v1/namespaces/shop/pods/web/exec?command=id',
    'GET /api/v1/namespaces/shop/pods/web/exec?command=id',
    'GET /api/v1/namespaces/shop/pods/web/attach',
    'POST /api/v1/namespaces/shop/pods/web/portforward',
    'GET /api/v1/nodes/n/proxy/logs/',
    'GET /api/v1/namespaces/shop/services/web:80/proxy/admin',
    'GET /api/v1/namespaces/shop/pods/web/pr%6fxy/',
    'GET /api/v1/proxy/nodes/n/logs',
    'PATCH /api/v1/namespaces/shop/pods/web/ephemeralcontainers',
    'POST /api/v1/namespaces/shop/serviceaccounts/default/token',
    'PUT /api/v1/namespaces/shop/secrets/db',
    'GET /apis/oauth.openshift.io/v1/oauthaccesstokens',
    'GET /apis/oauth.openshift.io/v1/useroauthaccesstokens',
    'GET /logs/kube-apiserver.log',
    'GET /debug/pprof/heap',
    'GET /configz',
    'POST /api',
    'GET /',
    'GET /api/v1/namespaces/shop/pods/../secrets/db',
    'GET /api/v1/namespaces/shop/pods/%2e%2e/secrets/db',
    'GET /api/v1/namespaces/shop%2fsecrets',
    'GET /api/v1/namespaces/shop/pods%2f..%2fsecrets',
    'GET //api/v1/secrets',
    'GET /api//v1/secrets',
    'GET /api/v1/namespaces/shop/secrets%00',
    'GET /api/v1/namespaces/shop/%zz',
    'GET /api/v1/watch/secrets',
    'GET /api/v1/secrets?watch=true',
    'GET /api/v1/secrets?watch=false&watch=1',
  ])('never: %s', (line) => expect([refused(line, READ), refused(line, WRITE)]).toEqual([true, true]));

  it('never another protocol', () => {
    expect(ask('GET /api/v1/namespaces/shop/pods/web/log', WRITE, true)).toHaveProperty('refused');
  });
});

describe('what must be masked', () => {
  it.each([
    'GET /api/v1/secrets',
    'GET /api/v1/namespaces/shop/secrets/db',
    'GET /api/v1/namespaces/shop/%73ecrets/db',
    'PATCH /api/v1/namespaces/shop/secrets/db',
    'DELETE /api/v1/namespaces/shop/secrets',
    'POST /api/v1/namespaces/shop/secrets',
    'GET /apis/image.openshift.io/v1/namespaces/shop/imagestreams/web/secrets',
    'GET /apis/example.com/v1/secrets',
    'GET /api/v1/namespaces/secrets/secrets',
    'GET /api/v1/secrets/',
  ])('%s', (line) => expect(ask(line, WRITE)).toMatchObject({ secrets: true }));

  it.each([
    'GET /api/v1/namespaces/secrets/pods',
    'GET /api/v1/namespaces/shop/configmaps/secrets',
    'GET /api/v1/namespaces/secrets',
  ])('not %s', (line) => expect(ask(line, READ)).toMatchObject({ secrets: false }));
});

describe('a caller bound to a namespace', () => {
  it.each([
    'GET /api/v1/namespaces/shop/pods',
    'GET /api/v1/namespaces/shop',
    'GET /apis',
    'POST /apis/authorization.k8s.io/v1/selfsubjectaccessreviews',
    'DELETE /api/v1/namespaces/shop/pods/web',
  ])('may %s', (line) => expect(refused(line, BOUND)).toBe(false));
  it.each([
    'GET /api/v1/pods',
    'GET /api/v1/namespaces',
    'GET /api/v1/namespaces/other/pods',
    'GET /api/v1/nodes',
    'GET /api/v1/watch/pods',
    'DELETE /api/v1/namespaces/other',
    'GET /apis/apps/v1/deployments',
    'GET /api/v1/namespaces/shopx/pods',
  ])('may not %s', (line) => expect(refused(line, BOUND)).toBe(true));
});

it('lets a read send nothing that changes, whatever the path', () => {
  const part = fc.constantFrom(
    'api',
    'apis',
    'v1',
    'apps',
    'namespaces',
    'shop',
    'pods',
    'web',
    'secrets',
    'watch',
    '..',
    '%2e',
    'status',
    'selfsubjectreview',
    'proxy',
  );
  fc.assert(
    fc.property(
      fc.constantFrom('POST', 'PUT', 'PATCH', 'DELETE', 'delete', 'QUERY'),
      fc.array(part, { maxLength: 9 }),
      (method, parts) => {
        expect(refused(`${method} /${parts.join('/')}`, READ)).toBe(true);
      },
    ),
  );
});
