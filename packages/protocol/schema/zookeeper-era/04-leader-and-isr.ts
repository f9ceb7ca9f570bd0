import type { ApiSchema } from '../schema.ts'

export const leaderAndIsr: ApiSchema = {
  key: 4,
  name: 'LeaderAndIsr',
  listeners: ['zkBroker'],
  request: {
    validVersions: '0-7',
    flexibleVersions: '4+',
    fields: [
      {
        name: 'ControllerId', type: 'int32', versions: '0+', entityType: 'brokerId',
        doc: 'Broker id of the controller; -1 when unknown.',
      },
      { name: 'isKRaftController', type: 'bool', versions: '7+', default: false },
      {
        name: 'ControllerEpoch', type: 'int32', versions: '0+',
        doc: 'Epoch of the controller; brokers refuse an older one.',
      },
      {
        name: 'BrokerEpoch', type: 'int64', versions: '2+', default: -1, saturating: true, ignorable: true,
        doc: 'Epoch of the broker addressed (the czxid of its znode); it refuses another one.',
      },
      { name: 'Type', type: 'int8', versions: '5+' },
      { name: 'UngroupedPartitionStates', type: '[]LeaderAndIsrPartitionState', versions: '0-1' },
      {
        name: 'TopicStates', type: '[]LeaderAndIsrTopicState', versions: '2+', fields: [
          { name: 'TopicName', type: 'string', versions: '2+', entityType: 'topicName' },
          { name: 'TopicId', type: 'uuid', versions: '5+', ignorable: true },
          { name: 'PartitionStates', type: '[]LeaderAndIsrPartitionState', versions: '2+' },
        ],
      },
      {
        name: 'LiveLeaders', type: '[]LeaderAndIsrLiveLeader', versions: '0+', fields: [
          { name: 'BrokerId', type: 'int32', versions: '0+', entityType: 'brokerId' },
          { name: 'HostName', type: 'string', versions: '0+' },
          { name: 'Port', type: 'int32', versions: '0+' },
        ],
      },
    ],
    commonStructs: [
      {
        name: 'LeaderAndIsrPartitionState',
        versions: '0+',
        fields: [
          { name: 'TopicName', type: 'string', versions: '0-1', ignorable: true, entityType: 'topicName' },
          { name: 'PartitionIndex', type: 'int32', versions: '0+' },
          {
            name: 'ControllerEpoch', type: 'int32', versions: '0+',
            doc: 'Epoch of the controller; brokers refuse an older one.',
          },
          { name: 'Leader', type: 'int32', versions: '0+', entityType: 'brokerId' },
          { name: 'LeaderEpoch', type: 'int32', versions: '0+', doc: 'Epoch of the leader; -1 when unknown.' },
          {
            name: 'Isr', type: '[]int32', versions: '0+', entityType: 'brokerId', doc: 'Broker ids that are in sync.',
          },
          { name: 'PartitionEpoch', type: 'int32', versions: '0+', doc: 'Version of the partition\'s state znode.' },
          {
            name: 'Replicas', type: '[]int32', versions: '0+', entityType: 'brokerId',
            doc: 'Broker ids of the replicas, preferred leader first.',
          },
          { name: 'AddingReplicas', type: '[]int32', versions: '3+', ignorable: true, entityType: 'brokerId' },
          { name: 'RemovingReplicas', type: '[]int32', versions: '3+', ignorable: true, entityType: 'brokerId' },
          { name: 'IsNew', type: 'bool', versions: '1+', default: false, ignorable: true },
          { name: 'LeaderRecoveryState', type: 'int8', versions: '6+', default: 0 },
        ],
      },
    ],
  },
  response: {
    validVersions: '0-7',
    flexibleVersions: '4+',
    fields: [
      { name: 'ErrorCode', type: 'int16', versions: '0+' },
      { name: 'PartitionErrors', type: '[]LeaderAndIsrPartitionError', versions: '0-4' },
      {
        name: 'Topics', type: '[]LeaderAndIsrTopicError', versions: '5+', fields: [
          { name: 'TopicId', type: 'uuid', versions: '5+', mapKey: true },
          { name: 'PartitionErrors', type: '[]LeaderAndIsrPartitionError', versions: '5+' },
        ],
      },
    ],
    commonStructs: [
      {
        name: 'LeaderAndIsrPartitionError',
        versions: '0+',
        fields: [
          { name: 'TopicName', type: 'string', versions: '0-4', ignorable: true, entityType: 'topicName' },
          { name: 'PartitionIndex', type: 'int32', versions: '0+' },
          { name: 'ErrorCode', type: 'int16', versions: '0+' },
        ],
      },
    ],
  },
}
