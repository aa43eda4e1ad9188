/** Words for probes: what they ask, how it fails, and what the kubelet then does. */
import type { CodeWords } from './words.ts';

const probe = { family: 'probe', role: 'cause', severity: 'critical', runbook: 'probes' } as const;
const EFFECT = '[[; the kubelet then kills and restarts it ({restarts} restarts)]]';
const EFFECT_ZH = '[[;kubelet 因此杀死并重启容器(已重启 {restarts} 次)]]';

export const PROBE_CODES = {
  ProbeFailing: {
    ...probe,
    role: 'symptom',
    title: {
      en: 'The {probe} probe of container {container} of {subject} fails[[: {said}]]',
      zh: '{subject} 的容器 {container} 的{probeZh}探针({probe})失败[[:{said}]]',
    },
    explanation: {
      en: `The {probe} probe of container {container} fails[[: {said}]]${EFFECT}.`,
      zh: `容器 {container} 的{probeZh}探针失败[[:{said}]]${EFFECT_ZH}。`,
    },
  },
  ProbeWrongPort: {
    ...probe,
    title: {
      en: 'The {probe} probe of {subject} asks port {port}, and container {container} listens on {actual}',
      zh: '{subject} 的{probeZh}探针({probe})检查端口 {port},而容器 {container} 监听的是 {actual}',
    },
    explanation: {
      en: `Nothing answers on port {port} (connection refused)[[: {said}]], so the wrong port makes the container unready${EFFECT}. Its port is {actual}.`,
      zh: `端口 {port} 上没有服务(connection refused)[[:{said}]],探针端口错误使容器无法就绪${EFFECT_ZH}。实际端口为 {actual}。`,
    },
  },
  ProbeWrongPath: {
    ...probe,
    title: {
      en: 'The {probe} probe of {subject} asks the path {path}, which container {container} does not have (404 not found)',
      zh: '{subject} 的{probeZh}探针({probe})请求的路径 {path} 在容器 {container} 中不存在(404)',
    },
    explanation: {
      en: `The process answers on port {port}, but not for {path}: {said}. The path of the probe is wrong${EFFECT}.`,
      zh: `进程在端口 {port} 上有响应,但路径 {path} 不存在:{said}。探针路径(path)错误${EFFECT_ZH}。`,
    },
  },
  ProbeWrongScheme: {
    ...probe,
    title: {
      en: 'The {probe} probe of {subject} speaks {scheme} to a port of container {container} that does not',
      zh: '{subject} 的{probeZh}探针({probe})使用 {scheme} 访问容器 {container} 的端口,但该端口不是该协议',
    },
    explanation: {
      en: `The scheme of the probe is {scheme}, and port {port} speaks the other one (HTTP or HTTPS): {said}${EFFECT}.`,
      zh: `探针的 scheme 为 {scheme},而端口 {port} 使用另一种协议(HTTP/HTTPS):{said}${EFFECT_ZH}。`,
    },
  },
  ProbeUnauthorized: {
    ...probe,
    title: {
      en: 'The {probe} probe of {subject} is refused by container {container} (401/403): the path {path} asks for a login',
      zh: '{subject} 的{probeZh}探针({probe})被容器 {container} 拒绝(401/403):路径 {path} 需要认证',
    },
    explanation: {
      en: `The process is up, but the probe has no credentials: {said}. Health paths must be open${EFFECT}.`,
      zh: `进程正常,但探针没有凭据:{said}。健康检查路径必须免认证${EFFECT_ZH}。`,
    },
  },
  ProbeTimesOut: {
    ...probe,
    title: {
      en: 'The {probe} probe of {subject} times out: container {container} does not answer within timeoutSeconds {timeout}',
      zh: '{subject} 的{probeZh}探针({probe})超时:容器 {container} 未在 timeoutSeconds {timeout} 秒内响应',
    },
    explanation: {
      en: `The probe waits {timeout} s (timeoutSeconds) and gets no answer[[: {said}]]. The process is slow or hangs, or the time-out is too short[[; its CPU limit is only {cpu}, beyond which the kernel throttles it]]${EFFECT}.`,
      zh: `探针等待 {timeout} 秒(timeoutSeconds)未得到响应[[:{said}]]。进程缓慢或卡死,或超时设置过短[[;其 CPU 限制(limit)只有 {cpu},超出即被内核限流(throttled)]]${EFFECT_ZH}。`,
    },
  },
  ProbeCommandMissing: {
    ...probe,
    title: {
      en: 'The {probe} probe of {subject} runs a command that container {container} does not have[[: {command}]] (executable file not found)',
      zh: '{subject} 的{probeZh}探针({probe})执行的命令在容器 {container} 中不存在[[:{command}]](executable file not found)',
    },
    explanation: { en: `The exec probe cannot run: {said}${EFFECT}.`, zh: `exec 探针无法执行:{said}${EFFECT_ZH}。` },
  },
  ProbeNotImplemented: {
    ...probe,
    title: {
      en: 'The {probe} probe of {subject} asks for gRPC health, which container {container} does not implement',
      zh: '{subject} 的{probeZh}探针({probe})使用 gRPC 健康检查,但容器 {container} 未实现该协议',
    },
    explanation: { en: `{said}${EFFECT}.`, zh: `{said}${EFFECT_ZH}。` },
  },
  LivenessKillsSlowStart: {
    ...probe,
    title: {
      en: 'The {probe} probe kills container {container} of {subject} while it starts: it allows {seconds} s',
      zh: '{subject} 的{probeZh}探针({probe})在容器 {container} 启动完成前将其杀死:只允许 {seconds} 秒',
    },
    explanation: {
      en: 'The {probe} probe fails before the process listens[[ ({said})]], and the kubelet kills and restarts it after at most {seconds} s (initialDelaySeconds {delay}, periodSeconds {period}, failureThreshold {threshold}); it never gets to the end of its start. A startupProbe with more time would let it.',
      zh: '进程尚未开始监听,{probeZh}探针就已失败[[({said})]],kubelet 最多 {seconds} 秒后杀死并重启容器(initialDelaySeconds {delay}、periodSeconds {period}、failureThreshold {threshold}),因此启动永远无法完成。应使用时间更长的 startupProbe。',
    },
    fixes: [
      {
        title: {
          en: 'Give the container time to start (startupProbe, or a longer initialDelaySeconds)',
          zh: '为启动留出时间(startupProbe 或更长的 initialDelaySeconds)',
        },
        risk: 'review',
        commands: ['kubectl edit {kind} {name} -n {namespace}'],
      },
    ],
  },
} as const satisfies Record<string, CodeWords>;
