import type { ApiSchema } from './schema.ts'

export const renewDelegationToken: ApiSchema = {
  key: 39,
  name: 'RenewDelegationToken',
  listeners: ['broker', 'controller'],
  request: {
    validVersions: '1-2',
    flexibleVersions: '2+',
    fields: [
      { name: 'Hmac', type: 'bytes', versions: '0+', doc: 'The delegation token itself.' },
      { name: 'RenewPeriodMs', type: 'int64', versions: '0+', saturating: true },
    ],
  },
  response: {
    validVersions: '1-2',
    flexibleVersions: '2+',
    fields: [
      { name: 'ErrorCode', type: 'int16', versions: '0+' },
      { name: 'ExpiryTimestampMs', type: 'int64', versions: '0+' },
      {
        name: 'ThrottleTimeMs', type: 'int32', versions: '0+',
        doc: 'How long the client should pause because of a quota; 0 when it need not.',
      },
    ],
  },
}
