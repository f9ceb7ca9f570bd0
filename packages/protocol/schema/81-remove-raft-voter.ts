import type { ApiSchema } from './schema.ts'

export const removeRaftVoter: ApiSchema = {
  key: 81,
  name: 'RemoveRaftVoter',
  listeners: ['controller', 'broker'],
  request: {
    validVersions: '0',
    flexibleVersions: '0+',
    fields: [
      { name: 'ClusterId', type: 'string', versions: '0+', nullableVersions: '0+' },
      { name: 'VoterId', type: 'int32', versions: '0+' },
      { name: 'VoterDirectoryId', type: 'uuid', versions: '0+' },
    ],
  },
  response: {
    validVersions: '0',
    flexibleVersions: '0+',
    fields: [
      { name: 'ThrottleTimeMs', type: 'int32', versions: '0+' },
      { name: 'ErrorCode', type: 'int16', versions: '0+' },
      { name: 'ErrorMessage', type: 'string', versions: '0+', nullableVersions: '0+', ignorable: true },
    ],
  },
}
