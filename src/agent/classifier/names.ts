/** The namespace and the workload that a question names, from how people write them; nothing is looked up. */

const NAME = '[a-z0-9](?:[-a-z0-9]*[a-z0-9])?';
const KIND =
  'pods?|po|deployments?|deploy|statefulsets?|sts|daemonsets?|ds|cronjobs?|cj|jobs?|services?|svc|ingress|ing|hpa|pvc';

const NAMESPACES = [
  new RegExp(`(?:^|\\s)(?:-n|--namespace)[\\s=]+(${NAME})`),
  new RegExp(`(${NAME})(?:\\s+namespace\\b|\\s*(?:命名空间|名字空间|名称空间))`),
  new RegExp(
    `(?:(?<!\\b(?:a|an|each|every|my|our|that|the|this|which) )\\bnamespace|\\bns)(?:\\s*[:=]\\s*|\\s+)["'\`]?(${NAME})`,
  ),
  new RegExp(`(?:命名空间|名字空间|名称空间)\\s*[:：=为是]?\\s*["'\`「“]?(${NAME})`),
];
const WORKLOADS = [
  new RegExp(`\\b(?:${KIND})/(${NAME})`),
  new RegExp(`(?<![\\w-])(?:${KIND})\\s+["'\`]?(${NAME})`),
  new RegExp(`(?<![\\w-])(${NAME})["'\`]?(?:\\s+(?:${KIND})\\b|\\s*(?:服务|这个))`),
  /(?<![a-z0-9-])([a-z0-9]+(?:-[a-z0-9]+)+)(?![a-z0-9-])/,
];

/** Words that stand where a name could. */
const NO_NAME = new Set(
  `a all an and any are by can cannot did do does for from has have in into is it keep keeps many my no not of on or our some that the
  their these this those to was were what which who why will with over out after crash crashes crashing dies every failed fails
  keeps new old namespace pod pods running service services stays stuck one two both hit health memory not-ready oom-killed
  back-off out-of-memory x-ray`.split(/\s+/),
);

export function namesIn(question: string): { namespace?: string; workload?: string } {
  const text = question.slice(0, 2000).toLowerCase();
  const namespace = firstName(text, NAMESPACES);
  const workload = firstName(text.replace(/(?:-n|--namespace)[\s=]+\S+/, ' '), WORKLOADS, namespace);
  return { ...(namespace === undefined ? {} : { namespace }), ...(workload === undefined ? {} : { workload }) };
}

function firstName(text: string, patterns: readonly RegExp[], other?: string): string | undefined {
  return patterns
    .flatMap((pattern) => [...text.matchAll(new RegExp(pattern, 'g'))].map(([, name = '']) => name))
    .find((name) => name.length > 1 && name.length <= 63 && name !== other && !NO_NAME.has(name));
}
