import type { ApiSchema } from './schema.ts'

export const initProducerId: ApiSchema = {
  key: 22,
  name: 'InitProducerId',
  listeners: ['broker'],
  latestVersionUnstable: true,
  request: {
    validVersions: '0-6',
    flexibleVersions: '2+',
    fields: [
      {
        name: 'TransactionalId', type: 'string', versions: '0+', nullableVersions: '0+',
        entityType: 'transactionalId',
      },
      { name: 'TransactionTimeoutMs', type: 'int32', versions: '0+' },
      { name: 'ProducerId', type: 'int64', versions: '3+', default: -1, entityType: 'producerId' },
      { name: 'ProducerEpoch', type: 'int16', versions: '3+', default: -1 },
      { name: 'Enable2Pc', type: 'bool', versions: '6+', default: false },
      { name: 'KeepPreparedTxn', type: 'bool', versions: '6+', default: false },
    ],
  },
  response: {
    validVersions: '0-6',
    flexibleVersions: '2+',
    fields: [
      { name: 'ThrottleTimeMs', type: 'int32', versions: '0+', ignorable: true },
      { name: 'ErrorCode', type: 'int16', versions: '0+' },
      { name: 'ProducerId', type: 'int64', versions: '0+', default: -1, entityType: 'producerId' },
      { name: 'ProducerEpoch', type: 'int16', versions: '0+' },
      { name: 'OngoingTxnProducerId', type: 'int64', versions: '6+', default: -1, entityType: 'producerId' },
      { name: 'OngoingTxnProducerEpoch', type: 'int16', versions: '6+', default: -1 },
    ],
  },
}
