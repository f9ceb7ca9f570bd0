/** Record of __consumer_offsets. */
import type { RecordSchema } from '../schema.ts'

export const shareGroupTargetAssignmentMetadataKey: RecordSchema = {
  kind: 'key',
  recordType: 12,
  name: 'ShareGroupTargetAssignmentMetadataKey',
  validVersions: '0',
  flexibleVersions: 'none',
  fields: [
    { name: 'GroupId', type: 'string', versions: '0' },
  ],
}

export const shareGroupTargetAssignmentMetadataValue: RecordSchema = {
  kind: 'value',
  recordType: 12,
  name: 'ShareGroupTargetAssignmentMetadataValue',
  validVersions: '0',
  flexibleVersions: '0+',
  fields: [
    { name: 'AssignmentEpoch', type: 'int32', versions: '0+' },
    {
      name: 'AssignmentTimestamp', type: 'int64', versions: '0+', taggedVersions: '0+', tag: 0, default: 0,
      saturating: true,
      ignorable: true,
    },
  ],
}
