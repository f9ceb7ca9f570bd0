import type { ApiSchema } from './schema.ts'

export const describeQuorum: ApiSchema = {
  key: 55,
  name: 'DescribeQuorum',
  listeners: ['broker', 'controller'],
  request: {
    validVersions: '0-2',
    flexibleVersions: '0+',
    fields: [
      {
        name: 'Topics', type: '[]TopicData', versions: '0+', fields: [
          { name: 'TopicName', type: 'string', versions: '0+', entityType: 'topicName' },
          {
            name: 'Partitions', type: '[]PartitionData', versions: '0+', fields: [
              { name: 'PartitionIndex', type: 'int32', versions: '0+' },
            ],
          },
        ],
      },
    ],
  },
  response: {
    validVersions: '0-2',
    flexibleVersions: '0+',
    fields: [
      { name: 'ErrorCode', type: 'int16', versions: '0+' },
      {
        name: 'ErrorMessage', type: 'string', versions: '2+', nullableVersions: '2+', ignorable: true,
        doc: 'More about the error for people; null when there is nothing more to say.',
      },
      {
        name: 'Topics', type: '[]TopicData', versions: '0+', fields: [
          { name: 'TopicName', type: 'string', versions: '0+', entityType: 'topicName' },
          {
            name: 'Partitions', type: '[]PartitionData', versions: '0+', fields: [
              { name: 'PartitionIndex', type: 'int32', versions: '0+' },
              { name: 'ErrorCode', type: 'int16', versions: '0+' },
              {
                name: 'ErrorMessage', type: 'string', versions: '2+', nullableVersions: '2+', ignorable: true,
                doc: 'More about the error for people; null when there is nothing more to say.',
              },
              {
                name: 'LeaderId', type: 'int32', versions: '0+', entityType: 'brokerId',
                doc: 'Broker id of the leader; -1 when there is none.',
              },
              { name: 'LeaderEpoch', type: 'int32', versions: '0+', doc: 'Epoch of the leader; -1 when unknown.' },
              { name: 'HighWatermark', type: 'int64', versions: '0+', doc: 'Offset up to which consumers may read.' },
              { name: 'CurrentVoters', type: '[]ReplicaState', versions: '0+' },
              { name: 'Observers', type: '[]ReplicaState', versions: '0+' },
            ],
          },
        ],
      },
      {
        name: 'Nodes', type: '[]Node', versions: '2+', fields: [
          { name: 'NodeId', type: 'int32', versions: '2+', entityType: 'brokerId', mapKey: true },
          {
            name: 'Listeners', type: '[]Listener', versions: '2+', fields: [
              { name: 'Name', type: 'string', versions: '2+', mapKey: true },
              { name: 'Host', type: 'string', versions: '2+' },
              { name: 'Port', type: 'uint16', versions: '2+' },
            ],
          },
        ],
      },
    ],
    commonStructs: [
      {
        name: 'ReplicaState',
        versions: '0+',
        fields: [
          {
            name: 'ReplicaId', type: 'int32', versions: '0+', entityType: 'brokerId',
            doc: 'Broker id of the follower that asks; -1 for a client.',
          },
          { name: 'ReplicaDirectoryId', type: 'uuid', versions: '2+' },
          { name: 'LogEndOffset', type: 'int64', versions: '0+' },
          { name: 'LastFetchTimestamp', type: 'int64', versions: '1+', default: -1, ignorable: true },
          { name: 'LastCaughtUpTimestamp', type: 'int64', versions: '1+', default: -1, ignorable: true },
        ],
      },
    ],
  },
}
