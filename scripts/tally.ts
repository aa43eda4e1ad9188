/** A vitest reporter that writes what `scripts/test.ts` sums up: how many tests passed and failed, and what was skipped, why. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Reporter, SerializedError, TestModule } from 'vitest/node';

export interface Tally {
  passed: number;
  failed: number;
  skipped: { test: string; reason: string | undefined }[];
}

export const tallyFile = '.cache/test/tally.json';

export default class TallyReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], unhandled: readonly SerializedError[]): void {
    const tally: Tally = { passed: 0, failed: unhandled.length, skipped: [] };
    for (const module of modules) addModule(tally, module);
    mkdirSync(dirname(tallyFile), { recursive: true });
    writeFileSync(tallyFile, JSON.stringify(tally));
  }
}

function addModule(tally: Tally, module: TestModule): void {
  let broken = module.errors().length;
  for (const suite of module.children.allSuites()) broken += suite.errors().length;
  tally.failed += broken;
  for (const test of module.children.allTests()) {
    const result = test.result();
    if (result.state === 'passed') tally.passed++;
    else if (result.state === 'failed') tally.failed++;
    // A test that never got its turn, because its file or group broke, is told by that one error.
    else if (broken === 0) {
      const reason = result.state === 'skipped' ? result.note : 'it was never run';
      tally.skipped.push({ test: `${module.relativeModuleId} > ${test.fullName}`, reason });
    }
  }
}
