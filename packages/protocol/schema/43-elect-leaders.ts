import type { ApiSchema } from './schema.ts'

export const electLeaders: ApiSchema = {
  key: 43,
  name: 'ElectLeaders',
  listeners: ['broker', 'controller'],
  request: {
    validVersions: '0-2',
    flexibleVersions: '2+',
    fields: [
      { name: 'ElectionType', type: 'int8', versions: '1+' },
      {
        name: 'TopicPartitions', type: '[]TopicPartitions', versions: '0+', nullableVersions: '0+', fields: [
          { name: 'Topic', type: 'string', versions: '0+', entityType: 'topicName', mapKey: true },
          { name: 'Partitions', type: '[]int32', versions: '0+' },
        ],
      },
      {
        name: 'TimeoutMs', type: 'int32', versions: '0+', default: 60000,
        doc: 'How long the broker may take before it answers with REQUEST_TIMED_OUT.',
      },
    ],
  },
  response: {
    validVersions: '0-2',
    flexibleVersions: '2+',
    fields: [
      {
        name: 'ThrottleTimeMs', type: 'int32', versions: '0+',
        doc: 'How long the client should pause because of a quota; 0 when it need not.',
      },
      { name: 'ErrorCode', type: 'int16', versions: '1+' },
      {
        name: 'ReplicaElectionResults', type: '[]ReplicaElectionResult', versions: '0+', fields: [
          { name: 'Topic', type: 'string', versions: '0+', entityType: 'topicName' },
          {
            name: 'PartitionResult', type: '[]PartitionResult', versions: '0+', fields: [
              { name: 'PartitionId', type: 'int32', versions: '0+' },
              { name: 'ErrorCode', type: 'int16', versions: '0+' },
              {
                name: 'ErrorMessage', type: 'string', versions: '0+', nullableVersions: '0+',
                doc: 'More about the error for people; null when there is nothing more to say.',
              },
            ],
          },
        ],
      },
    ],
  },
}
