/** Why a table, a column or a schema is missing: the Job that is to bring the database up to date has not done its work. */
import type { Job, ObjectRef } from '../../cluster/objects.ts';
import { refKey, refOf } from '../../cluster/objects.ts';
import { objectsIn } from '../../semantics/lenient.ts';
import { specEvidence } from '../evidence.ts';
import { failureOf } from '../facts/jobs.ts';
import { defineWhy, type Finding } from '../finding.ts';
import { DEPENDENCY_KINDS, dependenciesOf } from '../objects/dependencies.ts';
import { RELATED_KINDS, workloadsBehind } from '../objects/related.ts';
import { templateOf, workloadObject } from '../objects/workloads.ts';
import type { State } from '../state.ts';
import { nameOf } from '../words/fill.ts';

const NEEDS = [...DEPENDENCY_KINDS, ...RELATED_KINDS] as const;
type MigrationState = State<(typeof NEEDS)[number]>;

/** What is in a database because somebody put it there. */
const SCHEMA = /relation|table|column|schema|database|view|collection|index|keyspace/i;
/** How Jobs that do so are called, or what they run: the tools of the field. */
const MIGRATES =
  /migrat|schema|flyway|liquibase|alembic|goose|dbmate|sqitch|prisma|knex|sequelize|db[-_:]?(?:init|setup|update|upgrade)|ef database update/i;

export default defineWhy({
  id: 'migration-not-run',
  needs: NEEDS,
  explains: ['NamedResourceMissing', 'SchemaMigrationFailed'],
  why(finding, state) {
    if (!SCHEMA.test(String(finding.params?.thing ?? 'schema'))) return [];
    const { subject } = finding;
    const jobs = state.list('jobs', subject.namespace);
    return jobs
      .filter((job) => MIGRATES.test(textOf(job)) && serves(job, finding, state))
      .flatMap((job) => suspended(job, subject) ?? failureOf(job, jobs, state) ?? [])
      .filter(({ code }) => code !== 'JobFailedBefore')
      .map((cause) => ({ cause, chain: [{ from: subject, relation: 'precededBy', to: cause.subject }] }));
  },
});

function suspended(job: Job, needed: ObjectRef): Finding | undefined {
  if (job.spec?.suspend !== true || (job.status?.succeeded ?? 0) > 0) return undefined;
  return {
    code: 'JobSuspended',
    subject: refOf(job),
    confidence: 'likely',
    params: { needed: nameOf(needed), does: commandsOf(job).join(' ').slice(0, 120) || job.metadata.name },
    evidence: [specEvidence(job, 'spec.suspend', true)],
    since: job.status?.conditions?.find(({ type }) => type === 'Suspended')?.lastTransitionTime,
  };
}

/** It uses the image of the workload, or the database that the workload uses or is. */
function serves(job: Job, { subject, affects = [] }: Finding, state: MigrationState): boolean {
  const users = [subject, ...affects.map(({ ref }) => ref)];
  const images = new Set(users.flatMap((ref) => imagesOf(ref, state)));
  if (objectsIn(job.spec?.template?.spec?.containers).some(({ image = '' }) => images.has(repositoryOf(image))))
    return true;
  const databases = new Set(
    users.flatMap((ref) => dependenciesOf(ref, state)).map(({ service }) => refKey(refOf(service))),
  );
  return dependenciesOf(refOf(job), state).some(
    ({ service }) =>
      databases.has(refKey(refOf(service))) ||
      workloadsBehind(service.metadata.namespace, service.metadata.name, state).some((ref) =>
        users.some((user) => refKey(user) === refKey(ref)),
      ),
  );
}

function imagesOf(ref: ObjectRef, state: MigrationState): string[] {
  const object = workloadObject(ref, state);
  const spec = object === undefined ? undefined : templateOf(object)?.spec;
  return objectsIn(spec?.containers).flatMap(({ image }) => (image === undefined ? [] : [repositoryOf(image)]));
}

/** Without the tag and the digest. */
const repositoryOf = (image: string): string => image.replace(/@.*$/, '').replace(/:[^/:]*$/, '');

const commandsOf = (job: Job): string[] =>
  objectsIn(job.spec?.template?.spec?.containers).flatMap(({ command, args }) => [...(command ?? []), ...(args ?? [])]);

const textOf = (job: Job): string =>
  [
    job.metadata.name,
    ...commandsOf(job),
    ...objectsIn(job.spec?.template?.spec?.containers).map(({ image }) => image),
  ].join(' ');
