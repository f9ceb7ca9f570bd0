import type { ApiSchema } from './schema.ts'

export const describeUserScramCredentials: ApiSchema = {
  key: 50,
  name: 'DescribeUserScramCredentials',
  listeners: ['broker', 'controller'],
  request: {
    validVersions: '0',
    flexibleVersions: '0+',
    fields: [
      {
        name: 'Users', type: '[]UserName', versions: '0+', nullableVersions: '0+', fields: [
          { name: 'Name', type: 'string', versions: '0+' },
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
      { name: 'ErrorCode', type: 'int16', versions: '0+' },
      {
        name: 'ErrorMessage', type: 'string', versions: '0+', nullableVersions: '0+',
        doc: 'More about the error for people; null when there is nothing more to say.',
      },
      {
        name: 'Results', type: '[]DescribeUserScramCredentialsResult', versions: '0+', fields: [
          { name: 'User', type: 'string', versions: '0+' },
          { name: 'ErrorCode', type: 'int16', versions: '0+' },
          {
            name: 'ErrorMessage', type: 'string', versions: '0+', nullableVersions: '0+',
            doc: 'More about the error for people; null when there is nothing more to say.',
          },
          {
            name: 'CredentialInfos', type: '[]CredentialInfo', versions: '0+', fields: [
              {
                name: 'Mechanism', type: 'int8', versions: '0+',
                doc: 'Name of the SASL mechanism, or its number where SCRAM credentials are managed.',
              },
              { name: 'Iterations', type: 'int32', versions: '0+' },
            ],
          },
        ],
      },
    ],
  },
}
