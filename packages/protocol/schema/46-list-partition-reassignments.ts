import type { ApiSchema } from './schema.ts'

export const listPartitionReassignments: ApiSchema = {
  key: 46,
  name: 'ListPartitionReassignments',
  listeners: ['broker', 'controller'],
  request: {
    validVersions: '0',
    flexibleVersions: '0+',
    fields: [
      {
        name: 'TimeoutMs', type: 'int32', versions: '0+', default: 60000,
        doc: 'How long the broker may take before it answers with REQUEST_TIMED_OUT.',
      },
      {
        name: 'Topics', type: '[]ListPartitionReassignmentsTopics', versions: '0+', nullableVersions: '0+',
        default: null, fields: [
          { name: 'Name', type: 'string', versions: '0+', entityType: 'topicName' },
          { name: 'PartitionIndexes', type: '[]int32', versions: '0+' },
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
        name: 'ErrorMessage', type: 'string', versions: '0+', nullableVersions: '0+',
        doc: 'More about the error for people; null when there is nothing more to say.',
      },
      {
        name: 'Topics', type: '[]OngoingTopicReassignment', versions: '0+', fields: [
          { name: 'Name', type: 'string', versions: '0+', entityType: 'topicName' },
          {
            name: 'Partitions', type: '[]OngoingPartitionReassignment', versions: '0+', fields: [
              { name: 'PartitionIndex', type: 'int32', versions: '0+' },
              {
                name: 'Replicas', type: '[]int32', versions: '0+', entityType: 'brokerId',
                doc: 'Broker ids of the replicas, preferred leader first.',
              },
              { name: 'AddingReplicas', type: '[]int32', versions: '0+', entityType: 'brokerId' },
              { name: 'RemovingReplicas', type: '[]int32', versions: '0+', entityType: 'brokerId' },
            ],
          },
        ],
      },
    ],
  },
}
