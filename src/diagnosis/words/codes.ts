/** All codes: one table a family, merged. The published list of codes is its keys. */
import { ADMISSION_CODES } from './admission.ts';
import { APPLICATION_CODES } from './application.ts';
import { AUTOSCALING_CODES } from './autoscaling.ts';
import { CALL_CODES } from './calls.ts';
import { CHANGE_CODES } from './changes.ts';
import { CONFIG_CODES } from './config.ts';
import { CONTROL_PLANE_CODES } from './controlPlane.ts';
import { CRASH_CODES } from './crashes.ts';
import { CREDENTIAL_CODES } from './credentials.ts';
import { DELIVERY_CODES } from './delivery.ts';
import { DNS_CODES } from './dns.ts';
import { ENDPOINT_CODES } from './endpoints.ts';
import { IMAGE_CODES } from './images.ts';
import { ISSUING_CODES } from './issuing.ts';
import { JOB_CODES } from './jobs.ts';
import { LIFECYCLE_CODES } from './lifecycle.ts';
import { MEMORY_CODES } from './memory.ts';
import { MESH_CODES } from './mesh.ts';
import { NETWORK_CODES } from './network.ts';
import { NODE_CODES } from './nodes.ts';
import { PROBE_CODES } from './probes.ts';
import { ROUTING_CODES } from './routing.ts';
import { SCHEDULING_CODES } from './scheduling.ts';
import { START_CODES } from './starts.ts';
import { STORAGE_CODES } from './storage.ts';
import type { CodeWords } from './words.ts';
import { WORKLOAD_CODES } from './workloads.ts';

const ALL = {
  ...MEMORY_CODES,
  ...LIFECYCLE_CODES,
  ...PROBE_CODES,
  ...IMAGE_CODES,
  ...CRASH_CODES,
  ...START_CODES,
  ...CONFIG_CODES,
  ...WORKLOAD_CODES,
  ...JOB_CODES,
  ...AUTOSCALING_CODES,
  ...ADMISSION_CODES,
  ...NODE_CODES,
  ...CONTROL_PLANE_CODES,
  ...SCHEDULING_CODES,
  ...STORAGE_CODES,
  ...CALL_CODES,
  ...ENDPOINT_CODES,
  ...APPLICATION_CODES,
  ...CREDENTIAL_CODES,
  ...CHANGE_CODES,
  ...DNS_CODES,
  ...NETWORK_CODES,
  ...MESH_CODES,
  ...ISSUING_CODES,
  ...DELIVERY_CODES,
  ...ROUTING_CODES,
};

export type Code = keyof typeof ALL;

export const CODES: { readonly [C in Code]: CodeWords } = ALL;
