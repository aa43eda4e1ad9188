/** Which kinds and namespaces a command reaches, as kubectl's resource builder reads its words. */
import type { Action } from '../types.ts';
import type { Command } from './command.ts';
import { isOn, type ParsedFlags, valuesOf } from './flags.ts';
import { type ResourceName, resourceOf } from './resources.ts';

export interface Reach {
  kind: string | undefined;
  namespaces: Action['namespaces'];
}

/** `usual` is the namespace in force without `-n`; undefined where it is not known. */
export function reachOf(command: Command, parsed: ParsedFlags, usual: () => string | undefined): Reach {
  const named = () => namespacesOf(parsed, usual);
  switch (command.subject) {
    case 'none':
      return { kind: command.kind, namespaces: [] };
    case 'nodes':
      // A drain evicts pods of every namespace, and so may a taint.
      return { kind: 'nodes', namespaces: command.effect === 'read' || command.clusterScoped ? 'cluster' : undefined };
    case 'new':
      return ofNew(command, parsed, named);
    case 'pods':
      return { kind: 'pods', namespaces: named() };
    case 'cluster':
      return { kind: command.kind, namespaces: command.kind === undefined ? 'cluster' : named() };
    case 'objects':
      return ofObjects(command, parsed, named);
  }
}

function ofNew(command: Command, parsed: ParsedFlags, named: () => Action['namespaces']): Reach {
  const { kind } = command;
  if (kind === 'namespaces')
    return { kind, namespaces: parsed.positional.length === 0 ? 'cluster' : parsed.positional };
  return { kind, namespaces: command.clusterScoped === true ? 'cluster' : named() };
}

function namespacesOf(parsed: ParsedFlags, usual: () => string | undefined): Action['namespaces'] {
  if (isOn(parsed, 'all-namespaces') || isOn(parsed, 'all-pods')) return undefined;
  const list = valuesOf(parsed, 'namespaces');
  if (list.length > 0) return list.flatMap((value) => value.split(','));
  // The last one counts, and an empty one stands for the usual namespace.
  const given = valuesOf(parsed, 'namespace').at(-1) || usual();
  return given === undefined ? undefined : [given];
}

function ofObjects(command: Command, parsed: ParsedFlags, named: () => Action['namespaces']): Reach {
  if (valuesOf(parsed, 'raw').length > 0) return { kind: undefined, namespaces: 'cluster' };
  const { resources, names } = objectsOf([...parsed.positional, ...parsed.rest]);
  if (resources.length === 0) return { kind: command.kind, namespaces: undefined };
  const kind = [...new Set(resources.map((resource) => resource.kind))].join(',');
  return { kind, namespaces: namespacesOfKinds(command, resources, names, named) };
}

/** `TYPE[,TYPE…] [NAME…]`, or each word `TYPE/NAME`; what sets or removes a label, a variable or an image is neither. */
function objectsOf(words: readonly string[]): { resources: ResourceName[]; names: string[] } {
  const [first = '', ...names] = words.filter((word) => !isChange(word));
  const paired = [first, ...names].filter((word) => word.includes('/'));
  const types = [...(first.includes('/') ? [] : [first]), ...paired.map((word) => word.split('/')[0] ?? '')];
  return {
    resources: types.flatMap((type) => type.split(',').filter(Boolean).map(resourceOf)),
    names: paired.length > 0 ? paired.map((word) => word.slice(word.indexOf('/') + 1)) : names,
  };
}

/** `key=value` or `key-`, as label, annotate and set take them. */
export const isChange = (word: string): boolean => word.includes('=') || word.endsWith('-');

function namespacesOfKinds(
  command: Command,
  resources: readonly ResourceName[],
  names: readonly string[],
  named: () => Action['namespaces'],
): Action['namespaces'] {
  const namespaced = new Set(resources.map((resource) => resource.namespaced));
  // What is done to a namespace is done to all that lies in it.
  if (resources.every(({ kind }) => kind === 'namespaces') && names.length > 0) return names;
  if (namespaced.size > 1) return undefined;
  if (namespaced.has(false)) return 'cluster';
  // A custom resource may belong to no namespace, and kubectl then ignores -n: nothing may be built on it for a write.
  if (namespaced.has(undefined) && command.effect === 'write') return undefined;
  return named();
}
