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
      { name: 'GenerationId', type: 'int32', versions: '0+' },
      { name: 'MemberId', type: 'string', versions: '0+' },
      { name: 'GroupInstanceId', type: 'string', versions: '3+', nullableVersions: '3+', default: null },
      { name: 'ProtocolType', type: 'string', versions: '5+', nullableVersions: '5+', default: null, ignorable: true },
      { name: 'ProtocolName', type: 'string', versions: '5+', nullableVersions: '5+', default: null, ignorable: true },
      {
        name: 'Assignments', type: '[]SyncGroupRequestAssignment', versions: '0+', fields: [
          { name: 'MemberId', type: 'string', versions: '0+' },
          { name: 'Assignment', type: 'bytes', versions: '0+' },
        ],
      },
    ],
  },
  response: {
    validVersions: '0-5',
    flexibleVersions: '4+',
    fields: [
      { name: 'ThrottleTimeMs', type: 'int32', versions: '1+', ignorable: true },
      { name: 'ErrorCode', type: 'int16', versions: '0+' },
      { name: 'ProtocolType', type: 'string', versions: '5+', nullableVersions: '5+', default: null, ignorable: true },
      { name: 'ProtocolName', type: 'string', versions: '5+', nullableVersions: '5+', default: null, ignorable: true },
      { name: 'Assignment', type: 'bytes', versions: '0+' },
    ],
  },
}
