import { herring, one } from '../../field/herring.ts';
import { scene } from '../../field/write.ts';
import { cr } from '../../third/kit.ts';
import { program, tell } from '../kit.ts';

export default scene({
  id: 'member-argo-repository-token-expired',
  family: 'gitops',
  on: 'ack',
  now: '2026-12-08T03:15:00Z',
  hops: 1,
  question: '会员中心 4.2 合并两小时了还没上线,argocd 里 Application 是 Unknown,是 argocd 要重启吗?',
  causes: [
    {
      subjects: [
        one('Application', 'argocd/member-center'),
        one('Secret', 'argocd/repo-member-deploy'),
        one('Deployment', 'argocd/argocd-repo-server'),
      ],
      says: [
        ['authentication required', 'authentication', 'credential', 'token', '认证', '凭', '令牌'],
        ['repo', 'git', '仓库'],
      ],
    },
  ],
  not: [
    one('Deployment', 'member/member-center'),
    one('StatefulSet', 'argocd/argocd-application-controller'),
    one('Application', 'argocd/points'),
  ],
  play: (f) => {
    f.app({
      ns: 'argocd',
      name: 'argocd-application-controller',
      kind: 'StatefulSet',
      tone: 'slog',
      n: 1,
      image: 'quay.io/argoproj/argocd:v2.14.11',
      ready: null,
      svc: 'argocd-application-controller',
    });
    program(f, 'logrus', {
      ns: 'argocd',
      name: 'argocd-repo-server',
      n: 2,
      port: 8081,
      image: 'quay.io/argoproj/argocd:v2.14.11',
    });
    const secret = f.secret('argocd/repo-member-deploy', ['type', 'url', 'username', 'password'], 365);
    secret.metadata.labels = { 'argocd.argoproj.io/secret-type': 'repository' };
    const other = f.secret('argocd/repo-points-deploy', ['type', 'url', 'username', 'password'], 90);
    other.metadata.labels = { 'argocd.argoproj.io/secret-type': 'repository' };
    f.app({ ns: 'member', name: 'member-center', tone: 'spring', n: 3, image: 'member-center:4.1.3' });
    f.app({ ns: 'member', name: 'points', tone: 'spring', n: 2 });
    const why =
      'Failed to load target state: failed to generate manifest for source 1 of 1: rpc error: code = Unknown desc = failed to list refs: authentication required: Unauthorized';
    const app = (name: string, repo: string, status: object): void => {
      cr(f, 'argoproj.io/v1alpha1/Application', 'applications', `argocd/${name}`, {
        days: 400,
        spec: {
          project: 'member',
          destination: { namespace: 'member', server: 'https://kubernetes.default.svc' },
          source: { repoURL: repo, path: 'prod', targetRevision: 'main' },
          syncPolicy: { automated: { prune: true, selfHeal: true } },
        },
        status: status as never,
      });
    };
    app('member-center', 'https://git.example.cn/member/deploy.git', {
      sync: { status: 'Unknown' },
      health: { status: 'Healthy' },
      conditions: [{ type: 'ComparisonError', message: why, lastTransitionTime: f.s.clock.ago(190) }],
    });
    app('points', 'https://git.example.cn/points/deploy.git', {
      sync: { status: 'Synced', revision: '5a0e11f3' },
      health: { status: 'Healthy' },
    });
    tell(f, 'argocd/argocd-repo-server', 'finished unary call with code Unknown', {
      by: 'error="failed to list refs: authentication required: Unauthorized" grpc.code=Unknown grpc.method=GenerateManifest grpc.service=repository.RepoServerService span.kind=server system=grpc',
      from: 48,
      every: 180,
    });
    herring.pending(f, 'lab-sandbox/llm-trial', 7);
  },
});
