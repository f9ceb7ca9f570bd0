import type { ApiSchema } from './schema.ts'

export const listTransactions: ApiSchema = {
  key: 66,
  name: 'ListTransactions',
  listeners: ['broker'],
  request: {
    validVersions: '0-2',
    flexibleVersions: '0+',
    fields: [
      { name: 'StateFilters', type: '[]string', versions: '0+' },
      { name: 'ProducerIdFilters', type: '[]int64', versions: '0+', saturating: true, entityType: 'producerId' },
      { name: 'DurationFilter', type: 'int64', versions: '1+', default: -1, saturating: true },
      { name: 'TransactionalIdPattern', type: 'string', versions: '2+', nullableVersions: '2+', default: null },
    ],
  },
  response: {
    validVersions: '0-2',
    flexibleVersions: '0+',
    fields: [
      {
        name: 'ThrottleTimeMs', type: 'int32', versions: '0+',
        doc: 'How long the client should pause because of a quota; 0 when it need not.',
      },
      { name: 'ErrorCode', type: 'int16', versions: '0+' },
      { name: 'UnknownStateFilters', type: '[]string', versions: '0+' },
      {
        name: 'TransactionStates', type: '[]TransactionState', versions: '0+', fields: [
          { name: 'TransactionalId', type: 'string', versions: '0+', entityType: 'transactionalId' },
          {
            name: 'ProducerId', type: 'int64', versions: '0+', entityType: 'producerId',
            doc: 'Producer id; -1 when there is none.',
          },
          { name: 'TransactionState', type: 'string', versions: '0+' },
        ],
      },
    ],
  },
}
