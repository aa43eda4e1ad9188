/** `aiops-copilot doctor`: what works, what does not, and how to mend it. */
import { ConfigError } from '../config/error.ts';
import { type App, createApp } from './app.ts';
import type { Check, Finding } from './doctor/check.ts';
import { clusterCheck, rightsCheck } from './doctor/cluster.ts';
import { kubectlCheck } from './doctor/kubectl.ts';
import { mcpServersCheck } from './doctor/mcpServers.ts';
import { modelCheck } from './doctor/model.ts';
import { prometheusCheck } from './doctor/prometheus.ts';
import { EXIT } from './exit.ts';
import type { CommonOptions } from './options.ts';
import { createOutput } from './output.ts';

const configCheck: Check = {
  name: 'config',
  exitCode: EXIT.usage,
  run: async ({ loaded }) => [{ state: 'ok', text: loaded.file ?? 'defaults; no file is there' }],
};

const CHECKS: readonly Check[] = [
  configCheck,
  clusterCheck,
  rightsCheck,
  modelCheck,
  prometheusCheck,
  kubectlCheck,
  mcpServersCheck,
];

/** Checks everything; resolves with the code of the first check that is a problem, of configuration before cluster. */
export async function doctorCommand(options: CommonOptions, signal: AbortSignal): Promise<number> {
  let app: App;
  try {
    app = createApp(options);
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    const mend = 'correct it; config/schema/config.schema.json lists every key';
    process.stdout.write(lines('config', [{ state: 'problem', text: error.message, mend }]));
    return EXIT.usage;
  }
  const output = createOutput(app.env);
  try {
    const reports = await Promise.all(CHECKS.map(async (check) => ({ check, findings: await check.run(app, signal) })));
    await output.result(app.redact(reports.map(({ check, findings }) => lines(check.name, findings)).join('')));
    const failed = reports.find(({ findings }) => findings.some(({ state }) => state === 'problem'));
    return failed?.check.exitCode ?? EXIT.done;
  } finally {
    await app.close();
  }
}

const STATES: Readonly<Record<Finding['state'], string>> = { ok: 'ok', note: 'note', problem: 'PROBLEM' };

function lines(name: string, findings: readonly Finding[]): string {
  return findings
    .map(({ state, text, mend }) => {
      const line = `${STATES[state].padEnd(8)} ${name.padEnd(12)} ${text}\n`;
      return mend === undefined || state === 'ok' ? line : `${line}${' '.repeat(22)}→ ${mend}\n`;
    })
    .join('');
}
