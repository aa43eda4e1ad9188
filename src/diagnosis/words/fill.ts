/** Filling templates: `{param}` and optional `[[…]]` segments. */
import type { ObjectRef } from '../../cluster/objects.ts';
import type { Params } from '../finding.ts';
import type { Language } from '../result.ts';
import type { Template } from './words.ts';

/** A reference as people write it: `Deployment shop/web`, `Node worker-1`. */
export function nameOf(ref: Pick<ObjectRef, 'kind' | 'namespace' | 'name'>): string {
  return ref.namespace === undefined ? `${ref.kind} ${ref.name}` : `${ref.kind} ${ref.namespace}/${ref.name}`;
}

/** The template in the language, with the params filled in. */
export function fill(template: Template, language: Language, subject: ObjectRef, params: Params = {}): string {
  return fillText(template[language], withSubject(subject, params));
}

/** A command line, or undefined where one of its params is absent. */
export function fillCommand(command: string, subject: ObjectRef, params: Params = {}): string | undefined {
  const all = withSubject(subject, params);
  return missing(command, all) ? undefined : fillShell(command, all);
}

/** What stands in single quotes is filled as it is there; every other value is quoted where a shell would read it otherwise. */
function fillShell(command: string, params: Params): string {
  const escaped = (name: string): string => String(params[name] ?? '').replaceAll("'", `'\\''`);
  return command.replace(/'[^']*'|\{(\w+)\}/g, (part, name: string | undefined) => {
    if (name === undefined) return part.replace(PARAM, (_, inner: string) => escaped(inner));
    const value = String(params[name] ?? '');
    return /^[\w@%+=:,./-]+$/.test(value) && !value.startsWith('-') ? value : `'${escaped(name)}'`;
  });
}

const withSubject = (subject: ObjectRef, params: Params): Params => ({
  subject: nameOf(subject),
  kind: subject.kind,
  namespace: subject.namespace,
  name: subject.name,
  ...params,
});

const PARAM = /\{(\w+)\}/g;
/** Nobody says "1 times". */
const TIMES = /\{(\w+)\} times\b/g;
const OPTIONAL = /\[\[((?:(?!\[\[|\]\]).)*)\]\]/g;

function fillText(text: string, params: Params): string {
  return text
    .replace(OPTIONAL, (_, segment: string) => (missing(segment, params) ? '' : segment))
    .replace(TIMES, (times, name: string) => (String(params[name]) === '1' ? 'once' : times))
    .replace(PARAM, (_, name: string) => String(params[name] ?? '?'));
}

const missing = (text: string, params: Params): boolean =>
  [...text.matchAll(PARAM)].some(([, name = '']) => params[name] === undefined || params[name] === '');
