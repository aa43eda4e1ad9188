/** What an Argo CD Application says about itself. Source: argoproj.io/v1alpha1 Application status. */
import type { CustomObject } from '../../cluster/objects.ts';
import { refOf } from '../../cluster/objects.ts';
import { recordIn, recordsIn, textIn } from '../../semantics/lenient.ts';
import { specEvidence, statusEvidence } from '../evidence.ts';
import type { Finding } from '../finding.ts';
import { conditionEvidence, conditionsOf } from '../objects/conditions.ts';
import type { Evidence } from '../result.ts';
import { deliveredBy } from './delivered.ts';
import { asksOfDelivery, type GitOpsState } from './deliveries.ts';

const ERRORS = /^(?:SyncError|ComparisonError|InvalidSpecError|OperationError|UnknownError|DeletionError)$/;

/** A sync that failed, a comparison that cannot be made, or unhealthy resources (a symptom of theirs). */
export function argoFindings(application: CustomObject, state: GitOpsState): Finding[] {
  const status = recordIn(application.status);
  const operation = recordIn(status.operationState);
  const sync = textIn(recordIn(status.sync).status);
  const conditions = conditionsOf(application).filter(({ type, message }) => ERRORS.test(type) && message !== '');
  const failed = /^(?:Failed|Error)$/.test(String(operation.phase)) && sync !== 'Synced';
  const [first] = conditions;
  const message = (failed ? textIn(operation.message) : undefined) ?? first?.message;
  const base = {
    subject: refOf(application),
    since: textIn(operation.finishedAt) ?? first?.at,
    affects: deliveredBy(application, state).map((ref) => ({ ref, relation: 'deliveredBy' as const })),
  };
  if (message === undefined) return unhealthy(application, base);
  const failures = recordsIn(recordIn(operation.syncResult).resources).filter(
    ({ status: result, hookPhase }) => result === 'SyncFailed' || /^(?:Failed|Error)$/.test(String(hookPhase)),
  );
  return [
    {
      ...base,
      code: 'ArgoSyncFailed',
      confidence: 'confirmed',
      answers: asksOfDelivery(state.focus.text),
      params: { message, sync: sync ?? 'Unknown', revision: textIn(recordIn(status.sync).revision)?.slice(0, 12) },
      evidence: [
        ...(failed
          ? [
              statusEvidence(
                application,
                'status.operationState.message',
                operation.message,
                textIn(operation.finishedAt),
              ),
            ]
          : []),
        ...conditions.slice(0, 3).map((one) => conditionEvidence(application, one)),
        ...repositoryOf(application),
        ...failures
          .slice(0, 3)
          .map(({ kind, name, message: said }) =>
            statusEvidence(application, `status.operationState.syncResult.resources[${kind}/${name}].message`, said),
          ),
      ],
    },
  ];
}

function unhealthy(application: CustomObject, base: Pick<Finding, 'subject' | 'since' | 'affects'>): Finding[] {
  const health = recordIn(recordIn(application.status).health);
  if (health.status !== 'Degraded' && health.status !== 'Missing') return [];
  const message = textIn(health.message);
  return [
    {
      ...base,
      affects: [],
      code: 'ArgoUnhealthy',
      confidence: 'confirmed',
      params: { health: String(health.status), message },
      evidence: [
        statusEvidence(application, 'status.health.status', health.status),
        ...(message === undefined ? [] : [statusEvidence(application, 'status.health.message', message)]),
      ],
    },
  ];
}

/** Where it is delivered from: what cannot be compared cannot be read there. */
function repositoryOf(application: CustomObject): Evidence[] {
  const url = textIn(recordIn(recordIn(application.spec).source).repoURL);
  return url === undefined ? [] : [specEvidence(application, 'spec.source.repoURL', url)];
}
