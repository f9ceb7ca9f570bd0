import type { ApiSchema } from './schema.ts'

export const addRaftVoter: ApiSchema = {
  key: 80,
  name: 'AddRaftVoter',
  listeners: ['controller', 'broker'],
  request: {
    validVersions: '0-1',
    flexibleVersions: '0+',
    fields: [
      {
        name: 'ClusterId', type: 'string', versions: '0+', nullableVersions: '0+',
        doc: 'Id of the cluster; null when unknown.',
      },
      {
        name: 'TimeoutMs', type: 'int32', versions: '0+',
        doc: 'How long the broker may take before it answers with REQUEST_TIMED_OUT.',
      },
      { name: 'VoterId', type: 'int32', versions: '0+' },
      { name: 'VoterDirectoryId', type: 'uuid', versions: '0+' },
      {
        name: 'Listeners', type: '[]Listener', versions: '0+', fields: [
          { name: 'Name', type: 'string', versions: '0+', mapKey: true },
          { name: 'Host', type: 'string', versions: '0+' },
          { name: 'Port', type: 'uint16', versions: '0+' },
        ],
      },
      { name: 'AckWhenCommitted', type: 'bool', versions: '1+', default: true },
    ],
  },
  response: {
    validVersions: '0-1',
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
