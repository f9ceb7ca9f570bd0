import type { ApiSchema } from '../schema.ts'

export const updateMetadata: ApiSchema = {
  key: 6,
  name: 'UpdateMetadata',
  listeners: ['zkBroker'],
  request: {
    validVersions: '0-8',
    flexibleVersions: '6+',
    fields: [
      {
        name: 'ControllerId', type: 'int32', versions: '0+', entityType: 'brokerId',
        doc: 'Broker id of the controller; -1 when unknown.',
      },
      { name: 'isKRaftController', type: 'bool', versions: '8+', default: false },
      { name: 'Type', type: 'int8', versions: '8+', taggedVersions: '8+', tag: 0, default: 0 },
      { name: 'ControllerEpoch', type: 'int32', versions: '0+' },
      {
        name: 'BrokerEpoch', type: 'int64', versions: '5+', default: -1, saturating: true, ignorable: true,
        doc: 'Epoch of the broker addressed (the czxid of its znode); it refuses another one.',
      },
      { name: 'UngroupedPartitionStates', type: '[]UpdateMetadataPartitionState', versions: '0-4' },
      {
        name: 'TopicStates', type: '[]UpdateMetadataTopicState', versions: '5+', fields: [
          { name: 'TopicName', type: 'string', versions: '5+', entityType: 'topicName' },
          { name: 'TopicId', type: 'uuid', versions: '7+', ignorable: true },
          { name: 'PartitionStates', type: '[]UpdateMetadataPartitionState', versions: '5+' },
        ],
      },
      {
        name: 'LiveBrokers', type: '[]UpdateMetadataBroker', versions: '0+', fields: [
          { name: 'Id', type: 'int32', versions: '0+', entityType: 'brokerId' },
          { name: 'V0Host', type: 'string', versions: '0', ignorable: true },
          { name: 'V0Port', type: 'int32', versions: '0', ignorable: true },
          {
            name: 'Endpoints', type: '[]UpdateMetadataEndpoint', versions: '1+', ignorable: true, fields: [
              { name: 'Port', type: 'int32', versions: '1+' },
              { name: 'Host', type: 'string', versions: '1+' },
              { name: 'Listener', type: 'string', versions: '3+', ignorable: true },
              { name: 'SecurityProtocol', type: 'int16', versions: '1+' },
            ],
          },
          {
            name: 'Rack', type: 'string', versions: '2+', nullableVersions: '0+', ignorable: true,
            doc: 'Rack of the broker; null when it has none.',
          },
        ],
      },
    ],
    commonStructs: [
      {
        name: 'UpdateMetadataPartitionState',
        versions: '0+',
        fields: [
          { name: 'TopicName', type: 'string', versions: '0-4', ignorable: true, entityType: 'topicName' },
          { name: 'PartitionIndex', type: 'int32', versions: '0+' },
          { name: 'ControllerEpoch', type: 'int32', versions: '0+' },
          { name: 'Leader', type: 'int32', versions: '0+', entityType: 'brokerId' },
          { name: 'LeaderEpoch', type: 'int32', versions: '0+', doc: 'Epoch of the leader; -1 when unknown.' },
          {
            name: 'Isr', type: '[]int32', versions: '0+', entityType: 'brokerId', doc: 'Broker ids that are in sync.',
          },
          { name: 'ZkVersion', type: 'int32', versions: '0+' },
          {
            name: 'Replicas', type: '[]int32', versions: '0+', entityType: 'brokerId',
            doc: 'Broker ids of the replicas, preferred leader first.',
          },
          {
            name: 'OfflineReplicas', type: '[]int32', versions: '4+', ignorable: true, entityType: 'brokerId',
            doc: 'Replicas whose broker or log directory is not there.',
          },
        ],
      },
    ],
  },
  response: {
    validVersions: '0-8',
    flexibleVersions: '6+',
    fields: [
      { name: 'ErrorCode', type: 'int16', versions: '0+' },
    ],
  },
}
