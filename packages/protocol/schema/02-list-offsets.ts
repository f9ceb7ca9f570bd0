import type { ApiSchema } from './schema.ts'

export const listOffsets: ApiSchema = {
  key: 2,
  name: 'ListOffsets',
  listeners: ['broker'],
  request: {
    validVersions: '1-11',
    flexibleVersions: '6+',
    fields: [
      {
        name: 'ReplicaId', type: 'int32', versions: '0+', entityType: 'brokerId',
        doc: 'Broker id of the follower that asks; -1 for a client.',
      },
      {
        name: 'IsolationLevel', type: 'int8', versions: '2+',
        doc: '0: all records up to the high watermark. 1: up to the last stable offset (read_committed).',
      },
      {
        name: 'Topics', type: '[]ListOffsetsTopic', versions: '0+', fields: [
          { name: 'Name', type: 'string', versions: '0+', entityType: 'topicName' },
          {
            name: 'Partitions', type: '[]ListOffsetsPartition', versions: '0+', fields: [
              { name: 'PartitionIndex', type: 'int32', versions: '0+' },
              {
                name: 'CurrentLeaderEpoch', type: 'int32', versions: '4+', default: -1, ignorable: true,
                doc: 'Leader epoch that the sender knows; a broker at another one refuses. -1: no check (KIP-320).',
              },
              {
                name: 'Timestamp', type: 'int64', versions: '0+', saturating: true,
                doc: '-1 latest, -2 earliest, -3 greatest, -4 earliest local, -5 last tiered, -6 next to tier.',
              },
            ],
          },
        ],
      },
      {
        name: 'TimeoutMs', type: 'int32', versions: '10+', ignorable: true,
        doc: 'How long the broker may take before it answers with REQUEST_TIMED_OUT.',
      },
    ],
  },
  response: {
    validVersions: '1-11',
    flexibleVersions: '6+',
    fields: [
      {
        name: 'ThrottleTimeMs', type: 'int32', versions: '2+', ignorable: true,
        doc: 'How long the client should pause because of a quota; 0 when it need not.',
      },
      {
        name: 'Topics', type: '[]ListOffsetsTopicResponse', versions: '0+', fields: [
          { name: 'Name', type: 'string', versions: '0+', entityType: 'topicName' },
          {
            name: 'Partitions', type: '[]ListOffsetsPartitionResponse', versions: '0+', fields: [
              { name: 'PartitionIndex', type: 'int32', versions: '0+' },
              { name: 'ErrorCode', type: 'int16', versions: '0+' },
              {
                name: 'Timestamp', type: 'int64', versions: '1+', default: -1,
                doc: 'Timestamp of the record found; -1 when none or not asked for.',
              },
              {
                name: 'Offset', type: 'int64', versions: '1+', default: -1,
                doc: 'Offset found; -1 when there is none.',
              },
              {
                name: 'LeaderEpoch', type: 'int32', versions: '4+', default: -1,
                doc: 'Epoch of the leader; -1 when unknown.',
              },
            ],
          },
        ],
      },
    ],
  },
}
