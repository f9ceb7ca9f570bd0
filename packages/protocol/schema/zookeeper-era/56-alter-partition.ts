import type { ApiSchema } from '../schema.ts'

export const alterPartition: ApiSchema = {
  key: 56,
  name: 'AlterPartition',
  listeners: ['zkBroker', 'controller'],
  request: {
    validVersions: '0-3',
    flexibleVersions: '0+',
    fields: [
      { name: 'BrokerId', type: 'int32', versions: '0+', entityType: 'brokerId' },
      {
        name: 'BrokerEpoch', type: 'int64', versions: '0+', default: -1, saturating: true,
        doc: 'Epoch of the leader\'s broker (the czxid of its znode).',
      },
      {
        name: 'Topics', type: '[]TopicData', versions: '0+', fields: [
          { name: 'TopicName', type: 'string', versions: '0-1', ignorable: true, entityType: 'topicName' },
          { name: 'TopicId', type: 'uuid', versions: '2+', ignorable: true },
          {
            name: 'Partitions', type: '[]PartitionData', versions: '0+', fields: [
              { name: 'PartitionIndex', type: 'int32', versions: '0+' },
              { name: 'LeaderEpoch', type: 'int32', versions: '0+', doc: 'Epoch of the leader; -1 when unknown.' },
              { name: 'NewIsr', type: '[]int32', versions: '0-2', entityType: 'brokerId' },
              {
                name: 'NewIsrWithEpochs', type: '[]BrokerState', versions: '3+', fields: [
                  { name: 'BrokerId', type: 'int32', versions: '3+', entityType: 'brokerId' },
                  {
                    name: 'BrokerEpoch', type: 'int64', versions: '3+', default: -1, saturating: true,
                    doc: 'Epoch of the leader\'s broker (the czxid of its znode).',
                  },
                ],
              },
              { name: 'LeaderRecoveryState', type: 'int8', versions: '1+', default: 0 },
              {
                name: 'PartitionEpoch', type: 'int32', versions: '0+',
                doc: 'Version of the partition\'s state that the change is based on.',
              },
            ],
          },
        ],
      },
    ],
  },
  response: {
    validVersions: '0-3',
    flexibleVersions: '0+',
    fields: [
      {
        name: 'ThrottleTimeMs', type: 'int32', versions: '0+',
        doc: 'How long the client should pause because of a quota; 0 when it need not.',
      },
      { name: 'ErrorCode', type: 'int16', versions: '0+' },
      {
        name: 'Topics', type: '[]TopicData', versions: '0+', fields: [
          { name: 'TopicName', type: 'string', versions: '0-1', ignorable: true, entityType: 'topicName' },
          { name: 'TopicId', type: 'uuid', versions: '2+', ignorable: true },
          {
            name: 'Partitions', type: '[]PartitionData', versions: '0+', fields: [
              { name: 'PartitionIndex', type: 'int32', versions: '0+' },
              { name: 'ErrorCode', type: 'int16', versions: '0+' },
              {
                name: 'LeaderId', type: 'int32', versions: '0+', entityType: 'brokerId',
                doc: 'Broker id of the leader; -1 when there is none.',
              },
              { name: 'LeaderEpoch', type: 'int32', versions: '0+', doc: 'Epoch of the leader; -1 when unknown.' },
              {
                name: 'Isr', type: '[]int32', versions: '0+', entityType: 'brokerId',
                doc: 'Broker ids that are in sync.',
              },
              { name: 'LeaderRecoveryState', type: 'int8', versions: '1+', default: 0, ignorable: true },
              { name: 'PartitionEpoch', type: 'int32', versions: '0+' },
            ],
          },
        ],
      },
    ],
  },
}
