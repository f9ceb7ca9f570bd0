import type { ApiSchema } from './schema.ts'

export const unregisterBroker: ApiSchema = {
  key: 64,
  name: 'UnregisterBroker',
  listeners: ['broker', 'controller'],
  request: {
    validVersions: '0',
    flexibleVersions: '0+',
    fields: [
      { name: 'BrokerId', type: 'int32', versions: '0+', entityType: 'brokerId' },
    ],
  },
  response: {
    validVersions: '0',
    flexibleVersions: '0+',
    fields: [
      { name: 'ThrottleTimeMs', type: 'int32', versions: '0+' },
      { name: 'ErrorCode', type: 'int16', versions: '0+' },
      { name: 'ErrorMessage', type: 'string', versions: '0+', nullableVersions: '0+' },
    ],
  },
}
