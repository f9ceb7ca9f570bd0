import type { ApiSchema } from './schema.ts'

export const offsetFetch: ApiSchema = {
  key: 9,
  name: 'OffsetFetch',
  listeners: ['broker'],
  request: {
    validVersions: '1-10',
    flexibleVersions: '6+',
    fields: [
      { name: 'GroupId', type: 'string', versions: '0-7', entityType: 'groupId' },
      {
        name: 'Topics', type: '[]OffsetFetchRequestTopic', versions: '0-7', nullableVersions: '2-7', fields: [
          { name: 'Name', type: 'string', versions: '0-7', entityType: 'topicName' },
          { name: 'PartitionIndexes', type: '[]int32', versions: '0-7' },
        ],
      },
      {
        name: 'Groups', type: '[]OffsetFetchRequestGroup', versions: '8+', fields: [
          { name: 'GroupId', type: 'string', versions: '8+', entityType: 'groupId' },
          {
            name: 'MemberId', type: 'string', versions: '9+', nullableVersions: '9+', default: null, ignorable: true,
            doc: 'Id of the member within its group; empty before the first join of a classic member.',
          },
          {
            name: 'MemberEpoch', type: 'int32', versions: '9+', default: -1, ignorable: true,
            doc: 'Epoch of the member; 0 joins, -1 leaves, -2 leaves for a while (static member).',
          },
          {
            name: 'Topics', type: '[]OffsetFetchRequestTopics', versions: '8+', nullableVersions: '8+', fields: [
              { name: 'Name', type: 'string', versions: '8-9', ignorable: true, entityType: 'topicName' },
              { name: 'TopicId', type: 'uuid', versions: '10+', ignorable: true },
              { name: 'PartitionIndexes', type: '[]int32', versions: '8+' },
            ],
          },
        ],
      },
      {
        name: 'RequireStable', type: 'bool', versions: '7+', default: false,
        doc: 'True: refuse where transactional commits are pending, so that a transaction is not read twice.',
      },
    ],
  },
  response: {
    validVersions: '1-10',
    flexibleVersions: '6+',
    fields: [
      {
        name: 'ThrottleTimeMs', type: 'int32', versions: '3+', ignorable: true,
        doc: 'How long the client should pause because of a quota; 0 when it need not.',
      },
      {
        name: 'Topics', type: '[]OffsetFetchResponseTopic', versions: '0-7', fields: [
          { name: 'Name', type: 'string', versions: '0-7', entityType: 'topicName' },
          {
            name: 'Partitions', type: '[]OffsetFetchResponsePartition', versions: '0-7', fields: [
              { name: 'PartitionIndex', type: 'int32', versions: '0-7' },
              {
                name: 'CommittedOffset', type: 'int64', versions: '0-7',
                doc: 'Offset of the next record to consume; -1 when nothing is committed.',
              },
              {
                name: 'CommittedLeaderEpoch', type: 'int32', versions: '5-7', default: -1, ignorable: true,
                doc: 'Leader epoch of the last record consumed; -1 when unknown.',
              },
              { name: 'Metadata', type: 'string', versions: '0-7', nullableVersions: '0-7' },
              { name: 'ErrorCode', type: 'int16', versions: '0-7' },
            ],
          },
        ],
      },
      { name: 'ErrorCode', type: 'int16', versions: '2-7', default: 0, ignorable: true },
      {
        name: 'Groups', type: '[]OffsetFetchResponseGroup', versions: '8+', fields: [
          { name: 'GroupId', type: 'string', versions: '8+', entityType: 'groupId' },
          {
            name: 'Topics', type: '[]OffsetFetchResponseTopics', versions: '8+', fields: [
              { name: 'Name', type: 'string', versions: '8-9', ignorable: true, entityType: 'topicName' },
              { name: 'TopicId', type: 'uuid', versions: '10+', ignorable: true },
              {
                name: 'Partitions', type: '[]OffsetFetchResponsePartitions', versions: '8+', fields: [
                  { name: 'PartitionIndex', type: 'int32', versions: '8+' },
                  {
                    name: 'CommittedOffset', type: 'int64', versions: '8+',
                    doc: 'Offset of the next record to consume; -1 when nothing is committed.',
                  },
                  {
                    name: 'CommittedLeaderEpoch', type: 'int32', versions: '8+', default: -1, ignorable: true,
                    doc: 'Leader epoch of the last record consumed; -1 when unknown.',
                  },
                  { name: 'Metadata', type: 'string', versions: '8+', nullableVersions: '8+' },
                  { name: 'ErrorCode', type: 'int16', versions: '8+' },
                ],
              },
            ],
          },
          { name: 'ErrorCode', type: 'int16', versions: '8+', default: 0 },
        ],
      },
    ],
  },
}
