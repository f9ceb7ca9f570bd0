import type { ApiSchema } from './schema.ts'

export const fetch: ApiSchema = {
  key: 1,
  name: 'Fetch',
  listeners: ['broker', 'controller'],
  request: {
    validVersions: '4-18',
    flexibleVersions: '12+',
    fields: [
      {
        name: 'ClusterId', type: 'string', versions: '12+', nullableVersions: '12+', taggedVersions: '12+', tag: 0,
        default: null, ignorable: true, doc: 'Id of the cluster; null when unknown.',
      },
      {
        name: 'ReplicaId', type: 'int32', versions: '0-14', default: -1, entityType: 'brokerId',
        doc: 'Broker id of the follower that asks; -1 for a client.',
      },
      {
        name: 'ReplicaState', type: 'ReplicaState', versions: '15+', taggedVersions: '15+', tag: 1,
        doc: 'Who asks, from a follower (KIP-903).', fields: [
          {
            name: 'ReplicaId', type: 'int32', versions: '15+', default: -1, entityType: 'brokerId',
            doc: 'Broker id of the follower that asks; -1 for a client.',
          },
          {
            name: 'ReplicaEpoch', type: 'int64', versions: '15+', default: -1, saturating: true,
            doc: 'Broker epoch of the follower; -1 when unknown.',
          },
        ],
      },
      { name: 'MaxWaitMs', type: 'int32', versions: '0+', doc: 'How long to wait until minBytes are there.' },
      { name: 'MinBytes', type: 'int32', versions: '0+', doc: 'Answer at once when this much is there.' },
      {
        name: 'MaxBytes', type: 'int32', versions: '3+', default: 0x7fffffff, ignorable: true,
        doc: 'Most bytes of the answer; a first batch that is larger comes nevertheless.',
      },
      {
        name: 'IsolationLevel', type: 'int8', versions: '4+', default: 0, ignorable: true,
        doc: '0: all records up to the high watermark. 1: up to the last stable offset (read_committed).',
      },
      {
        name: 'SessionId', type: 'int32', versions: '7+', default: 0, ignorable: true,
        doc: 'Fetch session (KIP-227); 0 for none or a new one.',
      },
      {
        name: 'SessionEpoch', type: 'int32', versions: '7+', default: -1, ignorable: true,
        doc: 'Epoch of the fetch session; 0 begins one, -1 goes without.',
      },
      {
        name: 'Topics', type: '[]FetchTopic', versions: '0+', fields: [
          { name: 'Topic', type: 'string', versions: '0-12', ignorable: true, entityType: 'topicName' },
          { name: 'TopicId', type: 'uuid', versions: '13+', ignorable: true },
          {
            name: 'Partitions', type: '[]FetchPartition', versions: '0+', fields: [
              { name: 'Partition', type: 'int32', versions: '0+' },
              {
                name: 'CurrentLeaderEpoch', type: 'int32', versions: '9+', default: -1, ignorable: true,
                doc: 'Leader epoch that the sender knows; a broker at another one refuses. -1: no check (KIP-320).',
              },
              { name: 'FetchOffset', type: 'int64', versions: '0+', saturating: true },
              {
                name: 'LastFetchedEpoch', type: 'int32', versions: '12+', default: -1,
                doc: 'Leader epoch of the follower\'s last record; -1 when it has none (KIP-595).',
              },
              {
                name: 'LogStartOffset', type: 'int64', versions: '5+', default: -1, saturating: true, ignorable: true,
                doc: 'First offset of the follower\'s log; -1 from a consumer.',
              },
              {
                name: 'PartitionMaxBytes', type: 'int32', versions: '0+',
                doc: 'Most bytes of this partition; a first batch that is larger comes nevertheless.',
              },
              {
                name: 'ReplicaDirectoryId', type: 'uuid', versions: '17+', taggedVersions: '17+', tag: 0,
                ignorable: true, doc: 'Log directory of the follower.',
              },
              {
                name: 'HighWatermark', type: 'int64', versions: '18+', taggedVersions: '18+', tag: 1,
                default: 9223372036854775807n, ignorable: true, big: true,
                doc: 'High watermark that the follower knows; the greatest int64 when it does not say.',
              },
            ],
          },
        ],
      },
      {
        name: 'ForgottenTopicsData', type: '[]ForgottenTopic', versions: '7+',
        doc: 'Partitions to take out of the fetch session.', fields: [
          { name: 'Topic', type: 'string', versions: '7-12', ignorable: true, entityType: 'topicName' },
          { name: 'TopicId', type: 'uuid', versions: '13+', ignorable: true },
          { name: 'Partitions', type: '[]int32', versions: '7+' },
        ],
      },
      {
        name: 'RackId', type: 'string', versions: '11+', default: '', ignorable: true,
        doc: 'Rack of the client, for fetching from a nearby replica (KIP-392).',
      },
    ],
  },
  response: {
    validVersions: '4-18',
    flexibleVersions: '12+',
    fields: [
      {
        name: 'ThrottleTimeMs', type: 'int32', versions: '1+', ignorable: true,
        doc: 'How long the client should pause because of a quota; 0 when it need not.',
      },
      { name: 'ErrorCode', type: 'int16', versions: '7+', ignorable: true },
      { name: 'SessionId', type: 'int32', versions: '7+', default: 0, doc: 'Fetch session; 0 when there is none.' },
      {
        name: 'Responses', type: '[]FetchableTopicResponse', versions: '0+', fields: [
          { name: 'Topic', type: 'string', versions: '0-12', ignorable: true, entityType: 'topicName' },
          { name: 'TopicId', type: 'uuid', versions: '13+', ignorable: true },
          {
            name: 'Partitions', type: '[]PartitionData', versions: '0+', fields: [
              { name: 'PartitionIndex', type: 'int32', versions: '0+' },
              { name: 'ErrorCode', type: 'int16', versions: '0+' },
              { name: 'HighWatermark', type: 'int64', versions: '0+', doc: 'Offset up to which consumers may read.' },
              {
                name: 'LastStableOffset', type: 'int64', versions: '4+', default: -1, ignorable: true,
                doc: 'Offset before which every transaction is decided; -1 when unknown.',
              },
              {
                name: 'LogStartOffset', type: 'int64', versions: '5+', default: -1, ignorable: true,
                doc: 'First offset the partition still holds; -1 when unknown.',
              },
              {
                name: 'DivergingEpoch', type: 'EpochEndOffset', versions: '12+', taggedVersions: '12+', tag: 0,
                doc: 'To a follower whose log differs: last epoch and end offset the leader shares; -1 when none.',
                fields: [
                  { name: 'Epoch', type: 'int32', versions: '12+', default: -1 },
                  { name: 'EndOffset', type: 'int64', versions: '12+', default: -1 },
                ],
              },
              {
                name: 'CurrentLeader', type: 'LeaderIdAndEpoch', versions: '12+', taggedVersions: '12+', tag: 1,
                doc: 'Who leads now, where the request reached somebody else (KIP-951).', fields: [
                  {
                    name: 'LeaderId', type: 'int32', versions: '12+', default: -1, entityType: 'brokerId',
                    doc: 'Broker id of the leader; -1 when there is none.',
                  },
                  {
                    name: 'LeaderEpoch', type: 'int32', versions: '12+', default: -1,
                    doc: 'Epoch of the leader; -1 when unknown.',
                  },
                ],
              },
              {
                name: 'SnapshotId', type: 'SnapshotId', versions: '12+', taggedVersions: '12+', tag: 2, fields: [
                  { name: 'EndOffset', type: 'int64', versions: '0+', default: -1 },
                  { name: 'Epoch', type: 'int32', versions: '0+', default: -1 },
                ],
              },
              {
                name: 'AbortedTransactions', type: '[]AbortedTransaction', versions: '4+', nullableVersions: '4+',
                ignorable: true, doc: 'Aborted transactions whose records a read_committed consumer must drop.',
                fields: [
                  {
                    name: 'ProducerId', type: 'int64', versions: '4+', entityType: 'producerId',
                    doc: 'Producer id; -1 when there is none.',
                  },
                  {
                    name: 'FirstOffset', type: 'int64', versions: '4+',
                    doc: 'First offset of the aborted transaction in this partition.',
                  },
                ],
              },
              {
                name: 'PreferredReadReplica', type: 'int32', versions: '11+', default: -1, entityType: 'brokerId',
                doc: 'Replica to fetch from instead; -1 to stay with the leader.',
              },
              {
                name: 'Records', type: 'records', versions: '0+', nullableVersions: '0+',
                doc: 'Record batches from the one that holds the wanted offset on; the last one may be cut off.',
              },
            ],
          },
        ],
      },
      {
        name: 'NodeEndpoints', type: '[]NodeEndpoint', versions: '16+', taggedVersions: '16+', tag: 0,
        doc: 'Where the leaders named above are found (KIP-951).', fields: [
          { name: 'NodeId', type: 'int32', versions: '16+', entityType: 'brokerId', mapKey: true },
          { name: 'Host', type: 'string', versions: '16+' },
          { name: 'Port', type: 'int32', versions: '16+' },
          {
            name: 'Rack', type: 'string', versions: '16+', nullableVersions: '16+', default: null,
            doc: 'Rack of the broker; null when it has none.',
          },
        ],
      },
    ],
  },
}
