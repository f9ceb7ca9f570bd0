import type { ApiSchema } from './schema.ts'

export const leaveGroup: ApiSchema = {
  key: 13,
  name: 'LeaveGroup',
  listeners: ['broker'],
  request: {
    validVersions: '0-5',
    flexibleVersions: '4+',
    fields: [
      { name: 'GroupId', type: 'string', versions: '0+', entityType: 'groupId' },
      { name: 'MemberId', type: 'string', versions: '0-2' },
      {
        name: 'Members', type: '[]MemberIdentity', versions: '3+', fields: [
          { name: 'MemberId', type: 'string', versions: '3+' },
          { name: 'GroupInstanceId', type: 'string', versions: '3+', nullableVersions: '3+', default: null },
          { name: 'Reason', type: 'string', versions: '5+', nullableVersions: '5+', default: null, ignorable: true },
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
      {
        name: 'Members', type: '[]MemberResponse', versions: '3+', fields: [
          { name: 'MemberId', type: 'string', versions: '3+' },
          { name: 'GroupInstanceId', type: 'string', versions: '3+', nullableVersions: '3+' },
          { name: 'ErrorCode', type: 'int16', versions: '3+' },
        ],
      },
    ],
  },
}
