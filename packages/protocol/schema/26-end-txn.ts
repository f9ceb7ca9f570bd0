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
      { name: 'ProducerId', type: 'int64', versions: '0+', entityType: 'producerId' },
      { name: 'ProducerEpoch', type: 'int16', versions: '0+' },
      { name: 'Committed', type: 'bool', versions: '0+' },
    ],
  },
  response: {
    validVersions: '0-5',
    flexibleVersions: '3+',
    fields: [
      { name: 'ThrottleTimeMs', type: 'int32', versions: '0+' },
      { name: 'ErrorCode', type: 'int16', versions: '0+' },
      { name: 'ProducerId', type: 'int64', versions: '5+', default: -1, ignorable: true, entityType: 'producerId' },
      { name: 'ProducerEpoch', type: 'int16', versions: '5+', default: -1, ignorable: true },
    ],
  },
}
