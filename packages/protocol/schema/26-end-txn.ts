import type { ApiSchema } from './schema.ts'

export const endTxn: ApiSchema = {
  key: 26,
  name: 'EndTxn',
  listeners: ['broker'],
  request: {
    validVersions: '0-5',
    flexibleVersions: '3+',
    fields: [
      { name: 'TransactionalId', type: 'string', versions: '0+', entityType: 'transactionalId' },
      {
        name: 'ProducerId', type: 'int64', versions: '0+', saturating: true, entityType: 'producerId',
        doc: 'Producer id; -1 when there is none.',
      },
      { name: 'ProducerEpoch', type: 'int16', versions: '0+', doc: 'Producer epoch; -1 when there is none.' },
      { name: 'Committed', type: 'bool', versions: '0+', doc: 'True commits, false aborts.' },
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
      { name: 'ErrorCode', type: 'int16', versions: '0+' },
      {
        name: 'ProducerId', type: 'int64', versions: '5+', default: -1, ignorable: true, entityType: 'producerId',
        doc: 'Producer id; -1 when there is none.',
      },
      {
        name: 'ProducerEpoch', type: 'int16', versions: '5+', default: -1, ignorable: true,
        doc: 'Producer epoch; -1 when there is none.',
      },
    ],
  },
}
