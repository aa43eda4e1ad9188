/** What is refused whatever the policy says, each with one sentence that says what to do instead. */
import type { Command } from './command.ts';
import { REFUSED_FLAGS } from './commonFlags.ts';
import { isOn, type ParsedFlags, valuesOf } from './flags.ts';
import { isRawRead } from './raw.ts';
import type { KubectlRules } from './types.ts';

interface Line {
  /** The command's full name, such as `rollout status`. */
  verb: string;
  command: Command;
  parsed: ParsedFlags;
  rules: KubectlRules;
}

const FORMATS = new Set(
  'wide yaml json kyaml name jsonpath jsonpath-as-json go-template template custom-columns plaintext plaintext-openapiv2'.split(
    ' ',
  ),
);
const READS_FILES = ['filename', 'kustomize', 'patch-file', 'from-file', 'from-env-file', 'cert', 'key'];
const INTERACTIVE = ['stdin', 'tty', 'attach', 'interactive', 'edit'];

/** The first reason not to run it; undefined where there is none. */
export function refusalOf(line: Line): string | undefined {
  return flagRefusal(line) ?? contextRefusal(line) ?? formatRefusal(line) ?? behaviourRefusal(line);
}

/** The reason where the command itself is one that never runs. */
export function commandRefusal(verb: string, { refused }: Command): string | undefined {
  return refused === undefined ? undefined : `kubectl ${verb} is not run here: ${refused}`;
}

function flagRefusal({ parsed, command }: Line): string | undefined {
  for (const { name } of parsed.flags) {
    const own = command.flags.kinds.has(name) && name !== 'insecure-skip-tls-verify-backend';
    const why = own
      ? undefined
      : (REFUSED_FLAGS[name] ?? (parsed.unknown.includes(name) ? likeRefused(name) : undefined));
    if (why !== undefined) return `--${name} is not accepted: ${why}.`;
  }
  const file = parsed.flags.find(({ name }) => READS_FILES.includes(name));
  if (file !== undefined) {
    return `--${file.name} is not accepted: no file, URL or standard input is read here; name the objects, or use patch -p, set, scale, label or create with its own flags.`;
  }
  if (valuesOf(parsed, 'output-directory').some((value) => value !== '-')) {
    return '--output-directory is not accepted: it writes files; without it the dump is the result.';
  }
  const interactive = parsed.flags.find(({ name }) => INTERACTIVE.includes(name));
  if (interactive !== undefined && isOn(parsed, interactive.name)) {
    return `--${interactive.name} is not accepted: nobody sits at this command to type.`;
  }
  return undefined;
}

/** A release to come may have more flags of these families. */
function likeRefused(name: string): string | undefined {
  return /^(?:as|client|tls|kube|proxy|token|auth|cert|insecure|server|user|cluster)(?:-|$)/.test(name)
    ? 'it may change who asks, or which server is asked'
    : undefined;
}

function contextRefusal({ parsed, rules }: Line): string | undefined {
  const asked = [...new Set(valuesOf(parsed, 'context'))];
  const foreign = asked.find((context) => !rules.contexts.includes(context));
  if (foreign !== undefined) {
    const known = rules.contexts.length === 0 ? 'none is configured' : `configured are ${rules.contexts.join(', ')}`;
    return `The context "${foreign}" may not be chosen: ${known} (toolsets.kubernetes/core.config.contexts).`;
  }
  return asked.length > 1 ? 'More than one context is named; name one.' : undefined;
}

function formatRefusal({ parsed }: Line): string | undefined {
  for (const value of valuesOf(parsed, 'output')) {
    const format = value.split('=')[0] ?? '';
    if (/file/.test(format))
      return `The output format ${format} reads a file; give the template itself: -o ${inline(format)}=….`;
    if (format !== '' && !FORMATS.has(format)) return `kubectl has no output format "${format}".`;
  }
  return undefined;
}

const inline = (format: string): string =>
  format.startsWith('custom') ? 'custom-columns' : format.startsWith('jsonpath') ? 'jsonpath' : 'go-template';

function behaviourRefusal({ verb, parsed }: Line): string | undefined {
  if (['get', 'events'].includes(verb) && (isOn(parsed, 'watch') || isOn(parsed, 'watch-only'))) {
    return 'A watch does not end: leave --watch away and call again, or use "kubectl wait" with --timeout.';
  }
  if (verb === 'logs' && isOn(parsed, 'follow')) {
    return 'Following a log does not end: leave --follow away, and use --tail or --since.';
  }
  if (verb === 'config view' && (isOn(parsed, 'raw') || isOn(parsed, 'flatten'))) {
    return 'kubectl config view --raw and --flatten print credentials; leave them away.';
  }
  if (
    verb === 'patch' &&
    valuesOf(parsed, 'subresource').some((value) => value.toLowerCase() === 'ephemeralcontainers')
  ) {
    return 'An ephemeral container is what kubectl debug makes, which is not run here.';
  }
  const raw = valuesOf(parsed, 'raw');
  if (raw.length > 0 && verb !== 'config view' && !(verb === 'get' && raw.every(isRawRead))) {
    return '--raw is accepted for get and a few paths only: /healthz, /livez, /readyz, /version, /metrics, discovery (/api, /apis, /openapi) and metrics.k8s.io; name the resource instead.';
  }
  return undefined;
}
