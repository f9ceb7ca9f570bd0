import type { ApiSchema } from './schema.ts'

export const describeTopicPartitions: ApiSchema = {
  key: 75,
  name: 'DescribeTopicPartitions',
  listeners: ['broker'],
  request: {
    validVersions: '0',
    flexibleVersions: '0+',
    fields: [
      {
        name: 'Topics', type: '[]TopicRequest', versions: '0+', fields: [
          { name: 'Name', type: 'string', versions: '0+', entityType: 'topicName' },
        ],
      },
      { name: 'ResponsePartitionLimit', type: 'int32', versions: '0+', default: 2000 },
      {
        name: 'Cursor', type: 'Cursor', versions: '0+', nullableVersions: '0+', default: null, fields: [
          { name: 'TopicName', type: 'string', versions: '0+', entityType: 'topicName' },
          { name: 'PartitionIndex', type: 'int32', versions: '0+' },
        ],
      },
    ],
  },
  response: {
    validVersions: '0',
    flexibleVersions: '0+',
    fields: [
      {
        name: 'ThrottleTimeMs', type: 'int32', versions: '0+', ignorable: true,
        doc: 'How long the client should pause because of a quota; 0 when it need not.',
      },
      {
        name: 'Topics', type: '[]DescribeTopicPartitionsResponseTopic', versions: '0+', fields: [
          { name: 'ErrorCode', type: 'int16', versions: '0+' },
          {
            name: 'Name', type: 'string', versions: '0+', nullableVersions: '0+', entityType: 'topicName',
            mapKey: true,
          },
          { name: 'TopicId', type: 'uuid', versions: '0+', ignorable: true },
          {
            name: 'IsInternal', type: 'bool', versions: '0+', default: false, ignorable: true,
            doc: 'True for topics of the cluster\'s own, such as __consumer_offsets.',
          },
          {
            name: 'Partitions', type: '[]DescribeTopicPartitionsResponsePartition', versions: '0+', fields: [
              { name: 'ErrorCode', type: 'int16', versions: '0+' },
              { name: 'PartitionIndex', type: 'int32', versions: '0+' },
              {
                name: 'LeaderId', type: 'int32', versions: '0+', entityType: 'brokerId',
                doc: 'Broker id of the leader; -1 when there is none.',
              },
              {
                name: 'LeaderEpoch', type: 'int32', versions: '0+', default: -1, ignorable: true,
                doc: 'Epoch of the leader; -1 when unknown.',
              },
              {
                name: 'ReplicaNodes', type: '[]int32', versions: '0+', entityType: 'brokerId',
                doc: 'All replicas, preferred leader first.',
              },
              {
                name: 'IsrNodes', type: '[]int32', versions: '0+', entityType: 'brokerId',
                doc: 'Replicas that are in sync with the leader.',
              },
              {
                name: 'EligibleLeaderReplicas', type: '[]int32', versions: '0+', nullableVersions: '0+',
                default: null, entityType: 'brokerId',
              },
              {
                name: 'LastKnownElr', type: '[]int32', versions: '0+', nullableVersions: '0+', default: null,
                entityType: 'brokerId',
              },
              {
                name: 'OfflineReplicas', type: '[]int32', versions: '0+', ignorable: true, entityType: 'brokerId',
                doc: 'Replicas whose broker or log directory is not there.',
              },
            ],
          },
          {
            name: 'TopicAuthorizedOperations', type: 'int32', versions: '0+', default: -2147483648,
            doc: 'Bits of the operations that the principal may perform; the smallest int32 when not asked for.',
          },
        ],
      },
      {
        name: 'NextCursor', type: 'Cursor', versions: '0+', nullableVersions: '0+', default: null, fields: [
          { name: 'TopicName', type: 'string', versions: '0+', entityType: 'topicName' },
          { name: 'PartitionIndex', type: 'int32', versions: '0+' },
        ],
      },
    ],
  },
}
