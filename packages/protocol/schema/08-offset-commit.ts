import type { ApiSchema } from './schema.ts'

export const offsetCommit: ApiSchema = {
  key: 8,
  name: 'OffsetCommit',
  listeners: ['broker'],
  request: {
    validVersions: '2-10',
    flexibleVersions: '8+',
    fields: [
      { name: 'GroupId', type: 'string', versions: '0+', entityType: 'groupId' },
      {
        name: 'GenerationIdOrMemberEpoch', type: 'int32', versions: '1+', default: -1, ignorable: true,
        doc: 'Generation of the classic group, or epoch of the member; -1 from a consumer that is no member.',
      },
      {
        name: 'MemberId', type: 'string', versions: '1+', ignorable: true,
        doc: 'Id of the member within its group; empty before the first join of a classic member.',
      },
      {
        name: 'GroupInstanceId', type: 'string', versions: '7+', nullableVersions: '7+', default: null,
        doc: 'Name of a static member (KIP-345); null for a dynamic one.',
      },
      {
        name: 'RetentionTimeMs', type: 'int64', versions: '2-4', default: -1, saturating: true, ignorable: true,
        doc: 'Ignored since 2.1; -1.',
      },
      {
        name: 'Topics', type: '[]OffsetCommitRequestTopic', versions: '0+', fields: [
          { name: 'Name', type: 'string', versions: '0-9', ignorable: true, entityType: 'topicName' },
          { name: 'TopicId', type: 'uuid', versions: '10+', ignorable: true },
          {
            name: 'Partitions', type: '[]OffsetCommitRequestPartition', versions: '0+', fields: [
              { name: 'PartitionIndex', type: 'int32', versions: '0+' },
              {
                name: 'CommittedOffset', type: 'int64', versions: '0+', saturating: true,
                doc: 'Offset of the next record to consume.',
              },
              {
                name: 'CommittedLeaderEpoch', type: 'int32', versions: '6+', default: -1, ignorable: true,
                doc: 'Leader epoch of the last record consumed; -1 when unknown.',
              },
              {
                name: 'CommittedMetadata', type: 'string', versions: '0+', nullableVersions: '0+',
                doc: 'What the committer stored with the offset; null and empty are not the same.',
              },
            ],
          },
        ],
      },
    ],
  },
  response: {
    validVersions: '2-10',
    flexibleVersions: '8+',
    fields: [
      {
        name: 'ThrottleTimeMs', type: 'int32', versions: '3+', ignorable: true,
        doc: 'How long the client should pause because of a quota; 0 when it need not.',
      },
      {
        name: 'Topics', type: '[]OffsetCommitResponseTopic', versions: '0+', fields: [
          { name: 'Name', type: 'string', versions: '0-9', ignorable: true, entityType: 'topicName' },
          { name: 'TopicId', type: 'uuid', versions: '10+', ignorable: true },
          {
            name: 'Partitions', type: '[]OffsetCommitResponsePartition', versions: '0+', fields: [
              { name: 'PartitionIndex', type: 'int32', versions: '0+' },
              { name: 'ErrorCode', type: 'int16', versions: '0+' },
            ],
          },
        ],
      },
    ],
  },
}
