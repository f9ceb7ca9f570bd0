import type { ApiSchema } from './schema.ts'

export const addOffsetsToTxn: ApiSchema = {
  key: 25,
  name: 'AddOffsetsToTxn',
  listeners: ['broker'],
  request: {
    validVersions: '0-4',
    flexibleVersions: '3+',
    fields: [
      { name: 'TransactionalId', type: 'string', versions: '0+', entityType: 'transactionalId' },
      {
        name: 'ProducerId', type: 'int64', versions: '0+', saturating: true, entityType: 'producerId',
        doc: 'Producer id; -1 when there is none.',
      },
      { name: 'ProducerEpoch', type: 'int16', versions: '0+', doc: 'Producer epoch; -1 when there is none.' },
      { name: 'GroupId', type: 'string', versions: '0+', entityType: 'groupId' },
    ],
  },
  response: {
    validVersions: '0-4',
    flexibleVersions: '3+',
    fields: [
      {
        name: 'ThrottleTimeMs', type: 'int32', versions: '0+',
        doc: 'How long the client should pause because of a quota; 0 when it need not.',
      },
      { name: 'ErrorCode', type: 'int16', versions: '0+' },
    ],
  },
}
