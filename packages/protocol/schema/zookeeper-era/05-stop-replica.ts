import type { ApiSchema } from '../schema.ts'

export const stopReplica: ApiSchema = {
  key: 5,
  name: 'StopReplica',
  listeners: ['zkBroker'],
  request: {
    validVersions: '0-4',
    flexibleVersions: '2+',
    fields: [
      {
        name: 'ControllerId', type: 'int32', versions: '0+', entityType: 'brokerId',
        doc: 'Broker id of the controller; -1 when unknown.',
      },
      { name: 'isKRaftController', type: 'bool', versions: '4+', default: false },
      { name: 'ControllerEpoch', type: 'int32', versions: '0+' },
      {
        name: 'BrokerEpoch', type: 'int64', versions: '1+', default: -1, saturating: true, ignorable: true,
        doc: 'Epoch of the broker addressed (the czxid of its znode); it refuses another one.',
      },
      { name: 'DeletePartitions', type: 'bool', versions: '0-2' },
      {
        name: 'UngroupedPartitions', type: '[]StopReplicaPartitionV0', versions: '0', fields: [
          { name: 'TopicName', type: 'string', versions: '0', entityType: 'topicName' },
          { name: 'PartitionIndex', type: 'int32', versions: '0' },
        ],
      },
      {
        name: 'Topics', type: '[]StopReplicaTopicV1', versions: '1-2', fields: [
          { name: 'Name', type: 'string', versions: '1-2', entityType: 'topicName' },
          { name: 'PartitionIndexes', type: '[]int32', versions: '1-2' },
        ],
      },
      {
        name: 'TopicStates', type: '[]StopReplicaTopicState', versions: '3+', fields: [
          { name: 'TopicName', type: 'string', versions: '3+', entityType: 'topicName' },
          {
            name: 'PartitionStates', type: '[]StopReplicaPartitionState', versions: '3+', fields: [
              { name: 'PartitionIndex', type: 'int32', versions: '3+' },
              {
                name: 'LeaderEpoch', type: 'int32', versions: '3+', default: -1,
                doc: 'Epoch of the leader; -1 when unknown.',
              },
              { name: 'DeletePartition', type: 'bool', versions: '3+' },
            ],
          },
        ],
      },
    ],
  },
  response: {
    validVersions: '0-4',
    flexibleVersions: '2+',
    fields: [
      { name: 'ErrorCode', type: 'int16', versions: '0+' },
      {
        name: 'PartitionErrors', type: '[]StopReplicaPartitionError', versions: '0+', fields: [
          { name: 'TopicName', type: 'string', versions: '0+', entityType: 'topicName' },
          { name: 'PartitionIndex', type: 'int32', versions: '0+' },
          { name: 'ErrorCode', type: 'int16', versions: '0+' },
        ],
      },
    ],
  },
}
