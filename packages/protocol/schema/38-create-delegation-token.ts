import type { ApiSchema } from './schema.ts'

export const createDelegationToken: ApiSchema = {
  key: 38,
  name: 'CreateDelegationToken',
  listeners: ['broker', 'controller'],
  request: {
    validVersions: '1-3',
    flexibleVersions: '2+',
    fields: [
      { name: 'OwnerPrincipalType', type: 'string', versions: '3+', nullableVersions: '3+' },
      { name: 'OwnerPrincipalName', type: 'string', versions: '3+', nullableVersions: '3+' },
      {
        name: 'Renewers', type: '[]CreatableRenewers', versions: '0+', fields: [
          { name: 'PrincipalType', type: 'string', versions: '0+' },
          { name: 'PrincipalName', type: 'string', versions: '0+' },
        ],
      },
      { name: 'MaxLifetimeMs', type: 'int64', versions: '0+', saturating: true },
    ],
  },
  response: {
    validVersions: '1-3',
    flexibleVersions: '2+',
    fields: [
      { name: 'ErrorCode', type: 'int16', versions: '0+' },
      { name: 'PrincipalType', type: 'string', versions: '0+' },
      { name: 'PrincipalName', type: 'string', versions: '0+' },
      { name: 'TokenRequesterPrincipalType', type: 'string', versions: '3+' },
      { name: 'TokenRequesterPrincipalName', type: 'string', versions: '3+' },
      { name: 'IssueTimestampMs', type: 'int64', versions: '0+' },
      { name: 'ExpiryTimestampMs', type: 'int64', versions: '0+' },
      { name: 'MaxTimestampMs', type: 'int64', versions: '0+' },
      { name: 'TokenId', type: 'string', versions: '0+' },
      { name: 'Hmac', type: 'bytes', versions: '0+', doc: 'The delegation token itself.' },
      {
        name: 'ThrottleTimeMs', type: 'int32', versions: '0+',
        doc: 'How long the client should pause because of a quota; 0 when it need not.',
      },
    ],
  },
}
