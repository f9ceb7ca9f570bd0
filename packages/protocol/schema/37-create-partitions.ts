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
          { name: 'Count', type: 'int32', versions: '0+' },
          {
            name: 'Assignments', type: '[]CreatePartitionsAssignment', versions: '0+', nullableVersions: '0+',
            fields: [
              { name: 'BrokerIds', type: '[]int32', versions: '0+', entityType: 'brokerId' },
            ],
          },
        ],
      },
      { name: 'TimeoutMs', type: 'int32', versions: '0+' },
      { name: 'ValidateOnly', type: 'bool', versions: '0+' },
    ],
  },
  response: {
    validVersions: '0-3',
    flexibleVersions: '2+',
    fields: [
      { name: 'ThrottleTimeMs', type: 'int32', versions: '0+' },
      {
        name: 'Results', type: '[]CreatePartitionsTopicResult', versions: '0+', fields: [
          { name: 'Name', type: 'string', versions: '0+', entityType: 'topicName' },
          { name: 'ErrorCode', type: 'int16', versions: '0+' },
          { name: 'ErrorMessage', type: 'string', versions: '0+', nullableVersions: '0+', default: null },
        ],
      },
    ],
  },
}
