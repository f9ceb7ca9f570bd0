import type { ApiSchema } from './schema.ts'

export const txnOffsetCommit: ApiSchema = {
  key: 28,
  name: 'TxnOffsetCommit',
  listeners: ['broker'],
  request: {
    validVersions: '0-6',
    flexibleVersions: '3+',
    fields: [
      { name: 'TransactionalId', type: 'string', versions: '0+', entityType: 'transactionalId' },
      { name: 'GroupId', type: 'string', versions: '0+', entityType: 'groupId' },
      {
        name: 'ProducerId', type: 'int64', versions: '0+', saturating: true, entityType: 'producerId',
        doc: 'Producer id; -1 when there is none.',
      },
      { name: 'ProducerEpoch', type: 'int16', versions: '0+', doc: 'Producer epoch; -1 when there is none.' },
      {
        name: 'GenerationIdOrMemberEpoch', type: 'int32', versions: '3+', default: -1,
        doc: 'Generation of the classic group, or epoch of the member; -1 from a consumer that is no member.',
      },
      {
        name: 'MemberId', type: 'string', versions: '3+', default: '',
        doc: 'Id of the member within its group; empty before the first join of a classic member.',
      },
      {
        name: 'GroupInstanceId', type: 'string', versions: '3+', nullableVersions: '3+', default: null,
        doc: 'Name of a static member (KIP-345); null for a dynamic one.',
      },
      {
        name: 'Topics', type: '[]TxnOffsetCommitRequestTopic', versions: '0+', fields: [
          { name: 'Name', type: 'string', versions: '0-5', ignorable: true, entityType: 'topicName' },
          { name: 'TopicId', type: 'uuid', versions: '6+', ignorable: true },
          {
            name: 'Partitions', type: '[]TxnOffsetCommitRequestPartition', versions: '0+', fields: [
              { name: 'PartitionIndex', type: 'int32', versions: '0+' },
              { name: 'CommittedOffset', type: 'int64', versions: '0+', saturating: true },
              {
                name: 'CommittedLeaderEpoch', type: 'int32', versions: '2+', default: -1, ignorable: true,
                doc: 'Leader epoch of the last record consumed; -1 when unknown.',
              },
              {
                name: 'CommittedMetadata', type: 'string', versions: '0+', nullableVersions: '0+',
                doc: 'What the committer stored with the offset; null and empty are not the same.',
              },
            ],
          },
        ],
      },
    ],
  },
  response: {
    validVersions: '0-6',
    flexibleVersions: '3+',
    fields: [
      {
        name: 'ThrottleTimeMs', type: 'int32', versions: '0+',
        doc: 'How long the client should pause because of a quota; 0 when it need not.',
      },
      {
        name: 'Topics', type: '[]TxnOffsetCommitResponseTopic', versions: '0+', fields: [
          { name: 'Name', type: 'string', versions: '0-5', ignorable: true, entityType: 'topicName' },
          { name: 'TopicId', type: 'uuid', versions: '6+', ignorable: true },
          {
            name: 'Partitions', type: '[]TxnOffsetCommitResponsePartition', versions: '0+', fields: [
              { name: 'PartitionIndex', type: 'int32', versions: '0+' },
              { name: 'ErrorCode', type: 'int16', versions: '0+' },
            ],
          },
        ],
      },
    ],
  },
}
