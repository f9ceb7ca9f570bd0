/** Record of __consumer_offsets. */
import type { RecordSchema } from '../schema.ts'

export const streamsGroupTargetAssignmentMetadataKey: RecordSchema = {
  kind: 'key',
  recordType: 20,
  name: 'StreamsGroupTargetAssignmentMetadataKey',
  validVersions: '0',
  flexibleVersions: 'none',
  fields: [
    { name: 'GroupId', type: 'string', versions: '0' },
  ],
}

export const streamsGroupTargetAssignmentMetadataValue: RecordSchema = {
  kind: 'value',
  recordType: 20,
  name: 'StreamsGroupTargetAssignmentMetadataValue',
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
