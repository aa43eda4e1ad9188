/** Notices a model that goes in circles: the same calls again, in turns, with cosmetic changes, or with the same results. */

export interface Attempted {
  tool: string;
  /** As the model wrote them. */
  arguments: string;
  /** What came back. */
  text: string;
}

export type Progress = 'fine' | 'nudge' | 'stuck';

/** Turns without anything new before the model is told, and one more before it has to answer. */
const PATIENCE = 2;

/** Characters: shorter results, such as that there is nothing, are the same for different questions. */
const SHORT = 200;

/** A turn that brings something new makes up for half a turn that did not. */
export function createRepeatWatch(): (turn: readonly Attempted[]) => Progress {
  const seen = new Set<string>();
  let idle = 0;
  let nudged = false;
  const isNew = ({ tool, arguments: input, text }: Attempted): boolean => {
    const keys = [`call ${tool} ${canonical(input)}`, ...(text.length < SHORT ? [] : [`result ${tool} ${text}`])];
    const fresh = keys.every((key) => !seen.has(key));
    for (const key of keys) seen.add(key);
    return fresh;
  };
  return (turn) => {
    const fresh = turn.filter(isNew).length > 0;
    idle = fresh ? Math.max(0, idle - 0.5) : idle + 1;
    if (idle < PATIENCE) return 'fine';
    if (nudged) return 'stuck';
    nudged = true;
    idle = PATIENCE - 1;
    return 'nudge';
  };
}

/** One form for what differs in spelling only: order of flags and keys, spaces, quotes, short and long forms. */
export function canonical(input: string): string {
  let value: unknown = input;
  try {
    value = JSON.parse(input);
  } catch {
    // No JSON: its text is what is compared.
  }
  return textsOf(value).sort().join(' ');
}

function textsOf(value: unknown): string[] {
  if (typeof value === 'string') return words(value);
  if (typeof value !== 'object' || value === null) return [String(value)];
  return Object.entries(value).flatMap(([key, one]) => textsOf(one).map((text) => `${key}:${text}`));
}

function words(text: string): string[] {
  return text
    .toLowerCase()
    .replace(/["'`]/g, '')
    .replace(/^\s*kubectl\s+/, '')
    .replace(/--namespace[= ]+|-n[= ]+/g, '-n=')
    .replace(/--all-namespaces\b/g, '-a')
    .replace(/(?:--output|-o)[= ]+/g, '-o=')
    .replace(/--(?:tail|since|limit|limit-bytes)[= ]+/g, (flag) => flag.trim().replace(/[= ]*$/, '='))
    .split(/[\s/]+/)
    .filter((word) => word !== '' && !/^-o=(?:wide)?$/.test(word))
    .map((word) =>
      word
        .replace(/^(pod|service|deployment|node|event)s?$/, '$1')
        .replace(/^po$/, 'pod')
        .replace(/^svc$/, 'service')
        .replace(/^deploy$/, 'deployment'),
    );
}
