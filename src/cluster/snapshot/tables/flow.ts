/** Tables of how the API server shares itself among callers, and of trust bundles and migrations. */
import type { JsonObject } from '../json.ts';
import { AGE, at, type Column, column, NAME, objects, text } from './column.ts';

export const FLOWSCHEMAS: Column[] = [
  NAME,
  column('PriorityLevel', (schema) => text(schema, 'spec.priorityLevelConfiguration.name', '<none>')),
  column('MatchingPrecedence', (schema) => text(schema, 'spec.matchingPrecedence')),
  column('DistinguisherMethod', (schema) => text(schema, 'spec.distinguisherMethod.type', '<none>')),
  AGE,
  column('MissingPL', missingLevel),
];

function missingLevel(schema: JsonObject): string {
  const dangling = objects(schema, 'status.conditions').find(({ type }) => type === 'Dangling');
  return dangling === undefined ? '?' : text(dangling, 'status');
}

const limited = (name: string, path: string) =>
  column(name, (level) => {
    const value = at(level, `spec.limited.${path}`);
    return typeof value === 'number' ? String(value) : '<none>';
  });

export const PRIORITYLEVELS: Column[] = [
  NAME,
  column('Type', (level) => text(level, 'spec.type')),
  limited('NominalConcurrencyShares', 'nominalConcurrencyShares'),
  limited('Queues', 'limitResponse.queuing.queues'),
  limited('HandSize', 'limitResponse.queuing.handSize'),
  limited('QueueLengthLimit', 'limitResponse.queuing.queueLengthLimit'),
  AGE,
];

export const CLUSTERTRUSTBUNDLES: Column[] = [NAME, column('SignerName', (bundle) => text(bundle, 'spec.signerName'))];
