import type { ApiSchema } from '../schema.ts'

export const allocateProducerIds: ApiSchema = {
  key: 67,
  name: 'AllocateProducerIds',
  listeners: ['zkBroker', 'controller'],
  request: {
    validVersions: '0',
    flexibleVersions: '0+',
    fields: [
      { name: 'BrokerId', type: 'int32', versions: '0+', entityType: 'brokerId' },
      { name: 'BrokerEpoch', type: 'int64', versions: '0+', default: -1, saturating: true },
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
      { name: 'ErrorCode', type: 'int16', versions: '0+' },
      { name: 'ProducerIdStart', type: 'int64', versions: '0+', entityType: 'producerId' },
      { name: 'ProducerIdLen', type: 'int32', versions: '0+' },
    ],
  },
}
