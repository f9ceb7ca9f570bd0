import type { ApiSchema } from './schema.ts'

export const addPartitionsToTxn: ApiSchema = {
  key: 24,
  name: 'AddPartitionsToTxn',
  listeners: ['broker'],
  request: {
    validVersions: '0-5',
    flexibleVersions: '3+',
    fields: [
      {
        name: 'Transactions', type: '[]AddPartitionsToTxnTransaction', versions: '4+',
        doc: 'From brokers, which verify several at once.', fields: [
          { name: 'TransactionalId', type: 'string', versions: '4+', entityType: 'transactionalId', mapKey: true },
          {
            name: 'ProducerId', type: 'int64', versions: '4+', saturating: true, entityType: 'producerId',
            doc: 'Producer id; -1 when there is none.',
          },
          { name: 'ProducerEpoch', type: 'int16', versions: '4+', doc: 'Producer epoch; -1 when there is none.' },
          {
            name: 'VerifyOnly', type: 'bool', versions: '4+', default: false,
            doc: 'True: the leader asks whether the partition is part of the transaction, and adds nothing (KIP-890).',
          },
          { name: 'Topics', type: '[]AddPartitionsToTxnTopic', versions: '4+' },
        ],
      },
      { name: 'V3AndBelowTransactionalId', type: 'string', versions: '0-3', entityType: 'transactionalId' },
      { name: 'V3AndBelowProducerId', type: 'int64', versions: '0-3', saturating: true, entityType: 'producerId' },
      { name: 'V3AndBelowProducerEpoch', type: 'int16', versions: '0-3' },
      {
        name: 'V3AndBelowTopics', type: '[]AddPartitionsToTxnTopic', versions: '0-3',
        doc: 'Partitions of the one transaction that clients name.',
      },
    ],
    commonStructs: [
      {
        name: 'AddPartitionsToTxnTopic',
        versions: '0+',
        fields: [
          { name: 'Name', type: 'string', versions: '0+', entityType: 'topicName', mapKey: true },
          { name: 'Partitions', type: '[]int32', versions: '0+' },
        ],
      },
    ],
  },
  response: {
    validVersions: '0-5',
    flexibleVersions: '3+',
    fields: [
      {
        name: 'ThrottleTimeMs', type: 'int32', versions: '0+',
        doc: 'How long the client should pause because of a quota; 0 when it need not.',
      },
      { name: 'ErrorCode', type: 'int16', versions: '4+', ignorable: true },
      {
        name: 'ResultsByTransaction', type: '[]AddPartitionsToTxnResult', versions: '4+', fields: [
          { name: 'TransactionalId', type: 'string', versions: '4+', entityType: 'transactionalId', mapKey: true },
          { name: 'TopicResults', type: '[]AddPartitionsToTxnTopicResult', versions: '4+' },
        ],
      },
      { name: 'ResultsByTopicV3AndBelow', type: '[]AddPartitionsToTxnTopicResult', versions: '0-3' },
    ],
    commonStructs: [
      {
        name: 'AddPartitionsToTxnTopicResult',
        versions: '0+',
        fields: [
          { name: 'Name', type: 'string', versions: '0+', entityType: 'topicName', mapKey: true },
          { name: 'ResultsByPartition', type: '[]AddPartitionsToTxnPartitionResult', versions: '0+' },
        ],
      },
      {
        name: 'AddPartitionsToTxnPartitionResult',
        versions: '0+',
        fields: [
          { name: 'PartitionIndex', type: 'int32', versions: '0+', mapKey: true },
          { name: 'PartitionErrorCode', type: 'int16', versions: '0+' },
        ],
      },
    ],
  },
}
