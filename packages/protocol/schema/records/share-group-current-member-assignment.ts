/** Record of __consumer_offsets. */
import type { RecordSchema } from '../schema.ts'

export const shareGroupCurrentMemberAssignmentKey: RecordSchema = {
  kind: 'key',
  recordType: 14,
  name: 'ShareGroupCurrentMemberAssignmentKey',
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

export const shareGroupCurrentMemberAssignmentValue: RecordSchema = {
  kind: 'value',
  recordType: 14,
  name: 'ShareGroupCurrentMemberAssignmentValue',
  validVersions: '0',
  flexibleVersions: '0+',
  fields: [
    {
      name: 'MemberEpoch', type: 'int32', versions: '0+',
      doc: 'Epoch of the member; 0 joins, -1 leaves, -2 leaves for a while (static member).',
    },
    { name: 'PreviousMemberEpoch', type: 'int32', versions: '0+' },
    { name: 'State', type: 'int8', versions: '0+' },
    { name: 'AssignedPartitions', type: '[]TopicPartitions', versions: '0+' },
  ],
  commonStructs: [
    {
      name: 'TopicPartitions',
      versions: '0+',
      fields: [
        { name: 'TopicId', type: 'uuid', versions: '0+' },
        { name: 'Partitions', type: '[]int32', versions: '0+' },
      ],
    },
  ],
}
