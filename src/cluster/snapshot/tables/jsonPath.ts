/** The simple JSON paths of printer columns: fields, indexes, `[*]`, and filters such as `[?(@.type=="Ready")]`. */
import { isObject } from '../json.ts';

type Step = (values: unknown[]) => unknown[];

const FIELD = /^\.?((?:\\.|[^.[\]\\'"()?*@\s])+)/;
const QUOTED = /^\[\s*(?:'((?:\\.|[^'\\])*)'|"((?:\\.|[^"\\])*)")\s*\]/;
const INDEX = /^\[\s*(-?\d+)\s*\]/;
const ALL = /^(?:\.\*|\[\s*\*?\s*\])/;
const FILTER = /^\[\s*\?\(\s*@((?:\\.|[^=!<>()])*?)\s*(?:(==|!=)\s*(?:"([^"]*)"|'([^']*)'|([^)\s]+)))?\s*\)\s*\]/;

/** All values at the path; empty where there are none or the path is not one that this reads. */
export function jsonPath(path: string, root: unknown): unknown[] {
  const steps = parse(path.replace(/^\{(.*)\}$/, '$1').replace(/^\$/, ''));
  return steps === undefined ? [] : steps.reduce((values, step) => step(values), [root]);
}

function parse(path: string): Step[] | undefined {
  const steps: Step[] = [];
  for (let rest = path.trim(); rest !== '' && rest !== '.'; ) {
    const found = nextStep(rest);
    if (found === undefined) return undefined;
    steps.push(found.step);
    rest = rest.slice(found.length);
  }
  return steps;
}

function nextStep(rest: string): { step: Step; length: number } | undefined {
  const all = ALL.exec(rest);
  if (all !== null) return { step: (values) => values.flatMap(children), length: all[0].length };
  const index = INDEX.exec(rest);
  if (index !== null) {
    const at = Number(index[1]);
    return {
      step: (values) => values.flatMap((value) => (Array.isArray(value) ? value.slice(at, at + 1 || undefined) : [])),
      length: index[0].length,
    };
  }
  const filter = FILTER.exec(rest);
  if (filter !== null) {
    const [whole, path = '', operator, ...quoted] = filter;
    const wanted = quoted.find((text) => text !== undefined);
    return { step: (values) => values.flatMap(children).filter(keeps(path, operator, wanted)), length: whole.length };
  }
  const field = QUOTED.exec(rest) ?? FIELD.exec(rest);
  if (field === null) return undefined;
  const name = (field[1] ?? field[2] ?? '').replace(/\\(.)/g, '$1');
  return { step: (values) => values.flatMap((value) => fieldOf(value, name)), length: field[0].length };
}

function children(value: unknown): unknown[] {
  if (Array.isArray(value)) return value;
  return isObject(value) ? Object.values(value) : [];
}

function fieldOf(value: unknown, name: string): unknown[] {
  return isObject(value) && Object.hasOwn(value, name) ? [value[name]] : [];
}

function keeps(path: string, operator: string | undefined, wanted: string | undefined): (value: unknown) => boolean {
  return (value) => {
    const found = jsonPath(path, value);
    if (operator === undefined) return found.length > 0;
    if (found.length === 0) return false;
    return (String(found[0]) === wanted) === (operator === '==');
  };
}
