import type { ApiSchema } from './schema.ts'

export const alterShareGroupOffsets: ApiSchema = {
  key: 91,
  name: 'AlterShareGroupOffsets',
  listeners: ['broker'],
  request: {
    validVersions: '0',
    flexibleVersions: '0+',
    fields: [
      { name: 'GroupId', type: 'string', versions: '0+', entityType: 'groupId' },
      {
        name: 'Topics', type: '[]AlterShareGroupOffsetsRequestTopic', versions: '0+', fields: [
          { name: 'TopicName', type: 'string', versions: '0+', entityType: 'topicName', mapKey: true },
          {
            name: 'Partitions', type: '[]AlterShareGroupOffsetsRequestPartition', versions: '0+', fields: [
              { name: 'PartitionIndex', type: 'int32', versions: '0+' },
              { name: 'StartOffset', type: 'int64', versions: '0+', saturating: true, doc: 'First offset.' },
            ],
          },
        ],
      },
    ],
  },
  response: {
    validVersions: '0',
    flexibleVersions: '0+',
    fields: [
      {
        name: 'ThrottleTimeMs', type: 'int32', versions: '0+',
        doc: 'How long the client should pause because of a quota; 0 when it need not.',
      },
      { name: 'ErrorCode', type: 'int16', versions: '0+' },
      {
        name: 'ErrorMessage', type: 'string', versions: '0+', nullableVersions: '0+', default: null,
        doc: 'More about the error for people; null when there is nothing more to say.',
      },
      {
        name: 'Responses', type: '[]AlterShareGroupOffsetsResponseTopic', versions: '0+', fields: [
          { name: 'TopicName', type: 'string', versions: '0+', entityType: 'topicName', mapKey: true },
          { name: 'TopicId', type: 'uuid', versions: '0+' },
          {
            name: 'Partitions', type: '[]AlterShareGroupOffsetsResponsePartition', versions: '0+', fields: [
              { name: 'PartitionIndex', type: 'int32', versions: '0+' },
              { name: 'ErrorCode', type: 'int16', versions: '0+' },
              {
                name: 'ErrorMessage', type: 'string', versions: '0+', nullableVersions: '0+', default: null,
                doc: 'More about the error for people; null when there is nothing more to say.',
              },
            ],
          },
        ],
      },
    ],
  },
}
