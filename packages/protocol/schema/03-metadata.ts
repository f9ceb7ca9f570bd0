import type { ApiSchema } from './schema.ts'

export const metadata: ApiSchema = {
  key: 3,
  name: 'Metadata',
  listeners: ['broker'],
  request: {
    validVersions: '0-13',
    flexibleVersions: '9+',
    fields: [
      {
        name: 'Topics', type: '[]MetadataRequestTopic', versions: '0+', nullableVersions: '1+',
        doc: 'Null for all topics, empty for none; in version 0 empty means all.', fields: [
          { name: 'TopicId', type: 'uuid', versions: '10+', ignorable: true },
          { name: 'Name', type: 'string', versions: '0+', nullableVersions: '10+', entityType: 'topicName' },
        ],
      },
      {
        name: 'AllowAutoTopicCreation', type: 'bool', versions: '4+', default: true,
        doc: 'True: topics that are missing may be created, if the broker allows it.',
      },
      { name: 'IncludeClusterAuthorizedOperations', type: 'bool', versions: '8-10' },
      { name: 'IncludeTopicAuthorizedOperations', type: 'bool', versions: '8+' },
    ],
  },
  response: {
    validVersions: '0-13',
    flexibleVersions: '9+',
    fields: [
      {
        name: 'ThrottleTimeMs', type: 'int32', versions: '3+', ignorable: true,
        doc: 'How long the client should pause because of a quota; 0 when it need not.',
      },
      {
        name: 'Brokers', type: '[]MetadataResponseBroker', versions: '0+', fields: [
          { name: 'NodeId', type: 'int32', versions: '0+', entityType: 'brokerId', mapKey: true },
          { name: 'Host', type: 'string', versions: '0+' },
          { name: 'Port', type: 'int32', versions: '0+' },
          {
            name: 'Rack', type: 'string', versions: '1+', nullableVersions: '1+', default: null, ignorable: true,
            doc: 'Rack of the broker; null when it has none.',
          },
        ],
      },
      {
        name: 'ClusterId', type: 'string', versions: '2+', nullableVersions: '2+', default: null, ignorable: true,
        doc: 'Id of the cluster; null when unknown.',
      },
      {
        name: 'ControllerId', type: 'int32', versions: '1+', default: -1, ignorable: true, entityType: 'brokerId',
        doc: 'Broker id of the controller; -1 when unknown.',
      },
      {
        name: 'Topics', type: '[]MetadataResponseTopic', versions: '0+', fields: [
          { name: 'ErrorCode', type: 'int16', versions: '0+' },
          {
            name: 'Name', type: 'string', versions: '0+', nullableVersions: '12+', entityType: 'topicName',
            mapKey: true,
          },
          { name: 'TopicId', type: 'uuid', versions: '10+', ignorable: true },
          {
            name: 'IsInternal', type: 'bool', versions: '1+', default: false, ignorable: true,
            doc: 'True for topics of the cluster\'s own, such as __consumer_offsets.',
          },
          {
            name: 'Partitions', type: '[]MetadataResponsePartition', versions: '0+', fields: [
              { name: 'ErrorCode', type: 'int16', versions: '0+' },
              { name: 'PartitionIndex', type: 'int32', versions: '0+' },
              {
                name: 'LeaderId', type: 'int32', versions: '0+', entityType: 'brokerId',
                doc: 'Broker id of the leader; -1 when there is none.',
              },
              {
                name: 'LeaderEpoch', type: 'int32', versions: '7+', default: -1, ignorable: true,
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
                name: 'OfflineReplicas', type: '[]int32', versions: '5+', ignorable: true, entityType: 'brokerId',
                doc: 'Replicas whose broker or log directory is not there.',
              },
            ],
          },
          {
            name: 'TopicAuthorizedOperations', type: 'int32', versions: '8+', default: -2147483648,
            doc: 'Bits of the operations that the principal may perform; the smallest int32 when not asked for.',
          },
        ],
      },
      {
        name: 'ClusterAuthorizedOperations', type: 'int32', versions: '8-10', default: -2147483648,
        doc: 'Bits of the operations that the principal may perform; the smallest int32 when not asked for.',
      },
      { name: 'ErrorCode', type: 'int16', versions: '13+', ignorable: true },
    ],
  },
}
