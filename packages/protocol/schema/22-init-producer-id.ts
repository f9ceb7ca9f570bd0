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
        entityType: 'transactionalId', doc: 'Null for a producer that is only idempotent.',
      },
      {
        name: 'TransactionTimeoutMs', type: 'int32', versions: '0+',
        doc: 'After this time without an end the coordinator aborts the transaction.',
      },
      {
        name: 'ProducerId', type: 'int64', versions: '3+', default: -1, saturating: true, entityType: 'producerId',
        doc: 'Producer id; -1 when there is none.',
      },
      {
        name: 'ProducerEpoch', type: 'int16', versions: '3+', default: -1,
        doc: 'Producer epoch; -1 when there is none.',
      },
      {
        name: 'Enable2Pc', type: 'bool', versions: '6+', default: false,
        doc: 'True: an outside coordinator decides the transaction (KIP-939).',
      },
      {
        name: 'KeepPreparedTxn', type: 'bool', versions: '6+', default: false,
        doc: 'True: take up a prepared transaction instead of aborting it (KIP-939).',
      },
    ],
  },
  response: {
    validVersions: '0-6',
    flexibleVersions: '2+',
    fields: [
      {
        name: 'ThrottleTimeMs', type: 'int32', versions: '0+', ignorable: true,
        doc: 'How long the client should pause because of a quota; 0 when it need not.',
      },
      { name: 'ErrorCode', type: 'int16', versions: '0+' },
      {
        name: 'ProducerId', type: 'int64', versions: '0+', default: -1, entityType: 'producerId',
        doc: 'Producer id; -1 when there is none.',
      },
      { name: 'ProducerEpoch', type: 'int16', versions: '0+', doc: 'Producer epoch; -1 when there is none.' },
      { name: 'OngoingTxnProducerId', type: 'int64', versions: '6+', default: -1, entityType: 'producerId' },
      { name: 'OngoingTxnProducerEpoch', type: 'int16', versions: '6+', default: -1 },
    ],
  },
}
