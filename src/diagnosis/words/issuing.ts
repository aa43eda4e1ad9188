/** Words for controllers that make Secrets: cert-manager, and stores outside the cluster. */
import type { CodeWords } from './words.ts';

const certificate = { family: 'certificate', role: 'cause', severity: 'critical', runbook: 'certificate' } as const;
const secret = { family: 'config', role: 'cause', severity: 'critical', runbook: 'missing-config' } as const;

export const ISSUING_CODES = {
  CertificateNotIssued: {
    ...certificate,
    title: {
      en: 'Certificate {namespace}/{name} is not ready ({reason})[[, so Secret {secret} is missing or out of date]]',
      zh: 'Certificate {namespace}/{name} 未就绪({reason})[[,因此 Secret {secret} 缺失或已过期]]',
    },
    explanation: {
      en: 'cert-manager has not issued the certificate[[ for {names}]][[ from {issuer}]]: {message}.',
      zh: 'cert-manager 没有[[从 {issuer} ]]签发[[ {names} 的]]证书:{message}。',
    },
    fixes: [
      {
        title: { en: 'Follow the request step by step', zh: '逐级查看签发过程' },
        risk: 'safe',
        commands: [
          'kubectl describe certificate {name} -n {namespace}',
          'kubectl get certificaterequest,order,challenge -n {namespace}',
        ],
      },
    ],
  },
  IssuerMissing: {
    ...certificate,
    title: {
      en: '{subject} does not exist (not found), and {user} names it as its issuer',
      zh: '{subject} 不存在(not found),而 {user} 把它作为签发者(issuer)',
    },
    explanation: {
      en: 'cert-manager cannot issue the certificate because the issuer {name} is missing[[; there is: {others}]].',
      zh: '签发者 {name} 不存在,cert-manager 无法签发证书[[;现有:{others}]]。',
    },
  },
  IssuerNotReady: {
    ...certificate,
    title: {
      en: '{subject} is not ready[[ ({reason})]] and issues no certificates',
      zh: '{subject} 未就绪[[({reason})]],无法签发证书',
    },
    explanation: { en: 'The issuer reports: {message}', zh: '签发者报告:{message}' },
  },
  AcmeChallengeFailing: {
    ...certificate,
    title: {
      en: 'The ACME challenge {name}[[ ({type})]][[ for {domain}]] fails[[: {message}]]',
      zh: 'ACME 验证(challenge){name}[[({type})]][[,域名 {domain}]]失败[[:{message}]]',
    },
    explanation: {
      en: 'The certificate authority could not confirm that the domain is served from here[[ (state {state})]][[: {message}]].',
      zh: '证书颁发机构无法确认该域名归属[[(状态 {state})]][[:{message}]]。',
    },
  },
  CertificateRequestFailed: {
    ...certificate,
    title: {
      en: 'CertificateRequest {namespace}/{name} failed ({reason})',
      zh: 'CertificateRequest {namespace}/{name} 失败({reason})',
    },
    explanation: { en: 'The issuer refused the request: {message}', zh: '签发者拒绝了请求:{message}' },
  },
  ExternalSecretFailing: {
    ...secret,
    title: {
      en: 'ExternalSecret {namespace}/{name} cannot be synchronised ({reason}), so Secret {secret} is missing or stale',
      zh: 'ExternalSecret {namespace}/{name} 同步失败({reason}),Secret {secret} 缺失或未更新',
    },
    explanation: { en: 'Reading from {store} fails: {message}', zh: '从 {store} 读取失败:{message}' },
  },
  ResourceNotCarriedOut: {
    family: 'config',
    role: 'cause',
    severity: 'critical',
    runbook: 'control-plane',
    title: {
      en: '{subject} is not carried out: {message}',
      zh: '{subject} 未能生效:{message}',
    },
    explanation: {
      en: 'Its controller reports[[ {reason}]]: {message}. What it should make or change stays missing or as it was.',
      zh: '其控制器报告[[ {reason}]]:{message}。它应当创建或修改的对象因此缺失或保持原样。',
    },
  },
  SecretStoreNotReady: {
    ...secret,
    title: {
      en: '{subject} is not ready: {problem}',
      zh: '{subject} 未就绪:{problem}',
    },
    explanation: {
      en: 'External secrets that read from {name} cannot be synchronised: {problem}[[. Its controller logs: … {said}]].',
      zh: '从 {name} 读取的外部 Secret 都无法同步:{problem}[[。控制器日志:… {said}]]。',
    },
  },
} as const satisfies Record<string, CodeWords>;
