/** Words for credentials, tokens and keys that the other side does not accept. */
import { application } from './application.ts';
import type { CodeWords } from './words.ts';

export const CREDENTIAL_CODES = {
  CredentialsRejected: {
    family: 'application',
    role: 'cause',
    severity: 'critical',
    runbook: 'credentials',
    title: {
      en: '{workload} is refused with the credentials that it has[[ (user {user})]]: authentication failed[[; they come from {origin}]]',
      zh: '{workload} 使用的凭据被拒绝[[(用户 {user})]]:认证失败[[;凭据来自 {origin}]]',
    },
    explanation: {
      en: 'The log of {workload} reports {count} times that its password or token was rejected (authentication failed)[[ by {target}]][[. {origin} was last edited {edited}]][[, and {stale} has not been restarted since, so it still runs with the old value]]. The server and the client no longer hold the same secret.',
      zh: '{workload} 的日志 {count} 次报告密码或令牌被[[ {target} ]]拒绝(authentication failed)[[。{origin} 最近修改于 {edited}]][[,而 {stale} 此后没有重启,仍在使用旧值]]。服务端与客户端的密码已不一致。',
    },
  },
  TokenSignatureInvalid: {
    ...application,
    runbook: 'credentials',
    title: {
      en: '{workload} turns tokens away: their signature does not verify with the key that it has[[ ({origin})]]',
      zh: '{workload} 拒绝令牌(token):签名无法用它持有的密钥验证[[({origin})]]',
    },
    explanation: {
      en: 'The log says {count} times that the signature of a token (JWT) is invalid: who signs and who verifies hold different keys[[. {origin} was last edited {edited}]][[, and {stale} has not been restarted since, so it still verifies with the old key]].',
      zh: '日志 {count} 次报告令牌(JWT)签名无效:签发方与校验方的密钥不同[[。{origin} 最近修改于 {edited}]][[,而 {stale} 此后没有重启,仍在用旧密钥校验]]。',
    },
    fixes: [
      {
        title: { en: 'See which pods started before the key was edited', zh: '查看哪些 Pod 在密钥修改之前启动' },
        risk: 'safe',
        commands: ['kubectl get pods -n {namespace} -o custom-columns=NAME:.metadata.name,STARTED:.status.startTime'],
      },
    ],
  },
  TokenClaimInvalid: {
    ...application,
    runbook: 'credentials',
    title: {
      en: '{workload} turns tokens away: their {claim} is not the one that it expects (invalid)[[; set in {origin}]]',
      zh: '{workload} 拒绝令牌(token):令牌的 {claim} 与它所期望的不一致(无效)[[;设置于 {origin}]]',
    },
    explanation: {
      en: 'The log says {count} times that the {claim} of a token (JWT) is not valid: who issues tokens and who checks them are configured with different names[[; what is expected stands in {origin}]].',
      zh: '日志 {count} 次报告令牌(JWT)的 {claim} 无效:签发方与校验方配置的名称不匹配[[;期望值设置于 {origin}]]。',
    },
    fixes: [
      {
        title: {
          en: 'Compare the issuer and audience that both sides are configured with',
          zh: '比对两侧配置的 issuer 与 audience',
        },
        risk: 'safe',
        commands: ['kubectl get configmap -n {namespace} -o yaml'],
      },
    ],
  },
  DecryptionFailed: {
    ...application,
    runbook: 'credentials',
    title: {
      en: '{workload} cannot decrypt what was encrypted with another key[[ ({origin})]]',
      zh: '{workload} 无法解密:数据是用另一个密钥(key)加密的[[({origin})]]',
    },
    explanation: {
      en: 'The log says {count} times that decrypting fails: what is stored was encrypted with another key than the one that it has[[. {origin} was last edited {edited}]][[, and {stale} has not been restarted since, so it still has the old key]].',
      zh: '日志 {count} 次报告解密失败:已存储的数据所用的密钥与当前持有的不同[[。{origin} 最近修改于 {edited}]][[,而 {stale} 此后没有重启,仍持有旧密钥]]。',
    },
    fixes: [
      {
        title: {
          en: 'See when the Secret with the key was last edited, and by whom',
          zh: '查看保存密钥的 Secret 最近何时由谁修改',
        },
        risk: 'safe',
        commands: [
          'kubectl get secret -n {namespace} -o custom-columns=NAME:.metadata.name,EDITED:.metadata.managedFields[*].time',
        ],
      },
    ],
  },
} as const satisfies Record<string, CodeWords>;
