/** The tool `bash` as this process offers it: judged by the configuration, or not at all where the administrator says so. */
import { existsSync } from 'node:fs';
import { hostname } from 'node:os';
import type { Environment } from '../config/environment.ts';
import type { LoadedConfig } from '../config/load.ts';
import { type Decide, hasRole, type Principal } from '../policy/types.ts';
import type { BashParts } from '../tools/bash.ts';
import type { KubectlHolder } from './kubectl.ts';

const UNSAFE = 'BASH_TOOL_UNSAFE_ALLOW_ALL';

/** Undefined where it is switched off. */
export function createBashParts(
  env: Environment,
  { config }: LoadedConfig,
  kubectl: KubectlHolder,
  decide: Decide,
): BashParts | undefined {
  const { bash, 'kubernetes/core': core } = config.toolsets;
  if (!bash.enabled) return undefined;
  const unsafe = isUnsafe(env);
  const trusted = ({ namespaces, ...principal }: Principal) =>
    namespaces === undefined && hasRole(principal, 'operator');
  return {
    classify: async (text) => {
      const { createClassifyShell } = await import('../policy/shell/classify.ts');
      const rules = core.enabled ? { kubectl: await kubectl.classifier() } : {};
      const classified = createClassifyShell({ readable: bash.config.paths, ...rules })(text);
      const { action } = classified;
      if (!unsafe || (action.effect === 'read' && action.forbidden === undefined)) return classified;
      return { action: { effect: 'unknown', namespaces: [], trusted: 'operator', summary: action.summary } };
    },
    decide,
    kubectl: (principal) => async (request) => {
      const { namespaces } = principal;
      return (await kubectl.open()).run({ ...request, ...(namespaces === undefined ? {} : { namespaces }) });
    },
    where: `Ran ${inContainer(env) ? 'in this container' : 'on this machine'} (${hostname()}), not on a cluster node.`,
    ...(unsafe ? { unguarded: { for: trusted, environment: kept(env) } } : {}),
  };
}

/** Says at the start of a server that commands are not judged. */
export function warnIfUnguarded({ env, loaded }: { env: Environment; loaded: LoadedConfig }): void {
  if (!isUnsafe(env) || !loaded.config.toolsets.bash.enabled) return;
  process.stderr.write(
    `aiops-copilot: WARNING: ${UNSAFE} is on: the bash tool runs anything that an operator, an approver or a model for them asks for, without checks or approvals. Unset it to allow only commands that read.\n`,
  );
}

const isUnsafe = (env: Environment): boolean => env[UNSAFE]?.toLowerCase() === 'true';

function inContainer(env: Environment): boolean {
  return env.KUBERNETES_SERVICE_HOST !== undefined || existsSync('/.dockerenv') || existsSync('/run/.containerenv');
}

/** Never this program's own keys and tokens. */
function kept(env: Environment): Record<string, string> {
  const names = [
    'PATH',
    'HOME',
    'USER',
    'LANG',
    'TZ',
    'KUBECONFIG',
    'KUBERNETES_SERVICE_HOST',
    'KUBERNETES_SERVICE_PORT',
  ];
  return Object.fromEntries(names.flatMap((name) => (env[name] === undefined ? [] : [[name, env[name]]])));
}
