/** kubectl as this process runs it: classified by the configuration's rules, on the cluster or the snapshot of its options. */
import { findConnection } from '../cluster/connection.ts';
import type { Kubectl } from '../cluster/kubectl/types.ts';
import type { Environment } from '../config/environment.ts';
import type { LoadedConfig } from '../config/load.ts';
import type { ClassifyKubectl } from '../policy/kubectl/types.ts';
import type { UnderstoodKubectl } from '../policy/kubectl/understand.ts';
import type { CommonOptions } from './options.ts';
import type { SourceHolder } from './source.ts';

export interface KubectlHolder {
  /** Contexts that a caller may choose from; a snapshot has none. */
  contexts: readonly string[];
  /** What the arguments after `kubectl` would do; its tables are loaded at the first call. */
  classifier: () => Promise<ClassifyKubectl>;
  understand: (text: string, context?: string) => Promise<UnderstoodKubectl>;
  /** Loaded at the first call. */
  open: () => Promise<Kubectl>;
  close: () => Promise<void>;
}

export function createKubectlHolder(
  options: CommonOptions,
  env: Environment,
  { config }: LoadedConfig,
  holder: SourceHolder,
  redact: (document: unknown) => unknown,
): KubectlHolder {
  const { snapshot, kubeconfig, context } = options;
  const configured = config.toolsets['kubernetes/core'].config.contexts ?? [];
  const contexts = snapshot === undefined ? configured : [];
  const connect = { kubeconfig, context, env };
  const namespace = (chosen: string | undefined) =>
    snapshot === undefined ? usualNamespace({ ...connect, context: chosen ?? context }) : 'default';
  const classifier = async () => {
    const { createClassifyKubectl } = await import('../policy/kubectl/classify.ts');
    return createClassifyKubectl({ contexts, namespace });
  };
  let opened: Promise<Kubectl> | undefined;
  return {
    contexts,
    classifier,
    async understand(text, chosen) {
      const { createUnderstandKubectl } = await import('../policy/kubectl/understand.ts');
      return createUnderstandKubectl(await classifier())(text, chosen);
    },
    open() {
      opened ??= import('../cluster/kubectl/kubectl.ts').then(({ createKubectl }) =>
        createKubectl({
          connect,
          env,
          redact,
          ...(snapshot === undefined ? {} : { snapshot: () => holder.snapshot(snapshot) }),
        }),
      );
      return opened;
    },
    close: async () => (await opened)?.close(),
  };
}

/** Where a command goes that names no namespace; undefined where it is not known before the cluster is opened. */
function usualNamespace(options: Parameters<typeof findConnection>[0]): string | undefined {
  try {
    return findConnection(options).namespace ?? 'default';
  } catch {
    return undefined;
  }
}
