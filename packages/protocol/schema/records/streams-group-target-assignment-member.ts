/** Record of __consumer_offsets. */
import type { RecordSchema } from '../schema.ts'

export const streamsGroupTargetAssignmentMemberKey: RecordSchema = {
  kind: 'key',
  recordType: 21,
  name: 'StreamsGroupTargetAssignmentMemberKey',
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

export const streamsGroupTargetAssignmentMemberValue: RecordSchema = {
  kind: 'value',
  recordType: 21,
  name: 'StreamsGroupTargetAssignmentMemberValue',
  validVersions: '0',
  flexibleVersions: '0+',
  fields: [
    { name: 'ActiveTasks', type: '[]TaskIds', versions: '0+' },
    { name: 'StandbyTasks', type: '[]TaskIds', versions: '0+' },
    { name: 'WarmupTasks', type: '[]TaskIds', versions: '0+' },
  ],
  commonStructs: [
    {
      name: 'TaskIds',
      versions: '0+',
      fields: [
        { name: 'SubtopologyId', type: 'string', versions: '0+' },
        { name: 'Partitions', type: '[]int32', versions: '0+' },
      ],
    },
  ],
}
