/** A small cluster with what must not get out of it, and kinds that the product does not know by name. */
export const PASSWORD = 'hunter2-and-more';

export const SHOP = {
  apiVersion: 'v1',
  kind: 'List',
  items: [
    ...['shop', 'other'].map((name) => ({ apiVersion: 'v1', kind: 'Namespace', metadata: { name } })),
    {
      apiVersion: 'v1',
      kind: 'Secret',
      metadata: {
        name: 'db',
        namespace: 'shop',
        annotations: { 'kubectl.kubernetes.io/last-applied-configuration': PASSWORD },
      },
      data: { password: btoa(PASSWORD) },
    },
    {
      apiVersion: 'v1',
      kind: 'Secret',
      type: 'helm.sh/release.v1',
      metadata: { name: 'sh.helm.release.v1.web.v1', namespace: 'shop' },
      data: { release: btoa(PASSWORD.repeat(500)) },
    },
    {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name: 'app', namespace: 'shop' },
      data: { DB_PASSWORD: PASSWORD, LEVEL: 'info' },
    },
    {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: {
        name: 'web-1',
        namespace: 'shop',
        managedFields: [
          {
            manager: 'kubectl-edit',
            operation: 'Update',
            apiVersion: 'v1',
            time: '2026-01-02T03:04:05Z',
            fieldsType: 'FieldsV1',
            fieldsV1: { 'f:spec': {} },
          },
        ],
      },
      spec: {
        nodeName: 'n1',
        containers: [{ name: 'app', image: 'web:1', env: [{ name: 'API_TOKEN', value: PASSWORD }] }],
      },
      status: {
        phase: 'Running',
        containerStatuses: [
          {
            name: 'app',
            image: 'web:1',
            imageID: '',
            ready: false,
            restartCount: 2,
            state: { running: { startedAt: '2026-01-02T03:04:05Z' } },
            lastState: { terminated: { exitCode: 1, reason: 'Error' } },
          },
        ],
      },
    },
    { apiVersion: 'example.com/v1', kind: 'Widget', metadata: { name: 'w', namespace: 'shop' }, spec: { size: 3 } },
    { apiVersion: 'cert-manager.io/v1', kind: 'Certificate', metadata: { name: 'c', namespace: 'other' } },
  ],
};
