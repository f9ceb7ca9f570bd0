/** Record of __consumer_offsets. */
import type { RecordSchema } from '../schema.ts'

export const consumerGroupTargetAssignmentMetadataKey: RecordSchema = {
  kind: 'key',
  recordType: 6,
  name: 'ConsumerGroupTargetAssignmentMetadataKey',
  validVersions: '0',
  flexibleVersions: 'none',
  fields: [
    { name: 'GroupId', type: 'string', versions: '0' },
  ],
}

export const consumerGroupTargetAssignmentMetadataValue: RecordSchema = {
  kind: 'value',
  recordType: 6,
  name: 'ConsumerGroupTargetAssignmentMetadataValue',
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
