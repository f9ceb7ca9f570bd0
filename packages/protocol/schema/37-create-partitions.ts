import type { ApiSchema } from './schema.ts'

export const createPartitions: ApiSchema = {
  key: 37,
  name: 'CreatePartitions',
  listeners: ['broker', 'controller'],
  request: {
    validVersions: '0-3',
    flexibleVersions: '2+',
    fields: [
      {
        name: 'Topics', type: '[]CreatePartitionsTopic', versions: '0+', fields: [
          { name: 'Name', type: 'string', versions: '0+', entityType: 'topicName', mapKey: true },
          {
            name: 'Count', type: 'int32', versions: '0+',
            doc: 'Number of partitions that the topic is to have in all.',
          },
          {
            name: 'Assignments', type: '[]CreatePartitionsAssignment', versions: '0+', nullableVersions: '0+',
            fields: [
              {
                name: 'BrokerIds', type: '[]int32', versions: '0+', entityType: 'brokerId',
                doc: 'Broker ids of the replicas, preferred leader first.',
              },
            ],
          },
        ],
      },
      {
        name: 'TimeoutMs', type: 'int32', versions: '0+',
        doc: 'How long the broker may take before it answers with REQUEST_TIMED_OUT.',
      },
      { name: 'ValidateOnly', type: 'bool', versions: '0+', doc: 'True: check everything and change nothing.' },
    ],
  },
  response: {
    validVersions: '0-3',
    flexibleVersions: '2+',
    fields: [
      {
        name: 'ThrottleTimeMs', type: 'int32', versions: '0+',
        doc: 'How long the client should pause because of a quota; 0 when it need not.',
      },
      {
        name: 'Results', type: '[]CreatePartitionsTopicResult', versions: '0+', fields: [
          { name: 'Name', type: 'string', versions: '0+', entityType: 'topicName' },
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
