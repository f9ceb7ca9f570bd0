import type { ApiSchema } from './schema.ts'

export const unregisterController: ApiSchema = {
  key: 94,
  name: 'UnregisterController',
  listeners: ['broker', 'controller'],
  request: {
    validVersions: '0',
    flexibleVersions: '0+',
    fields: [
      { name: 'ControllerId', type: 'int32', versions: '0+' },
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
