/** `aiops-copilot policy explain`: what would be decided on a call, by which rule; nothing runs. */
import { ruleFor } from '../policy/decide.ts';
import { ROLES } from '../policy/types.ts';
import type { Tool } from '../tools/define.ts';
import { createApp } from './app.ts';
import { EXIT, ExitError } from './exit.ts';
import { type CommonOptions, oneOf } from './options.ts';
import { createOutput } from './output.ts';

/** `words`: a command line as typed, such as `kubectl delete pod x`; anything that is no kubectl is taken as bash. */
export async function explainPolicy(
  words: readonly string[],
  options: CommonOptions & { role?: string },
): Promise<number> {
  const app = createApp(options);
  const command = words.join(' ').trim();
  const role = oneOf('--role', options.role, ROLES) ?? 'operator';
  const tool = toolFor(command, app.tools);
  const prepared = await tool.prepare({ command });
  if ('invalid' in prepared) throw new ExitError(EXIT.usage, prepared.invalid);
  const principal = { name: 'somebody', role };
  const { action } = prepared;
  const verdict = app.policy.decide(principal, action);
  const rule = action.forbidden === undefined ? ruleFor(app.policy.rules(), principal, action) : undefined;
  const lines = [
    ['decision', verdict.decision],
    ['reason', 'reason' in verdict ? verdict.reason : 'reads are allowed'],
    ['role', role],
    ['tool', tool.name],
    ['effect', action.effect],
    ['verb', action.verb],
    ['kind', action.kind],
    ['namespaces', namespacesText(action.namespaces)],
    ['rule', rule === undefined ? 'none' : JSON.stringify(rule)],
  ].filter(([, value]) => value !== undefined);
  await createOutput(app.env).result(lines.map(([name, value]) => `${`${name}:`.padEnd(12)}${value}\n`).join(''));
  await app.close();
  return EXIT.done;
}

function toolFor(command: string, tools: ReadonlyMap<string, Tool>): Tool {
  const name = /^kubectl(?:\s+[^|;&]*)?$/.test(command) ? 'kubectl' : 'bash';
  const tool = tools.get(name);
  if (tool === undefined) throw new ExitError(EXIT.usage, `The tool ${name} is switched off in the configuration.`);
  return tool;
}

function namespacesText(namespaces: readonly string[] | 'cluster' | undefined): string {
  if (namespaces === undefined) return 'any';
  if (namespaces === 'cluster') return 'none (objects of the whole cluster)';
  return namespaces.length === 0 ? 'none' : namespaces.join(', ');
}
