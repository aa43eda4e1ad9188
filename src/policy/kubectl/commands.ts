/**
 * Every command of kubectl 1.28 … 1.37, what it may do, and its flags. From the help of those releases; a test compares
 * it with the help of the kubectl at hand.
 */
import type { Group } from './command.ts';
import { CREATE } from './createCommands.ts';
import { NEVER } from './neverCommands.ts';
import { READS } from './readCommands.ts';
import { WRITES } from './writeCommands.ts';

/** By name; other names of the same are in {@link ALIASES}. */
export const COMMANDS: Group = { commands: { create: CREATE, ...READS, ...WRITES, ...NEVER } };

/** Other names of commands, by their full path. */
export const ALIASES: Readonly<Record<string, string>> = {
  'create cm': 'configmap',
  'create cj': 'cronjob',
  'create deploy': 'deployment',
  'create ing': 'ingress',
  'create ns': 'namespace',
  'create pdb': 'poddisruptionbudget',
  'create pc': 'priorityclass',
  'create resourcequota': 'quota',
  'create sa': 'serviceaccount',
  'create svc': 'service',
  'set sa': 'serviceaccount',
  'top nodes': 'node',
  'top no': 'node',
  'top pods': 'pod',
  'top po': 'pod',
  'config use': 'use-context',
};
