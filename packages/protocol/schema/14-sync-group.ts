import type { ApiSchema } from './schema.ts'

export const syncGroup: ApiSchema = {
  key: 14,
  name: 'SyncGroup',
  listeners: ['broker'],
  request: {
    validVersions: '0-5',
    flexibleVersions: '4+',
    fields: [
      { name: 'GroupId', type: 'string', versions: '0+', entityType: 'groupId' },
      {
        name: 'GenerationId', type: 'int32', versions: '0+',
        doc: 'Generation of the group; -1 from a consumer that is no member.',
      },
      {
        name: 'MemberId', type: 'string', versions: '0+',
        doc: 'Id of the member within its group; empty before the first join of a classic member.',
      },
      {
        name: 'GroupInstanceId', type: 'string', versions: '3+', nullableVersions: '3+', default: null,
        doc: 'Name of a static member (KIP-345); null for a dynamic one.',
      },
      { name: 'ProtocolType', type: 'string', versions: '5+', nullableVersions: '5+', default: null, ignorable: true },
      { name: 'ProtocolName', type: 'string', versions: '5+', nullableVersions: '5+', default: null, ignorable: true },
      {
        name: 'Assignments', type: '[]SyncGroupRequestAssignment', versions: '0+', fields: [
          {
            name: 'MemberId', type: 'string', versions: '0+',
            doc: 'Id of the member within its group; empty before the first join of a classic member.',
          },
          { name: 'Assignment', type: 'bytes', versions: '0+' },
        ],
      },
    ],
  },
  response: {
    validVersions: '0-5',
    flexibleVersions: '4+',
    fields: [
      {
        name: 'ThrottleTimeMs', type: 'int32', versions: '1+', ignorable: true,
        doc: 'How long the client should pause because of a quota; 0 when it need not.',
      },
      { name: 'ErrorCode', type: 'int16', versions: '0+' },
      { name: 'ProtocolType', type: 'string', versions: '5+', nullableVersions: '5+', default: null, ignorable: true },
      { name: 'ProtocolName', type: 'string', versions: '5+', nullableVersions: '5+', default: null, ignorable: true },
      { name: 'Assignment', type: 'bytes', versions: '0+' },
    ],
  },
}
