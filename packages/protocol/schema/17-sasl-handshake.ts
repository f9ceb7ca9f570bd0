import type { ApiSchema } from './schema.ts'

export const saslHandshake: ApiSchema = {
  key: 17,
  name: 'SaslHandshake',
  listeners: ['broker', 'controller'],
  request: {
    validVersions: '0-1',
    flexibleVersions: 'none',
    fields: [
      {
        name: 'Mechanism', type: 'string', versions: '0+',
        doc: 'Name of the SASL mechanism, or its number where SCRAM credentials are managed.',
      },
    ],
  },
  response: {
    validVersions: '0-1',
    flexibleVersions: 'none',
    fields: [
      { name: 'ErrorCode', type: 'int16', versions: '0+' },
      { name: 'Mechanisms', type: '[]string', versions: '0+' },
    ],
  },
}
