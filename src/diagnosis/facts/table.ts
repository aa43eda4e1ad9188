/** Every fact, in the order in which they run (it does not change the result). */
import type { Fact } from '../finding.ts';
import admission from './admission.ts';
import apiServices from './api-services.ts';
import applicationErrors from './application-errors.ts';
import askedAbout from './asked-about.ts';
import autoscaler from './autoscaler.ts';
import certificates from './certificates.ts';
import clientCertificates from './client-certificates.ts';
import containerCreate from './container-create.ts';
import containerExits from './container-exits.ts';
import controllersDenied from './controllers-denied.ts';
import controllersIdle from './controllers-idle.ts';
import cpuStarved from './cpu-starved.ts';
import cronJobs from './cron-jobs.ts';
import daemonSets from './daemon-sets.ts';
import drainBlocked from './drain-blocked.ts';
import evictions from './evictions.ts';
import externalSecrets from './external-secrets.ts';
import failingCalls from './failing-calls.ts';
import gatewayRoutes from './gateway-routes.ts';
import gitops from './gitops.ts';
import helmReleases from './helm-releases.ts';
import imagePull from './image-pull.ts';
import ingressNginx from './ingress-nginx.ts';
import ingresses from './ingresses.ts';
import initWaiting from './init-waiting.ts';
import issuedCertificates from './issued-certificates.ts';
import jobSidecar from './job-sidecar.ts';
import jobs from './jobs.ts';
import leasesHeld from './leases-held.ts';
import leftPaused from './left-paused.ts';
import loadBalancers from './load-balancers.ts';
import logComplaints from './log-complaints.ts';
import missingConfig from './missing-config.ts';
import namespaceTerminating from './namespace-terminating.ts';
import nodeNotReady from './node-not-ready.ts';
import nodeRecovered from './node-recovered.ts';
import oomKilled from './oom-killed.ts';
import openshift from './openshift.ts';
import partitionedRollout from './partitioned-rollout.ts';
import podSandbox from './pod-sandbox.ts';
import podTerminating from './pod-terminating.ts';
import podsRejected from './pods-rejected.ts';
import probes from './probes.ts';
import rbacDenied from './rbac-denied.ts';
import reloadChanged from './reload-changed.ts';
import reportingResources from './reporting-resources.ts';
import rollout from './rollout.ts';
import runningTroubles from './running-troubles.ts';
import selfHeal from './self-heal.ts';
import services from './services.ts';
import staleConfig from './stale-config.ts';
import unschedulable from './unschedulable.ts';
import volumeAttach from './volume-attach.ts';
import volumeClaims from './volume-claims.ts';
import workloadUnavailable from './workload-unavailable.ts';

export const FACTS: readonly Fact[] = [
  workloadUnavailable,
  oomKilled,
  missingConfig,
  imagePull,
  containerExits,
  probes,
  initWaiting,
  podTerminating,
  clientCertificates,
  containerCreate,
  askedAbout,
  nodeNotReady,
  evictions,
  podsRejected,
  partitionedRollout,
  podSandbox,
  drainBlocked,
  namespaceTerminating,
  unschedulable,
  volumeAttach,
  volumeClaims,
  admission,
  selfHeal,
  services,
  staleConfig,
  rbacDenied,
  ingresses,
  certificates,
  rollout,
  autoscaler,
  ingressNginx,
  jobSidecar,
  jobs,
  cronJobs,
  failingCalls,
  logComplaints,
  issuedCertificates,
  externalSecrets,
  gitops,
  helmReleases,
  leasesHeld,
  leftPaused,
  loadBalancers,
  gatewayRoutes,
  openshift,
  applicationErrors,
  cpuStarved,
  controllersDenied,
  reloadChanged,
  runningTroubles,
  apiServices,
  controllersIdle,
  daemonSets,
  nodeRecovered,
  reportingResources,
];
