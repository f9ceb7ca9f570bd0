import type { ApiSchema } from './schema.ts'

export const removeRaftVoter: ApiSchema = {
  key: 81,
  name: 'RemoveRaftVoter',
  listeners: ['controller', 'broker'],
  request: {
    validVersions: '0',
    flexibleVersions: '0+',
    fields: [
      {
        name: 'ClusterId', type: 'string', versions: '0+', nullableVersions: '0+',
        doc: 'Id of the cluster; null when unknown.',
      },
      { name: 'VoterId', type: 'int32', versions: '0+' },
      { name: 'VoterDirectoryId', type: 'uuid', versions: '0+' },
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
        name: 'ErrorMessage', type: 'string', versions: '0+', nullableVersions: '0+', ignorable: true,
        doc: 'More about the error for people; null when there is nothing more to say.',
      },
    ],
  },
}
