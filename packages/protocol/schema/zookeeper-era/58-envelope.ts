import type { ApiSchema } from '../schema.ts'

export const envelope: ApiSchema = {
  key: 58,
  name: 'Envelope',
  listeners: ['controller', 'zkBroker'],
  request: {
    validVersions: '0',
    flexibleVersions: '0+',
    fields: [
      { name: 'RequestData', type: 'bytes', versions: '0+' },
      { name: 'RequestPrincipal', type: 'bytes', versions: '0+', nullableVersions: '0+' },
      { name: 'ClientHostAddress', type: 'bytes', versions: '0+' },
    ],
  },
  response: {
    validVersions: '0',
    flexibleVersions: '0+',
    fields: [
      { name: 'ResponseData', type: 'bytes', versions: '0+', nullableVersions: '0+', default: null },
      { name: 'ErrorCode', type: 'int16', versions: '0+' },
    ],
  },
}
