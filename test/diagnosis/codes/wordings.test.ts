/** Other true wordings of what the tables of codes hold: container runtimes, CNI plug-ins and releases of the kubelet differ. */
import { describe, expect, it } from 'vitest';
import { logCauseOf } from '../../../src/diagnosis/container/logCauses.ts';
import { probeFailureOf } from '../../../src/diagnosis/container/probeFailure.ts';
import { pullFailureOf } from '../../../src/diagnosis/container/pullFailure.ts';
import { startFailureOf } from '../../../src/diagnosis/container/startFailure.ts';
import { filterOfReason } from '../../../src/semantics/scheduling/message.ts';

describe('CRI-O pulls', () => {
  it.each([
    ['tagNotFound', 'initializing source docker://quay.io/a/b:9: reading manifest 9 in quay.io/a/b: manifest unknown'],
    [
      'unauthorized',
      'initializing source docker://quay.io/a/b:1: reading manifest 1 in quay.io/a/b: unauthorized: access to the requested resource is not authorized',
    ],
    [
      'platform',
      'choosing image from manifest list docker://quay.io/a/b:1: no image found in image index for architecture "arm64", variant "v8", OS "linux"',
    ],
    [
      'signature',
      'SignatureValidationFailed: Source image rejected: A signature was required, but no signature exists',
    ],
  ])('%s: %s', (failure, message) => expect(pullFailureOf(message)).toBe(failure));
});

describe('runtimes that start a process', () => {
  it.each([
    [
      'EntryPointNotFound',
      'container create failed: executable file `serve` not found in $PATH: No such file or directory',
      'serve',
    ],
    ['EntryPointNotExecutable', 'container create failed: open executable: Permission denied', undefined],
    ['WorkingDirectoryMissing', 'container create failed: chdir to `/srv/app`: No such file or directory', '/srv/app'],
    [
      'EntryPointNotExecutable',
      'runc create failed: unable to start container process: error during container init: exec: "/entrypoint.sh": permission denied',
      '/entrypoint.sh',
    ],
    [
      'ContainerCreateFailed',
      'failed to create containerd container: get apparmor_parser version: exec: "apparmor_parser": executable file not found in $PATH',
      undefined,
    ],
    ['UserNotFound', 'setup user: unable to find user app: no matching entries in passwd file', undefined],
    [
      'ContainerMountFailed',
      'failed to generate container "8f" spec: failed to generate spec: failed to stat "/mnt/data": stat /mnt/data: no such file or directory',
      undefined,
    ],
  ])('%s: %s', (code, message, command) => {
    const failure = startFailureOf(message);
    expect(failure?.code).toBe(code);
    expect(failure?.params.command).toBe(command);
  });

  it('says nothing of a time-out', () => expect(startFailureOf('context deadline exceeded')).toBeUndefined());
});

describe('what a process that never became the program prints', () => {
  it.each([
    ['EntryPointNotFound', 'standard_init_linux.go:228: exec user process caused: no such file or directory'],
    ['EntryPointNotFound', 'exec container process (missing dynamic library?) `/app`: No such file or directory'],
    ['EntryPointNotFound', 'env: ‘bash\\r’: No such file or directory'],
    ['EntryPointNotFound', '[FATAL tini (7)] exec serve failed: No such file or directory'],
    ['EntryPointNotFound', '[dumb-init] serve: No such file or directory'],
    [
      'FileMissing',
      'web: error while loading shared libraries: libssl.so.1.1: cannot open shared object file: No such file or directory',
    ],
    ['ExecFormatError', 'exec container process `/app`: Exec format error'],
  ])('%s: %s', (code, line) => expect(logCauseOf(line)?.code).toBe(code));
});

describe('probes', () => {
  it.each([
    ['commandMissing', 'Readiness probe errored: command error: executable file `curl` not found in $PATH'],
    ['commandMissing', 'Readiness probe failed: sh: 1: curl: not found'],
    ['commandMissing', 'Readiness probe failed: bash: line 1: nc: command not found'],
    ['timeout', 'Readiness probe failed: timeout: health rpc did not complete within 1s'],
    ['timeout', 'Liveness probe failed: command "sh -c /probe.sh" timed out'],
    ['other', 'Readiness probe failed: user 81 not found'],
    ['other', "Readiness probe failed: cat: can't open '/tmp/ready': No such file or directory"],
  ])('%s: %s', (failure, message) => expect(probeFailureOf(message)).toBe(failure));
});

describe('schedulers', () => {
  it.each([
    ['NodeResourcesFit', 'cannot allocate all claims'],
    ['TaintToleration', 'node(s) had untolerated taint(s)'],
    [
      'VolumeRestrictions',
      'node(s) unavailable due to PersistentVolumeClaim with ReadWriteOncePod access mode already in-use by another pod',
    ],
    [undefined, 'waiting for resource claim controller'],
  ])('%s: %s', (filter, reason) => expect(filterOfReason(reason)).toBe(filter));
});
