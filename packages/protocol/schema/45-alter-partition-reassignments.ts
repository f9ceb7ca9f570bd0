import type { ApiSchema } from './schema.ts'

export const alterPartitionReassignments: ApiSchema = {
  key: 45,
  name: 'AlterPartitionReassignments',
  listeners: ['broker', 'controller'],
  request: {
    validVersions: '0-1',
    flexibleVersions: '0+',
    fields: [
      {
        name: 'TimeoutMs', type: 'int32', versions: '0+', default: 60000,
        doc: 'How long the broker may take before it answers with REQUEST_TIMED_OUT.',
      },
      { name: 'AllowReplicationFactorChange', type: 'bool', versions: '1+', default: true },
      {
        name: 'Topics', type: '[]ReassignableTopic', versions: '0+', fields: [
          { name: 'Name', type: 'string', versions: '0+', entityType: 'topicName' },
          {
            name: 'Partitions', type: '[]ReassignablePartition', versions: '0+', fields: [
              { name: 'PartitionIndex', type: 'int32', versions: '0+' },
              {
                name: 'Replicas', type: '[]int32', versions: '0+', nullableVersions: '0+', default: null,
                entityType: 'brokerId', doc: 'Broker ids of the replicas, preferred leader first.',
              },
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
      { name: 'AllowReplicationFactorChange', type: 'bool', versions: '1+', default: true, ignorable: true },
      { name: 'ErrorCode', type: 'int16', versions: '0+' },
      {
        name: 'ErrorMessage', type: 'string', versions: '0+', nullableVersions: '0+',
        doc: 'More about the error for people; null when there is nothing more to say.',
      },
      {
        name: 'Responses', type: '[]ReassignableTopicResponse', versions: '0+', fields: [
          { name: 'Name', type: 'string', versions: '0+', entityType: 'topicName' },
          {
            name: 'Partitions', type: '[]ReassignablePartitionResponse', versions: '0+', fields: [
              { name: 'PartitionIndex', type: 'int32', versions: '0+' },
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
