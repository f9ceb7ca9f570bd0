/** Record of __consumer_offsets. */
import type { RecordSchema } from '../schema.ts'

export const shareGroupTargetAssignmentMemberKey: RecordSchema = {
  kind: 'key',
  recordType: 13,
  name: 'ShareGroupTargetAssignmentMemberKey',
  validVersions: '0',
  flexibleVersions: 'none',
  fields: [
    { name: 'GroupId', type: 'string', versions: '0' },
    {
      name: 'MemberId', type: 'string', versions: '0',
      doc: 'Id of the member within its group; empty before the first join of a classic member.',
    },
  ],
}

export const shareGroupTargetAssignmentMemberValue: RecordSchema = {
  kind: 'value',
  recordType: 13,
  name: 'ShareGroupTargetAssignmentMemberValue',
  validVersions: '0',
  flexibleVersions: '0+',
  fields: [
    {
      name: 'TopicPartitions', type: '[]TopicPartition', versions: '0+', fields: [
        { name: 'TopicId', type: 'uuid', versions: '0+' },
        { name: 'Partitions', type: '[]int32', versions: '0+' },
      ],
    },
  ],
}
