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
      {
        name: 'MemberId', type: 'string', versions: '0+', nullableVersions: '0+',
        doc: 'Id of the member within its group; empty before the first join of a classic member.',
      },
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
                  { name: 'FirstOffset', type: 'int64', versions: '0+', saturating: true },
                  { name: 'LastOffset', type: 'int64', versions: '0+', saturating: true },
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
      {
        name: 'ThrottleTimeMs', type: 'int32', versions: '0+',
        doc: 'How long the client should pause because of a quota; 0 when it need not.',
      },
      { name: 'ErrorCode', type: 'int16', versions: '0+' },
      {
        name: 'ErrorMessage', type: 'string', versions: '0+', nullableVersions: '0+', default: null,
        doc: 'More about the error for people; null when there is nothing more to say.',
      },
      { name: 'AcquisitionLockTimeoutMs', type: 'int32', versions: '2+', ignorable: true },
      {
        name: 'Responses', type: '[]ShareAcknowledgeTopicResponse', versions: '0+', fields: [
          { name: 'TopicId', type: 'uuid', versions: '0+', mapKey: true },
          {
            name: 'Partitions', type: '[]PartitionData', versions: '0+', fields: [
              { name: 'PartitionIndex', type: 'int32', versions: '0+' },
              { name: 'ErrorCode', type: 'int16', versions: '0+' },
              {
                name: 'ErrorMessage', type: 'string', versions: '0+', nullableVersions: '0+', default: null,
                doc: 'More about the error for people; null when there is nothing more to say.',
              },
              {
                name: 'CurrentLeader', type: 'LeaderIdAndEpoch', versions: '0+',
                doc: 'Who leads now, where the request reached somebody else (KIP-951).', fields: [
                  {
                    name: 'LeaderId', type: 'int32', versions: '0+',
                    doc: 'Broker id of the leader; -1 when there is none.',
                  },
                  { name: 'LeaderEpoch', type: 'int32', versions: '0+', doc: 'Epoch of the leader; -1 when unknown.' },
                ],
              },
            ],
          },
        ],
      },
      {
        name: 'NodeEndpoints', type: '[]NodeEndpoint', versions: '0+',
        doc: 'Where the leaders named above are found (KIP-951).', fields: [
          { name: 'NodeId', type: 'int32', versions: '0+', entityType: 'brokerId', mapKey: true },
          { name: 'Host', type: 'string', versions: '0+' },
          { name: 'Port', type: 'int32', versions: '0+' },
          {
            name: 'Rack', type: 'string', versions: '0+', nullableVersions: '0+', default: null,
            doc: 'Rack of the broker; null when it has none.',
          },
        ],
      },
    ],
  },
}
