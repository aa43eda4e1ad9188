/** Why a server refuses writes although it does its work: its client writes to the Service of the read replicas. */
import type { ObjectRef, Service } from '../../cluster/objects.ts';
import { refKey, refOf } from '../../cluster/objects.ts';
import { specEvidence } from '../evidence.ts';
import { defineWhy } from '../finding.ts';
import { DEPENDENCY_KINDS, dependenciesOf } from '../objects/dependencies.ts';
import { RELATED_KINDS, workloadsBehind } from '../objects/related.ts';
import { nameOf } from '../words/fill.ts';

/** How Services of read replicas are called, in names and in the roles that they select. */
const READS =
  /(?:^|[-._])(?:ro|read|reads|read-?only|reader|replicas?|slaves?|secondar(?:y|ies)|standbys?|followers?)(?=$|[-._])/i;
const WRITES = /(?:^|[-._])(?:rw|write|writes|writer|primary|master|leader|main)(?=$|[-._])/i;

export default defineWhy({
  id: 'read-only-endpoint',
  needs: [...DEPENDENCY_KINDS, ...RELATED_KINDS],
  explains: ['ServerReadOnly'],
  why: ({ subject, affects = [] }, state) =>
    affects
      .map(({ ref }) => ref)
      .filter((client) => refKey(client) !== refKey(subject))
      .flatMap((client) =>
        dependenciesOf(client, state)
          .filter(
            ({ service }) =>
              isForReads(service) &&
              leadsTo(service, subject, workloadsBehind(service.metadata.namespace, service.metadata.name, state)),
          )
          .map(({ service, origin }) => {
            const other = writable(service, state.list('services', service.metadata.namespace));
            return {
              cause: {
                code: 'ReadOnlyEndpointUsed' as const,
                subject: origin.object,
                about: service.metadata.name,
                confidence: 'likely' as const,
                params: {
                  client: nameOf(client),
                  service: nameOf(refOf(service)),
                  path: origin.path,
                  value: origin.value.slice(0, 120),
                  writable: other && nameOf(refOf(other)),
                },
                evidence: origin.value.length > 300 ? [] : [specEvidence(origin.object, origin.path, origin.value)],
                affects: [{ ref: client, relation: 'readsConfig' as const }],
              },
              chain: [
                { from: subject, relation: 'servedBy', to: refOf(service) },
                { from: refOf(service), relation: 'uses', to: origin.object },
              ],
            };
          }),
      ),
});

const isForReads = ({ metadata, spec }: Service): boolean =>
  READS.test(metadata.name) || Object.values(spec?.selector ?? {}).some((value) => READS.test(value));

const leadsTo = (service: Service, server: ObjectRef, behind: readonly ObjectRef[]): boolean =>
  behind.some((ref) => refKey(ref) === refKey(server)) || service.metadata.name === server.name;

/** The Service beside it that takes writes: the same name without the word for reads, or with one for writes. */
function writable(service: Service, all: readonly Service[]): Service | undefined {
  const stem = service.metadata.name.replace(READS, '');
  return all.find(
    ({ metadata }) => metadata.name !== service.metadata.name && metadata.name.replace(WRITES, '') === stem,
  );
}
