import type { ApiSchema } from '../schema.ts'

export const listOffsets: ApiSchema = {
  key: 2,
  name: 'ListOffsets',
  listeners: ['zkBroker', 'broker'],
  deprecatedVersions: '0',
  request: {
    validVersions: '0-9',
    flexibleVersions: '6+',
    fields: [
      { name: 'ReplicaId', type: 'int32', versions: '0+', entityType: 'brokerId' },
      { name: 'IsolationLevel', type: 'int8', versions: '2+' },
      {
        name: 'Topics', type: '[]ListOffsetsTopic', versions: '0+', fields: [
          { name: 'Name', type: 'string', versions: '0+', entityType: 'topicName' },
          {
            name: 'Partitions', type: '[]ListOffsetsPartition', versions: '0+', fields: [
              { name: 'PartitionIndex', type: 'int32', versions: '0+' },
              { name: 'CurrentLeaderEpoch', type: 'int32', versions: '4+', default: -1, ignorable: true },
              { name: 'Timestamp', type: 'int64', versions: '0+', saturating: true },
              { name: 'MaxNumOffsets', type: 'int32', versions: '0', default: 1 },
            ],
          },
        ],
      },
    ],
  },
  response: {
    validVersions: '0-9',
    flexibleVersions: '6+',
    fields: [
      { name: 'ThrottleTimeMs', type: 'int32', versions: '2+', ignorable: true },
      {
        name: 'Topics', type: '[]ListOffsetsTopicResponse', versions: '0+', fields: [
          { name: 'Name', type: 'string', versions: '0+', entityType: 'topicName' },
          {
            name: 'Partitions', type: '[]ListOffsetsPartitionResponse', versions: '0+', fields: [
              { name: 'PartitionIndex', type: 'int32', versions: '0+' },
              { name: 'ErrorCode', type: 'int16', versions: '0+' },
              { name: 'OldStyleOffsets', type: '[]int64', versions: '0' },
              { name: 'Timestamp', type: 'int64', versions: '1+', default: -1 },
              { name: 'Offset', type: 'int64', versions: '1+', default: -1 },
              { name: 'LeaderEpoch', type: 'int32', versions: '4+', default: -1 },
            ],
          },
        ],
      },
    ],
  },
}
