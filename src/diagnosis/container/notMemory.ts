/** The first guess at a container that restarts is memory: where the runtime says that it ended otherwise, that is told. */
import type { Finding } from '../finding.ts';
import type { Exit } from './exits.ts';

/** Nothing where the runtime killed it for memory, may have, or does not say. */
export function ruledOutBy({ terminated }: Exit): Pick<Finding, 'ruledOut'> {
  if (terminated === undefined || terminated.reason === 'OOMKilled' || terminated.exitCode === 137) return {};
  const how = `${terminated.reason ?? 'Error'}, exit code ${terminated.exitCode}`;
  return {
    ruledOut: [
      {
        en: `Memory: the last run ended by itself (${how}), not by a memory kill`,
        zh: `内存:上一次运行是自行退出(${how}),不是 OOM`,
      },
    ],
  };
}
