/** Record of __consumer_offsets. */
import type { RecordSchema } from '../schema.ts'

export const streamsGroupCurrentMemberAssignmentKey: RecordSchema = {
  kind: 'key',
  recordType: 22,
  name: 'StreamsGroupCurrentMemberAssignmentKey',
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

export const streamsGroupCurrentMemberAssignmentValue: RecordSchema = {
  kind: 'value',
  recordType: 22,
  name: 'StreamsGroupCurrentMemberAssignmentValue',
  validVersions: '0',
  flexibleVersions: '0+',
  fields: [
    {
      name: 'MemberEpoch', type: 'int32', versions: '0+',
      doc: 'Epoch of the member; 0 joins, -1 leaves, -2 leaves for a while (static member).',
    },
    { name: 'PreviousMemberEpoch', type: 'int32', versions: '0+' },
    { name: 'State', type: 'int8', versions: '0+' },
    { name: 'ActiveTasks', type: '[]TaskIds', versions: '0+' },
    { name: 'StandbyTasks', type: '[]TaskIds', versions: '0+' },
    { name: 'WarmupTasks', type: '[]TaskIds', versions: '0+' },
    { name: 'ActiveTasksPendingRevocation', type: '[]TaskIds', versions: '0+' },
    { name: 'StandbyTasksPendingRevocation', type: '[]TaskIds', versions: '0+' },
    { name: 'WarmupTasksPendingRevocation', type: '[]TaskIds', versions: '0+' },
  ],
  commonStructs: [
    {
      name: 'TaskIds',
      versions: '0+',
      fields: [
        { name: 'SubtopologyId', type: 'string', versions: '0+' },
        { name: 'Partitions', type: '[]int32', versions: '0+' },
        {
          name: 'AssignmentEpochs', type: '[]int32', versions: '0+', nullableVersions: '0+', taggedVersions: '0+',
          tag: 0,
        },
      ],
    },
  ],
}
