import type { ApiSchema } from '../schema.ts'

export const offsetForLeaderEpoch: ApiSchema = {
  key: 23,
  name: 'OffsetForLeaderEpoch',
  listeners: ['zkBroker', 'broker'],
  deprecatedVersions: '0-1',
  request: {
    validVersions: '0-4',
    flexibleVersions: '4+',
    fields: [
      {
        name: 'ReplicaId', type: 'int32', versions: '3+', default: -2, ignorable: true, entityType: 'brokerId',
        doc: 'Broker id of the follower that asks; -1 for a client.',
      },
      {
        name: 'Topics', type: '[]OffsetForLeaderTopic', versions: '0+', fields: [
          { name: 'Topic', type: 'string', versions: '0+', entityType: 'topicName', mapKey: true },
          {
            name: 'Partitions', type: '[]OffsetForLeaderPartition', versions: '0+', fields: [
              { name: 'Partition', type: 'int32', versions: '0+' },
              {
                name: 'CurrentLeaderEpoch', type: 'int32', versions: '2+', default: -1, ignorable: true,
                doc: 'Leader epoch that the sender knows; a broker at another one refuses. -1: no check (KIP-320).',
              },
              { name: 'LeaderEpoch', type: 'int32', versions: '0+', doc: 'Epoch of the leader; -1 when unknown.' },
            ],
          },
        ],
      },
    ],
  },
  response: {
    validVersions: '0-4',
    flexibleVersions: '4+',
    fields: [
      {
        name: 'ThrottleTimeMs', type: 'int32', versions: '2+', ignorable: true,
        doc: 'How long the client should pause because of a quota; 0 when it need not.',
      },
      {
        name: 'Topics', type: '[]OffsetForLeaderTopicResult', versions: '0+', fields: [
          { name: 'Topic', type: 'string', versions: '0+', entityType: 'topicName', mapKey: true },
          {
            name: 'Partitions', type: '[]EpochEndOffset', versions: '0+', fields: [
              { name: 'ErrorCode', type: 'int16', versions: '0+' },
              { name: 'Partition', type: 'int32', versions: '0+' },
              {
                name: 'LeaderEpoch', type: 'int32', versions: '1+', default: -1, ignorable: true,
                doc: 'Epoch of the leader; -1 when unknown.',
              },
              {
                name: 'EndOffset', type: 'int64', versions: '0+', default: -1,
                doc: 'Offset at which the epoch ends; -1 when unknown.',
              },
            ],
          },
        ],
      },
    ],
  },
}
