import type { ApiSchema } from './schema.ts'

export const alterUserScramCredentials: ApiSchema = {
  key: 51,
  name: 'AlterUserScramCredentials',
  listeners: ['broker', 'controller'],
  request: {
    validVersions: '0',
    flexibleVersions: '0+',
    fields: [
      {
        name: 'Deletions', type: '[]ScramCredentialDeletion', versions: '0+', fields: [
          { name: 'Name', type: 'string', versions: '0+' },
          {
            name: 'Mechanism', type: 'int8', versions: '0+',
            doc: 'Name of the SASL mechanism, or its number where SCRAM credentials are managed.',
          },
        ],
      },
      {
        name: 'Upsertions', type: '[]ScramCredentialUpsertion', versions: '0+', fields: [
          { name: 'Name', type: 'string', versions: '0+' },
          {
            name: 'Mechanism', type: 'int8', versions: '0+',
            doc: 'Name of the SASL mechanism, or its number where SCRAM credentials are managed.',
          },
          { name: 'Iterations', type: 'int32', versions: '0+' },
          { name: 'Salt', type: 'bytes', versions: '0+' },
          { name: 'SaltedPassword', type: 'bytes', versions: '0+' },
        ],
      },
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
      {
        name: 'Results', type: '[]AlterUserScramCredentialsResult', versions: '0+', fields: [
          { name: 'User', type: 'string', versions: '0+' },
          { name: 'ErrorCode', type: 'int16', versions: '0+' },
          {
            name: 'ErrorMessage', type: 'string', versions: '0+', nullableVersions: '0+',
            doc: 'More about the error for people; null when there is nothing more to say.',
          },
        ],
      },
    ],
  },
}
