import type { ApiSchema } from './schema.ts'

export const describeShareGroupOffsets: ApiSchema = {
  key: 90,
  name: 'DescribeShareGroupOffsets',
  listeners: ['broker'],
  request: {
    validVersions: '0-1',
    flexibleVersions: '0+',
    fields: [
      {
        name: 'Groups', type: '[]DescribeShareGroupOffsetsRequestGroup', versions: '0+', fields: [
          { name: 'GroupId', type: 'string', versions: '0+', entityType: 'groupId' },
          {
            name: 'Topics', type: '[]DescribeShareGroupOffsetsRequestTopic', versions: '0+', nullableVersions: '0+',
            fields: [
              { name: 'TopicName', type: 'string', versions: '0+', entityType: 'topicName' },
              { name: 'Partitions', type: '[]int32', versions: '0+' },
            ],
          },
        ],
      },
    ],
  },
  response: {
    validVersions: '0-1',
    flexibleVersions: '0+',
    fields: [
      {
        name: 'ThrottleTimeMs', type: 'int32', versions: '0+',
        doc: 'How long the client should pause because of a quota; 0 when it need not.',
      },
      {
        name: 'Groups', type: '[]DescribeShareGroupOffsetsResponseGroup', versions: '0+', fields: [
          { name: 'GroupId', type: 'string', versions: '0+', entityType: 'groupId' },
          {
            name: 'Topics', type: '[]DescribeShareGroupOffsetsResponseTopic', versions: '0+', fields: [
              { name: 'TopicName', type: 'string', versions: '0+', entityType: 'topicName' },
              { name: 'TopicId', type: 'uuid', versions: '0+' },
              {
                name: 'Partitions', type: '[]DescribeShareGroupOffsetsResponsePartition', versions: '0+', fields: [
                  { name: 'PartitionIndex', type: 'int32', versions: '0+' },
                  { name: 'StartOffset', type: 'int64', versions: '0+', doc: 'First offset.' },
                  { name: 'LeaderEpoch', type: 'int32', versions: '0+', doc: 'Epoch of the leader; -1 when unknown.' },
                  { name: 'Lag', type: 'int64', versions: '1+', default: -1, ignorable: true },
                  { name: 'ErrorCode', type: 'int16', versions: '0+' },
                  {
                    name: 'ErrorMessage', type: 'string', versions: '0+', nullableVersions: '0+', default: null,
                    doc: 'More about the error for people; null when there is nothing more to say.',
                  },
                ],
              },
            ],
          },
          { name: 'ErrorCode', type: 'int16', versions: '0+' },
          {
            name: 'ErrorMessage', type: 'string', versions: '0+', nullableVersions: '0+', default: null,
            doc: 'More about the error for people; null when there is nothing more to say.',
          },
        ],
      },
    ],
  },
}
