import type { ApiSchema } from './schema.ts'

export const saslAuthenticate: ApiSchema = {
  key: 36,
  name: 'SaslAuthenticate',
  listeners: ['broker', 'controller'],
  request: {
    validVersions: '0-2',
    flexibleVersions: '2+',
    fields: [
      { name: 'AuthBytes', type: 'bytes', versions: '0+', doc: 'A message of the SASL mechanism.' },
    ],
  },
  response: {
    validVersions: '0-2',
    flexibleVersions: '2+',
    fields: [
      { name: 'ErrorCode', type: 'int16', versions: '0+' },
      {
        name: 'ErrorMessage', type: 'string', versions: '0+', nullableVersions: '0+',
        doc: 'More about the error for people; null when there is nothing more to say.',
      },
      { name: 'AuthBytes', type: 'bytes', versions: '0+', doc: 'A message of the SASL mechanism.' },
      { name: 'SessionLifetimeMs', type: 'int64', versions: '1+', default: 0, ignorable: true },
    ],
  },
}
