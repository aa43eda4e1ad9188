/** Tables of volumes and what makes them. */
import { isObject, type JsonObject } from '../json.ts';
import { AGE, at, type Column, column, count, NAME, objects, text, texts, wide } from './column.ts';
import { defaultMark } from './network.ts';
import { canonicalQuantity } from './quantity.ts';

const MODES: [mode: string, short: string][] = [
  ['ReadWriteOnce', 'RWO'],
  ['ReadOnlyMany', 'ROX'],
  ['ReadWriteMany', 'RWX'],
  ['ReadWriteOncePod', 'RWOP'],
];

function accessModes(modes: readonly string[]): string {
  return MODES.flatMap(([mode, short]) => (modes.includes(mode) ? [short] : [])).join(',');
}

const phase = (object: JsonObject) =>
  at(object, 'metadata.deletionTimestamp') === undefined ? text(object, 'status.phase') : 'Terminating';

/** The class, which an annotation named before there was a field. */
function className(object: JsonObject): string {
  const annotations = at(object, 'metadata.annotations');
  const beta = isObject(annotations) ? annotations['volume.beta.kubernetes.io/storage-class'] : undefined;
  return typeof beta === 'string' ? beta : text(object, 'spec.storageClassName');
}

const ATTRIBUTES = column('VolumeAttributesClass', (object) =>
  text(object, 'spec.volumeAttributesClassName', '<unset>'),
);
const VOLUME_MODE = wide('VolumeMode', (object) => text(object, 'spec.volumeMode', '<unset>'));

export const PERSISTENTVOLUMES: Column[] = [
  NAME,
  column('Capacity', (volume) => canonicalQuantity(at(volume, 'spec.capacity.storage'))),
  column('Access Modes', (volume) => accessModes(texts(volume, 'spec.accessModes'))),
  column('Reclaim Policy', (volume) => text(volume, 'spec.persistentVolumeReclaimPolicy')),
  column('Status', phase),
  column('Claim', (volume) =>
    isObject(at(volume, 'spec.claimRef'))
      ? `${text(volume, 'spec.claimRef.namespace')}/${text(volume, 'spec.claimRef.name')}`
      : '',
  ),
  column('StorageClass', className),
  ATTRIBUTES,
  column('Reason', (volume) => text(volume, 'status.reason')),
  AGE,
  VOLUME_MODE,
];

const isBound = (claim: JsonObject) => text(claim, 'spec.volumeName') !== '';

export const PERSISTENTVOLUMECLAIMS: Column[] = [
  NAME,
  column('Status', phase),
  column('Volume', (claim) => text(claim, 'spec.volumeName')),
  column('Capacity', (claim) => (isBound(claim) ? canonicalQuantity(at(claim, 'status.capacity.storage')) : '')),
  column('Access Modes', (claim) => (isBound(claim) ? accessModes(texts(claim, 'status.accessModes')) : '')),
  column('StorageClass', className),
  ATTRIBUTES,
  AGE,
  VOLUME_MODE,
];

const DEFAULT_CLASS = [
  'storageclass.kubernetes.io/is-default-class',
  'storageclass.beta.kubernetes.io/is-default-class',
];

export const STORAGECLASSES: Column[] = [
  column('Name', (object) => text(object, 'metadata.name') + defaultMark(object, DEFAULT_CLASS), { format: 'name' }),
  column('Provisioner', (object) => text(object, 'provisioner')),
  column('ReclaimPolicy', (object) => text(object, 'reclaimPolicy', 'Delete')),
  column('VolumeBindingMode', (object) => text(object, 'volumeBindingMode', 'Immediate')),
  column('AllowVolumeExpansion', (object) => at(object, 'allowVolumeExpansion') === true),
  AGE,
];

const flag = (name: string, field: string, otherwise: boolean) =>
  column(
    name,
    (object) => {
      const value = at(object, field);
      return typeof value === 'boolean' ? value : otherwise;
    },
    { type: 'boolean' },
  );

export const CSIDRIVERS: Column[] = [
  NAME,
  flag('AttachRequired', 'spec.attachRequired', true),
  flag('PodInfoOnMount', 'spec.podInfoOnMount', false),
  flag('StorageCapacity', 'spec.storageCapacity', false),
  column('TokenRequests', (driver) =>
    Array.isArray(at(driver, 'spec.tokenRequests'))
      ? objects(driver, 'spec.tokenRequests')
          .map((request) => text(request, 'audience'))
          .join(',')
      : '<unset>',
  ),
  flag('RequiresRepublish', 'spec.requiresRepublish', false),
  column('Modes', (driver) => texts(driver, 'spec.volumeLifecycleModes').join(',') || 'Persistent'),
  AGE,
];

export const CSINODES: Column[] = [
  NAME,
  column('Drivers', (node) => objects(node, 'spec.drivers').length, { type: 'integer' }),
  AGE,
];

export const VOLUMEATTACHMENTS: Column[] = [
  NAME,
  column('Attacher', (object) => text(object, 'spec.attacher'), { format: 'name' }),
  column('PV', (object) => text(object, 'spec.source.persistentVolumeName')),
  column('Node', (object) => text(object, 'spec.nodeName')),
  column('Attached', (object) => at(object, 'status.attached') === true, { type: 'boolean' }),
  AGE,
];

export const VOLUMEATTRIBUTESCLASSES: Column[] = [
  NAME,
  column('DriverName', (object) => text(object, 'driverName')),
  AGE,
];

export const RESOURCECLAIMS: Column[] = [NAME, column('State', claimState), AGE];

function claimState(claim: JsonObject): string {
  const deleted = at(claim, 'metadata.deletionTimestamp') !== undefined;
  if (!isObject(at(claim, 'status.allocation'))) return deleted ? 'deleted' : 'pending';
  const reserved = objects(claim, 'status.reservedFor').length > 0;
  return [...(deleted ? ['deleted'] : []), 'allocated', ...(reserved ? ['reserved'] : [])].join(',');
}

export const RESOURCESLICES: Column[] = [
  NAME,
  column('Node', (slice) => text(slice, 'spec.nodeName', '<unset>')),
  column('Driver', (slice) => text(slice, 'spec.driver')),
  column('Pool', (slice) => text(slice, 'spec.pool.name')),
  AGE,
];

export const DEVICETAINTRULES: Column[] = [
  NAME,
  ...['Key', 'Value', 'Effect'].map((name) => column(name, (rule) => text(rule, `spec.taint.${name.toLowerCase()}`))),
  column('TimeAdded', (rule) => text(rule, 'spec.taint.timeAdded')),
  AGE,
];

export const PRIORITYCLASSES: Column[] = [
  NAME,
  column('Value', (object) => count(object, 'value'), { type: 'integer' }),
  column('Global-Default', (object) => at(object, 'globalDefault') === true, { type: 'boolean' }),
  AGE,
  column('PreemptionPolicy', (object) => text(object, 'preemptionPolicy', 'PreemptLowerPriority')),
];
