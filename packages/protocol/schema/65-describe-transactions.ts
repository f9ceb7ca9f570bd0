import type { ApiSchema } from './schema.ts'

export const describeTransactions: ApiSchema = {
  key: 65,
  name: 'DescribeTransactions',
  listeners: ['broker'],
  request: {
    validVersions: '0',
    flexibleVersions: '0+',
    fields: [
      { name: 'TransactionalIds', type: '[]string', versions: '0+', entityType: 'transactionalId' },
    ],
  },
  response: {
    validVersions: '0',
    flexibleVersions: '0+',
    fields: [
      {
        name: 'ThrottleTimeMs', type: 'int32', versions: '0+',
        doc: 'How long the client should pause because of a quota; 0 when it need not.',
      },
      {
        name: 'TransactionStates', type: '[]TransactionState', versions: '0+', fields: [
          { name: 'ErrorCode', type: 'int16', versions: '0+' },
          { name: 'TransactionalId', type: 'string', versions: '0+', entityType: 'transactionalId' },
          { name: 'TransactionState', type: 'string', versions: '0+' },
          {
            name: 'TransactionTimeoutMs', type: 'int32', versions: '0+',
            doc: 'After this time without an end the coordinator aborts the transaction.',
          },
          { name: 'TransactionStartTimeMs', type: 'int64', versions: '0+' },
          {
            name: 'ProducerId', type: 'int64', versions: '0+', entityType: 'producerId',
            doc: 'Producer id; -1 when there is none.',
          },
          { name: 'ProducerEpoch', type: 'int16', versions: '0+', doc: 'Producer epoch; -1 when there is none.' },
          {
            name: 'Topics', type: '[]TopicData', versions: '0+', fields: [
              { name: 'Topic', type: 'string', versions: '0+', entityType: 'topicName', mapKey: true },
              { name: 'Partitions', type: '[]int32', versions: '0+' },
            ],
          },
        ],
      },
    ],
  },
}
