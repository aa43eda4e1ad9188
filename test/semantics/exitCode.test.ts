import { expect, it } from 'vitest';
import { exitMeaning } from '../../src/semantics/exitCode.ts';

it.each([
  [0, 'success', /without an error/],
  [1, 'application-error', /reported an error/],
  [3, 'application-error', /of its own/],
  [126, 'not-executable', /cannot be executed/],
  [127, 'not-found', /not found/],
  [128, 'start-failed', /could not be started/],
  [134, 'signal', /SIGABRT/],
  [137, 'signal', /out of memory.*SIGKILL/],
  [139, 'signal', /segmentation fault: SIGSEGV/],
  [143, 'signal', /SIGTERM/],
  [255, 'invalid-exit', /out of range/],
  [200, 'application-error', /of its own/],
  [3221225477, 'windows-status', /access violation/],
  [-1073741819, 'windows-status', /access violation/],
  [-532462766, 'windows-status', /\.NET/],
  [1067, 'windows-status', /0x0000042B/],
])('exit code %i means %s', (code, kind, meaning) => {
  expect(exitMeaning(code)).toMatchObject({ code, kind, meaning: expect.stringMatching(meaning) });
});

it('believes the signal that the runtime reports', () => {
  expect(exitMeaning(0, 9)).toMatchObject({ kind: 'signal', signalName: 'SIGKILL' });
  expect(exitMeaning(1, 0)).toMatchObject({ kind: 'application-error' });
  expect(exitMeaning(undefined)).toMatchObject({ kind: 'unknown' });
});
