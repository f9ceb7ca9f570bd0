import type { ApiSchema } from './schema.ts'

export const shareAcknowledge: ApiSchema = {
  key: 79,
  name: 'ShareAcknowledge',
  listeners: ['broker'],
  request: {
    validVersions: '1-2',
    flexibleVersions: '0+',
    fields: [
      {
        name: 'GroupId', type: 'string', versions: '0+', nullableVersions: '0+', default: null, entityType: 'groupId',
      },
      { name: 'MemberId', type: 'string', versions: '0+', nullableVersions: '0+' },
      { name: 'ShareSessionEpoch', type: 'int32', versions: '0+' },
      { name: 'IsRenewAck', type: 'bool', versions: '2+', default: false },
      {
        name: 'Topics', type: '[]AcknowledgeTopic', versions: '0+', fields: [
          { name: 'TopicId', type: 'uuid', versions: '0+', mapKey: true },
          {
            name: 'Partitions', type: '[]AcknowledgePartition', versions: '0+', fields: [
              { name: 'PartitionIndex', type: 'int32', versions: '0+', mapKey: true },
              {
                name: 'AcknowledgementBatches', type: '[]AcknowledgementBatch', versions: '0+', fields: [
                  { name: 'FirstOffset', type: 'int64', versions: '0+' },
                  { name: 'LastOffset', type: 'int64', versions: '0+' },
                  { name: 'AcknowledgeTypes', type: '[]int8', versions: '0+' },
                ],
              },
            ],
          },
        ],
      },
    ],
  },
  response: {
    validVersions: '1-2',
    flexibleVersions: '0+',
    fields: [
      { name: 'ThrottleTimeMs', type: 'int32', versions: '0+' },
      { name: 'ErrorCode', type: 'int16', versions: '0+' },
      { name: 'ErrorMessage', type: 'string', versions: '0+', nullableVersions: '0+', default: null },
      { name: 'AcquisitionLockTimeoutMs', type: 'int32', versions: '2+', ignorable: true },
      {
        name: 'Responses', type: '[]ShareAcknowledgeTopicResponse', versions: '0+', fields: [
          { name: 'TopicId', type: 'uuid', versions: '0+', mapKey: true },
          {
            name: 'Partitions', type: '[]PartitionData', versions: '0+', fields: [
              { name: 'PartitionIndex', type: 'int32', versions: '0+' },
              { name: 'ErrorCode', type: 'int16', versions: '0+' },
              { name: 'ErrorMessage', type: 'string', versions: '0+', nullableVersions: '0+', default: null },
              {
                name: 'CurrentLeader', type: 'LeaderIdAndEpoch', versions: '0+', fields: [
                  { name: 'LeaderId', type: 'int32', versions: '0+' },
                  { name: 'LeaderEpoch', type: 'int32', versions: '0+' },
                ],
              },
            ],
          },
        ],
      },
      {
        name: 'NodeEndpoints', type: '[]NodeEndpoint', versions: '0+', fields: [
          { name: 'NodeId', type: 'int32', versions: '0+', entityType: 'brokerId', mapKey: true },
          { name: 'Host', type: 'string', versions: '0+' },
          { name: 'Port', type: 'int32', versions: '0+' },
          { name: 'Rack', type: 'string', versions: '0+', nullableVersions: '0+', default: null },
        ],
      },
    ],
  },
}
