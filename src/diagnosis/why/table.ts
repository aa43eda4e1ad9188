/** Every why, in the order in which they run (it does not change the result). */
import type { Why } from '../finding.ts';
import apiUnavailable from './api-unavailable.ts';
import cannotReach from './cannot-reach.ts';
import certificateApprover from './certificate-approver.ts';
import certificateNotIssued from './certificate-not-issued.ts';
import challengeNotServed from './challenge-not-served.ts';
import complaintOfDependency from './complaint-of-dependency.ts';
import configEdited from './config-edited.ts';
import configurationDenied from './configuration-denied.ts';
import configuredDependency from './configured-dependency.ts';
import configuredHost from './configured-host.ts';
import controllerDown from './controller-down.ts';
import cpuThrottled from './cpu-throttled.ts';
import crashCause from './crash-cause.ts';
import cronRunBefore from './cron-run-before.ts';
import degraded from './degraded.ts';
import deliveryFailing from './delivery-failing.ts';
import deliverySource from './delivery-source.ts';
import deniedMessage from './denied-message.ts';
import drainBlocked from './drain-blocked.ts';
import evictionCulprit from './eviction-culprit.ts';
import externalSecretFailing from './external-secret-failing.ts';
import finalizerOwner from './finalizer-owner.ts';
import helmReleaseFailed from './helm-release-failed.ts';
import holderNodeLost from './holder-node-lost.ts';
import initWaiting from './init-waiting.ts';
import jobHangs from './job-hangs.ts';
import lockHolder from './lock-holder.ts';
import makerDenied from './maker-denied.ts';
import memberDown from './member-down.ts';
import metricsUnavailable from './metrics-unavailable.ts';
import migrationNotRun from './migration-not-run.ts';
import namespaceGoing from './namespace-going.ts';
import nodeAgentDown from './node-agent-down.ts';
import nodeInTrouble from './node-in-trouble.ts';
import nodeMemory from './node-memory.ts';
import nodeProblem from './node-problem.ts';
import notDelivered from './not-delivered.ts';
import notReady from './not-ready.ts';
import operatorDown from './operator-down.ts';
import plugInDown from './plug-in-down.ts';
import postStartHook from './post-start-hook.ts';
import preempted from './preempted.ts';
import probeFailing from './probe-failing.ts';
import provisionerAtLimit from './provisioner-at-limit.ts';
import proxiedCall from './proxied-call.ts';
import readOnlyEndpoint from './read-only-endpoint.ts';
import reportedByResource from './reported-by-resource.ts';
import rolledOutBefore from './rolled-out-before.ts';
import scaledBefore from './scaled-before.ts';
import schedulerDown from './scheduler-down.ts';
import secretSource from './secret-source.ts';
import serviceUnavailable from './service-unavailable.ts';
import tlsFailing from './tls-failing.ts';
import webhookCertificate from './webhook-certificate.ts';
import webhookUnavailable from './webhook-unavailable.ts';

export const WHYS: readonly Why[] = [
  crashCause,
  probeFailing,
  holderNodeLost,
  initWaiting,
  cpuThrottled,
  configurationDenied,
  configuredDependency,
  cannotReach,
  jobHangs,
  lockHolder,
  makerDenied,
  memberDown,
  proxiedCall,
  readOnlyEndpoint,
  metricsUnavailable,
  notDelivered,
  notReady,
  serviceUnavailable,
  webhookUnavailable,
  certificateNotIssued,
  challengeNotServed,
  evictionCulprit,
  externalSecretFailing,
  secretSource,
  deliveryFailing,
  helmReleaseFailed,
  reportedByResource,
  degraded,
  configuredHost,
  tlsFailing,
  webhookCertificate,
  deliverySource,
  deniedMessage,
  complaintOfDependency,
  configEdited,
  scaledBefore,
  cronRunBefore,
  namespaceGoing,
  nodeAgentDown,
  nodeProblem,
  migrationNotRun,
  nodeInTrouble,
  postStartHook,
  preempted,
  provisionerAtLimit,
  plugInDown,
  operatorDown,
  schedulerDown,
  rolledOutBefore,
  apiUnavailable,
  drainBlocked,
  controllerDown,
  nodeMemory,
  certificateApprover,
  finalizerOwner,
];
