/** What a log's cause is the fault of: the workload, or the configuration, Secret or volume that the line leads to. */
import type { Finding } from '../finding.ts';
import { configuration, envVar, missingFile } from './blameConfig.ts';
import { addressInUse, diskFull, permission, readOnly } from './blameFiles.ts';
import { type CrashState, platformOf } from './crashFinding.ts';
import type { Exit } from './exits.ts';
import type { LogCause, LogCauseCode } from './logCauses.ts';
import { imageOf, limitOf, withProof, wordEvidence } from './proof.ts';

type Blame = (finding: Finding, params: Record<string, string>, exit: Exit, state: CrashState) => Finding;

/** The finding with its subject, its values and the fields that prove it. */
export function blame(finding: Finding, { code, params }: LogCause, exit: Exit, state: CrashState): Finding {
  const { name, ...rest } = params;
  const filled = { ...finding, params: { ...finding.params, ...rest, name_: name } };
  return BLAMES[code]?.(filled, params, exit, state) ?? filled;
}

const BLAMES: { readonly [C in LogCauseCode]?: Blame } = {
  EnvVarMissing: envVar,
  FileMissing: missingFile,
  FilePermissionDenied: permission,
  FileSystemReadOnly: readOnly,
  DiskFull: diskFull,
  AddressInUse: addressInUse,
  ConfigurationInvalid: configuration,
  CommandUsageWrong: (finding, { flag }, exit) => withProof(finding, { flag }, wordEvidence(exit, flag)),
  ExecFormatError: (finding, _, exit, state) => withProof(finding, platformOf(exit, state), imageOf(exit)),
  EntryPointNotFound: (finding, { command }, exit) =>
    withProof(finding, { said: undefined }, [...wordEvidence(exit, command), ...imageOf(exit)]),
  HeapExhausted: (finding, _, { view }) =>
    withProof(finding, { limit: view.spec?.resources?.limits?.memory }, limitOf(view)),
};
