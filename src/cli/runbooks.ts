/** Runbooks as this process knows them: those of the package, then those that the configuration names. */
import { dirname, join, resolve } from 'node:path';
import type { LoadedConfig } from '../config/load.ts';
import { packageFolder } from '../packageFolder.ts';
import { lazyRunbooks } from '../runbooks/lazy.ts';
import type { Runbooks } from '../runbooks/runbook.ts';
import type { SourceHolder } from './source.ts';

/** Nothing is read before the first question. */
export function createRunbookHolder(
  { config, file }: LoadedConfig,
  holder: SourceHolder,
  warn: (sentence: string) => void,
): Runbooks {
  const beside = file === undefined ? '.' : dirname(file);
  const configured = config.runbooks.folders.map((folder) => resolve(beside, folder));
  return lazyRunbooks({
    folders: [join(packageFolder(), 'runbooks'), ...configured],
    configMaps: config.runbooks.configmaps,
    readConfigMap: async (reference, signal) => {
      const { configMapReader } = await import('../runbooks/configMap.ts');
      return configMapReader(() => holder.open())(reference, signal);
    },
    clock: () => performance.now(),
    warn,
  });
}
