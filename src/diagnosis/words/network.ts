/** Words for Ingresses, certificates and access to the API. */
import type { CodeWords } from './words.ts';

export const NETWORK_CODES = {
  IngressClassMissing: {
    family: 'network',
    role: 'cause',
    severity: 'critical',
    runbook: 'ingress',
    title: {
      en: 'Ingress {namespace}/{name} names the IngressClass {class}, which does not exist',
      zh: 'Ingress {namespace}/{name} 指定的 IngressClass {class} 不存在',
    },
    explanation: {
      en: 'No controller serves the class {class} (not found; there is: {classes}), so the Ingress is ignored and requests get 404 or the default backend.',
      zh: '没有控制器处理 class {class}(not found;现有:{classes}),该 Ingress 被忽略,请求得到 404 或默认后端。',
    },
  },
  IngressBackendMissing: {
    family: 'network',
    role: 'cause',
    severity: 'critical',
    runbook: 'ingress',
    title: {
      en: 'Ingress {namespace}/{name} sends {host}{path} to Service {service}, which does not exist',
      zh: 'Ingress {namespace}/{name} 把 {host}{path} 转发到 Service {service},但该 Service 不存在',
    },
    explanation: {
      en: 'The backend Service {service} is not found in {namespace}, so the controller answers 503 (or 404) for this route.',
      zh: '后端 Service {service} 在 {namespace} 中不存在(not found),控制器对该路由返回 503(或 404)。',
    },
  },
  IngressPortMissing: {
    family: 'network',
    role: 'cause',
    severity: 'critical',
    runbook: 'ingress',
    title: {
      en: 'Ingress {namespace}/{name} uses port {port} of Service {service}, which has no such port',
      zh: 'Ingress {namespace}/{name} 使用 Service {service} 的端口 {port},但该 Service 没有此端口',
    },
    explanation: {
      en: 'The backend port {port} does not exist in Service {service} (port not found), so the controller answers 503 for {host}{path}.',
      zh: 'Service {service} 中没有后端端口 {port}(port not found),控制器对 {host}{path} 返回 503。',
    },
  },
  IngressTlsBroken: {
    family: 'certificate',
    role: 'cause',
    severity: 'warning',
    runbook: 'certificate',
    title: {
      en: 'TLS of Ingress {namespace}/{name} is broken: Secret {secret} ({reason})',
      zh: 'Ingress {namespace}/{name} 的 TLS 有问题:Secret {secret}({reason})',
    },
    explanation: {
      en: 'The controller cannot use the certificate: {detail}; it serves its own default certificate, which clients reject.',
      zh: '控制器无法使用该证书:{detail};它会使用自带的默认证书,客户端会拒绝。',
    },
  },
  CertificateExpired: {
    family: 'certificate',
    role: 'cause',
    severity: 'critical',
    runbook: 'certificate',
    title: {
      en: 'The certificate in Secret {namespace}/{name} for {names} is not valid now[[: it expired at {expiredAt}]][[: it is not yet valid, before {startsAt}]]',
      zh: 'Secret {namespace}/{name} 中 {names} 的证书当前无效[[:已过期(expired),有效期至 {expiredAt}]][[:尚未生效(not yet valid),生效时间 {startsAt}]]',
    },
    explanation: {
      en: 'The certificate, used by {usedBy}, is valid from {validFrom} to {validTo} ({reason}); clients refuse the connection.',
      zh: '{usedBy} 使用的证书有效期为 {validFrom} 至 {validTo}({reason}),客户端会拒绝连接。',
    },
  },
  CertificateNameMismatch: {
    family: 'certificate',
    role: 'cause',
    severity: 'critical',
    runbook: 'certificate',
    title: {
      en: 'The certificate in Secret {namespace}/{name} is for {names}, not for {host}',
      zh: 'Secret {namespace}/{name} 中的证书适用于 {names},不适用于 {host}',
    },
    explanation: {
      en: '{usedBy} serves this certificate, and clients dial {host}, which is not among its names (name mismatch): they refuse the connection (x509: certificate is valid for {names}, not {host}).',
      zh: '{usedBy} 使用该证书,而客户端访问的是 {host},不在证书的名称(SAN)之内(name mismatch),因此拒绝连接(x509: certificate is valid for {names}, not {host})。',
    },
  },
  AuthorityNotTrusted: {
    family: 'certificate',
    role: 'cause',
    severity: 'critical',
    runbook: 'certificate',
    title: {
      en: '{subject} ({key}) does not hold the authority that signed the certificate of {server}',
      zh: '{subject}({key})中没有签发 {server} 证书的 CA',
    },
    explanation: {
      en: '{caller} trusts {trusted}; the certificate was issued by {issuer} (x509: certificate signed by unknown authority). The CA bundle and the certificate no longer belong together.',
      zh: '{caller} 信任的是 {trusted},而证书由 {issuer} 签发(x509: certificate signed by unknown authority)。CA 证书与服务端证书已不匹配。',
    },
  },
  TlsVerificationFailed: {
    family: 'certificate',
    role: 'cause',
    severity: 'critical',
    runbook: 'certificate',
    title: {
      en: '{subject} cannot verify the TLS certificate of {host}[[: {said}]]',
      zh: '{subject} 无法验证 {host} 的 TLS 证书[[:{said}]]',
    },
    explanation: {
      en: 'The TLS handshake with {host} fails[[: {said}]]. Its certificate has expired, has another name, or is signed by an authority that the caller does not trust.',
      zh: '与 {host} 的 TLS 握手失败[[:{said}]]。证书已过期、名称不符,或由调用方不信任的 CA 签发。',
    },
  },
  RbacForbidden: {
    family: 'rbac',
    role: 'cause',
    severity: 'critical',
    runbook: 'rbac',
    title: {
      en: 'ServiceAccount {account} may not {verb} {resource} (RBAC forbidden)[[: {role} lacks it]][[: {binding} gives it to {bound} instead]]',
      zh: 'ServiceAccount {account} 没有 {verb} {resource} 的权限(RBAC forbidden)[[:{role} 缺少该规则]][[:{binding} 授予的是 {bound}]]',
    },
    explanation: {
      en: '{workload} was denied {count} times: no role bound to {account} allows the verb {verb} on {resource} in API group {group}, {where}[[ ({reason}: {role})]].',
      zh: '{workload} 被拒绝 {count} 次:绑定到 {account} 的角色都不允许对 API 组 {group} 的 {resource} 执行 {verb}({where})[[({reason}:{role})]]。',
    },
  },
  CertificateRejected: {
    family: 'certificate',
    role: 'cause',
    severity: 'critical',
    runbook: 'certificate',
    title: {
      en: 'Callers of {server} reject the certificate that it serves, from {subject}: {said}',
      zh: '{server} 的调用方拒绝其出示的证书(来自 {subject}):{said}',
    },
    explanation: {
      en: '{caller} says of the certificate: {said}. The certificate itself could not be read; the server takes it from {subject}.',
      zh: '{caller} 对该证书的报错为:{said}。证书本身无法读取;服务端从 {subject} 获取它。',
    },
  },
} as const satisfies Record<string, CodeWords>;
