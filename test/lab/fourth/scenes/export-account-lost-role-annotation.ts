import { herring, of, one } from '../../field/herring.ts';
import { scene } from '../../field/write.ts';
import { program, tell } from '../kit.ts';

export default scene({
  id: 'export-account-lost-role-annotation',
  family: 'identity',
  on: 'eks',
  now: '2026-03-03T05:40:00Z',
  hops: 1,
  question:
    'partners did not get nightly exports. exporter says AccessDenied on S3, IAM policy of role acme-exporter is unchanged (cloud team checked twice)',
  causes: [
    {
      subjects: [one('ServiceAccount', 'partners/exporter'), ...of('partners/exporter')],
      says: [
        [
          'annotation',
          'role-arn',
          'irsa',
          'node role',
          'eks-node',
          'instance role',
          'node group',
          '注解',
          '节点角色',
          'assumed-role',
        ],
        ['service account', 'serviceaccount', 'exporter', '服务账'],
        ['role', '角色', 'accessdenied', 'access denied', 'not authorized'],
      ],
    },
  ],
  not: [one('Deployment', 'partners/importer'), one('Deployment', 'partners/partner-portal')],
  play: (f) => {
    const account = (name: string, annotations: Record<string, string>): void =>
      f.put({
        apiVersion: 'v1',
        kind: 'ServiceAccount',
        metadata: {
          name,
          namespace: 'partners',
          annotations: {
            'meta.helm.sh/release-name': name,
            'meta.helm.sh/release-namespace': 'partners',
            ...annotations,
          },
          labels: { 'app.kubernetes.io/managed-by': 'Helm' },
          creationTimestamp: f.s.clock.ago(300_000),
        },
      });
    account('exporter', {});
    account('importer', { 'eks.amazonaws.com/role-arn': 'arn:aws:iam::418820114417:role/acme-importer' });
    f.edited(f.get('ServiceAccount', 'partners/exporter'), 'helm', 612, {
      'f:metadata': {
        'f:annotations': { '.': {}, 'f:meta.helm.sh/release-name': {}, 'f:meta.helm.sh/release-namespace': {} },
      },
    });
    program(f, 'pylog', {
      ns: 'partners',
      name: 'exporter',
      n: 1,
      image: 'exporter:4.0.0',
      env: { BUCKET: 'acme-partner-exports', AWS_REGION: 'eu-central-1' },
      pod: { serviceAccountName: 'exporter' },
    });
    f.revise(
      'partners/exporter',
      610,
      (t) => {
        const [c] = t.spec.containers;
        if (c) c.image = c.image.replace('4.0.0', '3.9.2');
      },
      { by: 'helm' },
    );
    program(f, 'pylog', {
      ns: 'partners',
      name: 'importer',
      n: 1,
      env: { BUCKET: 'acme-partner-imports', AWS_REGION: 'eu-central-1' },
      pod: { serviceAccountName: 'importer' },
    });
    for (const p of f.pods('partners/importer'))
      for (const c of p.spec?.containers ?? [])
        c.env = [
          ...(c.env as object[]),
          { name: 'AWS_ROLE_ARN', value: 'arn:aws:iam::418820114417:role/acme-importer' },
          { name: 'AWS_WEB_IDENTITY_TOKEN_FILE', value: '/var/run/secrets/eks.amazonaws.com/serviceaccount/token' },
        ];
    f.app({ ns: 'partners', name: 'partner-portal', tone: 'nginx', n: 2 });
    tell(
      f,
      'partners/exporter',
      'upload of exports/2026-03-03/partner-{n}.csv.gz failed, attempt 5 of 5\nTraceback (most recent call last):\n  File "/app/exporter/s3.py", line 44, in put\n    self.s3.put_object(Bucket=self.bucket, Key=key, Body=body)\n  File "/usr/local/lib/python3.12/site-packages/botocore/client.py", line 1023, in _make_api_call\n    raise error_class(parsed_response, operation_name)\nbotocore.exceptions.ClientError: An error occurred (AccessDenied) when calling the PutObject operation: User: arn:aws:sts::418820114417:assumed-role/eks-node-general/i-0b1c77de20f4aa913 is not authorized to perform: s3:PutObject on resource: "arn:aws:s3:::acme-partner-exports/exports/2026-03-03/partner.csv.gz" because no identity-based policy allows the s3:PutObject action',
      { by: 'exporter.s3', from: 47, every: 150 },
    );
    tell(f, 'partners/importer', 'imported 214 files from s3://acme-partner-imports', {
      by: 'importer.run',
      level: 'info',
      from: 40,
      every: 600,
    });
    herring.unready(f, 'partners/edi-gateway-test', 18);
  },
});
